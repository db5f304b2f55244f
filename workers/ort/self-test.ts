/** Whether a backend computes what the CPU computes: some GPUs and drivers silently do not. */
import { highPass } from '../../src/audio/high-pass';

/** Relative, of the whole signal. Right fp32 kernels stay near 1e-4; wrong ones are off by 1e-1 and more. */
export const MAX_RELATIVE_ERROR = 1e-2;
/**
 * Of the upper half of the spectrum, above 6 kHz for a voice at 24 kHz, against what the reference has there:
 * there is so little of it that an error which is heard as hiss is small against the whole.
 */
export const MAX_HIGH_ERROR = 0.1;

export interface Verdict {
  readonly kind: 'agrees' | 'differs';
  readonly relativeError: number;
  readonly highError: number;
}

export function compare(candidate: Float32Array, reference: Float32Array): Verdict {
  const errors = differences(candidate, reference);
  const agrees = errors.relativeError <= MAX_RELATIVE_ERROR && errors.highError <= MAX_HIGH_ERROR;
  return { kind: agrees ? 'agrees' : 'differs', ...errors };
}

/** Infinite for NaN or another length. */
function differences(candidate: Float32Array, reference: Float32Array) {
  if (candidate.length !== reference.length)
    return { relativeError: Infinity, highError: Infinity };
  const difference = reference.map((value, i) => value - (candidate[i] as number));
  return {
    relativeError: relative(difference, reference),
    highError: relative(upperHalf(difference), upperHalf(reference)),
  };
}

/** Root of the energies' ratio; nothing against nothing is no error. */
function relative(difference: Float32Array, reference: Float32Array): number {
  const error = Math.sqrt(energy(difference) / energy(reference));
  if (energy(difference) === 0) return 0;
  return Number.isNaN(error) ? Infinity : error;
}

function energy(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

/** Of the spectrum, by a high-pass. */
export function upperHalf(values: Float32Array): Float32Array {
  const { b0, b1, a1, a2 } = highPass(1 / 4, 1);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return values.map((x) => {
    const y = b0 * (x + x2) + b1 * x1 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}
