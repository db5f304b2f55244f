import type { Component, EngineDeps } from '../engine';
import { output } from '../../ort/session';
import { loadGraph } from './graph';

export interface EncodedText {
  /** [symbols, mel bins]: the mean spectrum of each symbol, normalised. */
  readonly means: Float32Array;
  /** [symbols]: natural logarithm of each symbol's frames. */
  readonly logDurations: Float32Array;
}

export interface TextEncoder extends Component {
  encode(ids: readonly number[]): Promise<EncodedText>;
}

export async function loadTextEncoder(deps: EngineDeps): Promise<TextEncoder> {
  const { session, weightBytes } = await loadGraph(deps, 'encoder.onnx');
  return {
    name: 'text encoder',
    weightBytes,
    encode: async (ids) => {
      const data = BigInt64Array.from(ids, BigInt);
      const outputs = await session.run({ ids: { data, dims: [1, ids.length] } });
      return { means: output(outputs, 'mu'), logDurations: output(outputs, 'log_duration') };
    },
    release: () => session.release(),
  };
}
