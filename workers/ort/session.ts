/** What engines need of a runtime: small enough for a fake, and for onnxruntime-node in tests. */
import type { Backend } from '../../src/contracts/speech';

export interface TensorInput {
  readonly data: Float32Array | BigInt64Array;
  readonly dims: readonly number[];
}

/** One loaded graph. Runs must not overlap, not even those of two graphs. */
export interface GraphSession {
  /** Float outputs by name, flattened row by row. */
  run(
    inputs: Readonly<Record<string, TensorInput>>,
  ): Promise<Readonly<Record<string, Float32Array>>>;
  release(): Promise<void>;
}

export interface SessionProvider {
  readonly backend: Backend;
  readonly threads: number;
  /** @param name For error messages, e.g. the graph's file name. */
  createSession(graph: Uint8Array, name: string): Promise<GraphSession>;
}

/** The named output; its absence means that the graph is not the one expected. */
export function output(
  outputs: Readonly<Record<string, Float32Array>>,
  name: string,
): Float32Array {
  const values = outputs[name];
  if (values === undefined) throw new Error(`The graph gives no output "${name}".`);
  return values;
}
