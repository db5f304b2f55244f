import { pause } from '../base/abort';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import type { Retry } from './strategies';

export interface BackoffDeps {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Share of a delay that is left to chance, so that pages cut off together do not come back together. */
const JITTER = 0.5;

/** Waiting time after try `attempt` (from 1) failed. */
export function backoffMs(retry: Retry, attempt: number, random: () => number): number {
  const ceilingMs = Math.min(retry.maxDelayMs, retry.delayMs * retry.factor ** (attempt - 1));
  return ceilingMs * (1 - JITTER * random());
}

/** Tries until it works, is not worth another try, or was tried often enough; rejects with the last reason. */
export async function retrying(
  work: () => Promise<void>,
  retry: Retry,
  { clock, random }: BackoffDeps,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (thrown) {
      if (signal.aborted || attempt >= retry.attempts || !isWorthRetrying(thrown)) throw thrown;
    }
    await pause(backoffMs(retry, attempt, random), clock, signal);
  }
}

/** Would the same again have a chance? */
export function isWorthRetrying(thrown: unknown): boolean {
  if (!(thrown instanceof SottoError)) return true;
  const { detail } = thrown;
  switch (detail.kind) {
    case 'modelLoad':
    case 'audio':
    case 'io':
    case 'timeout':
    case 'internal':
      return true;
    case 'device':
      return detail.type !== 'gpuUnusable';
    case 'inference':
      return detail.recoverable;
    case 'network':
      return isPassing(detail.status);
    case 'config':
    case 'text':
    case 'resource':
    case 'validation':
    case 'protocol':
    case 'cancelled':
      return false;
  }
}

/** A server that is away, busy or slow may answer later; one that says no will say it again. */
function isPassing(status: number | null): boolean {
  return status === null || status >= 500 || status === 408 || status === 429;
}
