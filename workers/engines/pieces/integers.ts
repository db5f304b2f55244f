import type { Port, TensorInput } from '../../ort/session';

/** Whole numbers as the graph wants them: int64 as most are exported, or int32. */
export function integers(
  { type }: Pick<Port, 'type'>,
  values: readonly number[],
  dims: readonly number[],
): TensorInput {
  const data = type === 'int32' ? Int32Array.from(values) : BigInt64Array.from(values, BigInt);
  return { data, dims };
}
