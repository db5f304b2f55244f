import type { Clock } from '../base/clock';
import { cancelled } from '../base/errors';

const BASE_MS = 400;
const MAX_MS = 8_000;

/**
 * Waiting time before try `attempt + 1`: doubling, spread over its upper half, so that listeners cut
 * off together do not come back together. @param random Uniform in [0, 1).
 */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(MAX_MS, BASE_MS * 2 ** (attempt - 1));
  return ceiling * (0.5 + 0.5 * random());
}

/** Resolves after `ms`; rejects with kind `cancelled` as soon as the signal aborts. */
export function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      stopTimer();
      reject(cancelled('download', 'weights'));
    };
    const stopTimer = clock.after(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
