import type { Clock } from './clock';
import { SottoError, cancelled } from './errors';

export interface DeadlineContext {
  readonly operation: string;
  readonly component: string;
  readonly clock: Clock;
}

/**
 * `work`, or a rejection as soon as the signal aborts or `ms` have passed, whichever is first.
 * The work itself is not stopped: whoever owns it must watch the signal too.
 */
export function withDeadline<T>(
  work: Promise<T>,
  ms: number,
  context: DeadlineContext,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => settle(() => reject(cancelled(context.operation, context.component)));
    const stopTimer = context.clock.after(ms, () =>
      settle(() => reject(timedOut(ms, context.operation, context.component))),
    );
    const settle = (finish: () => void) => {
      stopTimer();
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    work.then(
      (value) => settle(() => resolve(value)),
      (thrown: unknown) => settle(() => reject(thrown)),
    );
  });
}

/** `work`, or a rejection as soon as the signal aborts; others may still wait for the work itself. */
export function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  operation: string,
  component: string,
): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(cancelled(operation, component));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Rejects with kind `cancelled` as soon as the signal aborts. */
export function pause(ms: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  if (ms <= 0 && !signal?.aborted) return Promise.resolve();
  let stopTimer = () => {};
  const passed = new Promise<void>((resolve) => (stopTimer = clock.after(ms, resolve)));
  return orAborted(passed, signal, 'pause', 'base').finally(stopTimer);
}

export function throwIfAborted(
  signal: AbortSignal | undefined,
  operation: string,
  component: string,
): void {
  if (signal?.aborted) throw cancelled(operation, component);
}

function timedOut(ms: number, operation: string, component: string): SottoError {
  return new SottoError(
    'This took longer than it should.',
    { kind: 'timeout', ms },
    { operation, component, suggestion: 'Try again; close other busy tabs if it happens often.' },
  );
}
