/** How much of each voice is in a mix. */
import { SottoError } from '../../../src/base/errors';

/** Together they are 1. Throws kind `validation` for a share that is none. */
export function weights(shares: readonly number[]): {
  readonly chosen: number;
  readonly others: readonly number[];
} {
  if (!shares.every((share) => share >= 0 && share <= 1)) throw wrongShare(shares);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum <= 1) return { chosen: 1 - sum, others: shares };
  return { chosen: 0, others: shares.map((share) => share / sum) };
}

function wrongShare(shares: readonly number[]): SottoError {
  return new SottoError(
    'The mix of voices has a share that is not between nothing and all.',
    { kind: 'validation', field: 'blend' },
    {
      operation: 'synthesize',
      component: 'engine.blend',
      suggestion: 'Set the shares of the mixed voices again.',
      cause: new Error(`Shares: ${shares.join(', ')}.`),
    },
  );
}
