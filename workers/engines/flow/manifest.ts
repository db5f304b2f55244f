import * as v from 'valibot';
import { SottoError } from '../../../src/base/errors';
import type { FlowVoiceManifest } from '../../../src/contracts/voices';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(96_000));
const powerOfTwo = v.pipe(
  count,
  v.minValue(4),
  v.check((size) => Number.isInteger(Math.log2(size)), 'Not a power of two.'),
);
const context = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000));
const embedding = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1));

/** 12 dB either way. */
const gain = v.pipe(v.number(), v.minValue(0.25), v.maxValue(4));

const shape = {
  sampleRate: count,
  hopSamples: count,
  fftSize: powerOfTwo,
  melBins: count,
  symbols: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1))), v.minLength(2)),
};

/** The first voices did not say which format they have. */
const format1 = v.object({ ...shape, format: v.optional(v.literal(1), 1) });

const format2 = v.object({
  ...shape,
  format: v.literal(2),
  flowContextFrames: v.pipe(
    context,
    v.check((frames) => frames % 2 === 0, 'Not even.'),
  ),
  vocoderContextFrames: context,
  languages: v.object({
    en: v.exactOptional(embedding),
    de: v.exactOptional(embedding),
    nl: v.exactOptional(embedding),
  }),
  speakers: v.record(v.string(), embedding),
  pitch: v.record(
    v.string(),
    v.object({ deviationSemitones: v.pipe(v.number(), v.minValue(0.1), v.maxValue(24)) }),
  ),
  gains: v.exactOptional(
    v.record(
      v.string(),
      v.object({
        en: v.exactOptional(gain),
        de: v.exactOptional(gain),
        nl: v.exactOptional(gain),
      }),
    ),
  ),
});

const manifest = v.union([format1, format2]);

/** Reads a voice's `voice.json`. Throws kind `modelLoad` when it is not what the flow engine needs. */
export function parseManifest(bytes: Uint8Array): FlowVoiceManifest {
  try {
    return v.parse(manifest, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (thrown) {
    throw unusableManifest(thrown);
  }
}

export function unusableManifest(cause: unknown): SottoError {
  return new SottoError(
    'The description of this voice is damaged.',
    { kind: 'modelLoad', component: 'flow', file: 'voice.json' },
    {
      operation: 'parseManifest',
      component: 'engine.flow',
      suggestion: 'Remove the voice and download it again.',
      cause,
    },
  );
}
