import * as v from 'valibot';
import type { Voice } from '../../../src/contracts/voices';
import { parseDescription } from '../pieces/description';
import { refusal } from '../pieces/refusal';

const COMPONENT = 'piper';

const scale = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(10));
const id = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
const ids = v.union([
  v.array(id),
  v.pipe(
    id,
    v.transform((one) => [one]),
  ),
]);

const schema = v.object({
  audio: v.object({
    sample_rate: v.pipe(v.number(), v.integer(), v.minValue(4_000), v.maxValue(96_000)),
  }),
  inference: v.optional(
    v.object({
      noise_scale: v.optional(scale, 0.667),
      length_scale: v.optional(v.pipe(scale, v.minValue(0.05)), 1),
      noise_w: v.optional(scale, 0.8),
    }),
    {},
  ),
  phoneme_type: v.optional(v.string(), 'espeak'),
  phoneme_id_map: v.record(v.string(), ids),
  num_speakers: v.optional(v.pipe(v.number(), v.integer()), 1),
  speaker_id_map: v.optional(v.record(v.string(), id), {}),
});

/** What the engine reads from the `.onnx.json` beside a graph. */
export interface PiperConfig {
  readonly sampleRate: number;
  /** Of the sound's and of the durations' noise, and of all durations: 1 is as they were learnt. */
  readonly scales: {
    readonly noise: number;
    readonly length: number;
    readonly durationNoise: number;
  };
  /** Whether it reads phonemes or the letters themselves. */
  readonly reads: 'phonemes' | 'letters';
  /** Numbers of a symbol, which is a code point; `_`, `^` and `$` stand between, before and after them. */
  readonly symbolIds: ReadonlyMap<string, readonly number[]>;
  readonly speakers: number;
  readonly speakerIds: ReadonlyMap<string, number>;
}

/** Throws kind `modelLoad` where it is damaged, or of a kind that is not spoken yet. */
export function parseConfig(bytes: Uint8Array, file: string): PiperConfig {
  const config = parseDescription(bytes, schema, { component: COMPONENT, file });
  const symbolIds = new Map(Object.entries(config.phoneme_id_map));
  for (const mark of ['_', '^', '$']) {
    if ((symbolIds.get(mark)?.length ?? 0) > 0) continue;
    throw refusal(`${file} has no number for "${mark}".`, { component: COMPONENT, file });
  }
  const { noise_scale: noise, length_scale: length, noise_w: durationNoise } = config.inference;
  return {
    sampleRate: config.audio.sample_rate,
    scales: { noise, length, durationNoise },
    reads: readsOf(config.phoneme_type, file),
    symbolIds,
    speakers: config.num_speakers,
    speakerIds: new Map(Object.entries(config.speaker_id_map)),
  };
}

function readsOf(phonemeType: string, file: string): PiperConfig['reads'] {
  if (phonemeType === 'espeak') return 'phonemes';
  if (phonemeType === 'text') return 'letters';
  throw refusal(`Its phoneme type is "${phonemeType}"; espeak and text are known.`, {
    component: COMPONENT,
    file,
    message: 'This voice reads a script in a way that Sotto does not know yet.',
  });
}

/**
 * The number of the speaker a voice asks for: by name, else by number; the first where it asks for none.
 * Throws kind `modelLoad` where there is no such speaker.
 */
export function speakerOf(config: PiperConfig, { speaker }: Voice, file: string): number {
  const asked = speaker.id;
  if (asked === undefined) return 0;
  const known = config.speakerIds.get(asked) ?? (/^\d{1,5}$/.test(asked) ? Number(asked) : -1);
  if (known >= 0 && known < config.speakers) return known;
  throw refusal(`${file} has no speaker "${asked}".`, {
    component: COMPONENT,
    file,
    message: 'This voice does not know the speaker that was chosen.',
  });
}
