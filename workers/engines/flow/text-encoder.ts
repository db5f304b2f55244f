import type { Language } from '../../../src/contracts/text';
import type { Component, EngineDeps } from '../engine';
import { output } from '../../ort/session';
import type { BentPitch, Speaking } from './form';
import { loadGraph } from './graph';

export interface EncodedText extends BentPitch {
  /** [symbols, mel bins]: the mean spectrum of each symbol, normalised. */
  readonly means: Float32Array;
  /** [symbols]: natural logarithm of each symbol's frames. */
  readonly logDurations: Float32Array;
}

export interface TextEncoder extends Component {
  encode(
    ids: readonly number[],
    language: Language,
    speaking: Speaking,
    semitones: number,
  ): Promise<EncodedText>;
}

export async function loadTextEncoder(deps: EngineDeps): Promise<TextEncoder> {
  const { session, weightBytes } = await loadGraph(deps, 'encoder.onnx');
  return {
    name: 'text encoder',
    weightBytes,
    encode: async (ids, language, speaking, semitones) => {
      const sound = await session.run(speaking.timbreFeeds(ids, language));
      const means = output(sound, 'mu');
      const { prosodyFeeds } = speaking;
      const movement =
        prosodyFeeds === null ? sound : await session.run(prosodyFeeds(ids, language));
      const logDurations = output(movement, 'log_duration', ids.length);
      return { means, logDurations, ...speaking.bend(movement, semitones) };
    },
    release: () => session.release(),
  };
}
