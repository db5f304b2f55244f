/** Whether a backend computes what the CPU computes: some GPUs and drivers silently do not. */

/** Relative, of the whole signal. Right fp32 kernels stay near 1e-4; wrong ones are off by 1e-1 and more. */
export const MAX_RELATIVE_ERROR = 1e-2;

export type Verdict =
  | { readonly kind: 'agrees'; readonly relativeError: number }
  | { readonly kind: 'differs'; readonly relativeError: number };

export function compare(candidate: Float32Array, reference: Float32Array): Verdict {
  const relativeError = relativeDifference(candidate, reference);
  const agrees = relativeError <= MAX_RELATIVE_ERROR;
  return { kind: agrees ? 'agrees' : 'differs', relativeError };
}

/** Root of the squared differences over that of the reference; infinite for NaN or another length. */
function relativeDifference(candidate: Float32Array, reference: Float32Array): number {
  if (candidate.length !== reference.length) return Infinity;
  let difference = 0;
  let power = 0;
  reference.forEach((value, i) => {
    difference += (value - (candidate[i] as number)) ** 2;
    power += value ** 2;
  });
  const relative = Math.sqrt(difference / power);
  return Number.isNaN(relative) ? Infinity : relative;
}
