/** What engines need of a runtime: small enough for a fake, and for onnxruntime-node in tests. */
import type { Backend } from '../../src/contracts/speech';

export interface TensorInput {
  readonly data: Float32Array | Int32Array | BigInt64Array;
  readonly dims: readonly number[];
}

export type Feeds = Readonly<Record<string, TensorInput>>;

/** A runtime's own class of tensors. */
export interface TensorClass<Tensor> {
  new (type: 'float32', data: Float32Array, dims: readonly number[]): Tensor;
  new (type: 'int32', data: Int32Array, dims: readonly number[]): Tensor;
  new (type: 'int64', data: BigInt64Array, dims: readonly number[]): Tensor;
}

export function toTensor<T>(Tensor: TensorClass<T>, { data, dims }: TensorInput): T {
  if (data instanceof Float32Array) return new Tensor('float32', data, dims);
  if (data instanceof Int32Array) return new Tensor('int32', data, dims);
  return new Tensor('int64', data, dims);
}

/** Outputs by name as floats, flattened row by row; whole numbers and booleans are made floats. */
export type Outputs = Readonly<Record<string, Float32Array>>;

/** An input or output of a graph, as the graph itself declares it. */
export interface Port {
  readonly name: string;
  /** E.g. `float32` or `int64`. */
  readonly type: string;
  /** A size that is not fixed has a name, which may be empty; nothing at all where none is declared. */
  readonly shape: readonly (number | string)[];
}

/** One loaded graph. Runs must not overlap, not even those of two graphs. */
export interface GraphSession {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  run(inputs: Feeds): Promise<Outputs>;
  release(): Promise<void>;
}

export interface SessionProvider {
  readonly backend: Backend;
  readonly threads: number;
  /** @param name For error messages, e.g. the graph's file name. */
  createSession(graph: Uint8Array, name: string): Promise<GraphSession>;
}

/**
 * The named output. Its absence means that the graph is not the one expected, another length that it was
 * not computed whole: words would be missing, and what there is of them would sound well.
 */
export function output(outputs: Outputs, name: string, length?: number): Float32Array {
  const values = outputs[name];
  if (values === undefined) throw new Error(`The graph gives no output "${name}".`);
  if (length === undefined || values.length === length) return values;
  throw new Error(`The graph gives ${values.length} values of "${name}" instead of ${length}.`);
}
