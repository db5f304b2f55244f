import * as v from 'valibot';
import { SottoError } from '../../../src/base/errors';
import type { FlowVoiceManifest } from '../../../src/contracts/voices';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(96_000));

const manifest = v.object({
  sampleRate: count,
  hopSamples: count,
  melBins: count,
  symbols: v.pipe(v.array(v.pipe(v.string(), v.length(1))), v.minLength(2)),
});

/** Reads a voice's `voice.json`. Throws kind `modelLoad` when it is not what the flow engine needs. */
export function parseManifest(bytes: Uint8Array): FlowVoiceManifest {
  try {
    return v.parse(manifest, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (thrown) {
    throw new SottoError(
      'The description of this voice is damaged.',
      { kind: 'modelLoad', component: 'flow', file: 'voice.json' },
      {
        operation: 'parseManifest',
        component: 'engine.flow',
        suggestion: 'Remove the voice and download it again.',
        cause: thrown,
      },
    );
  }
}
