import { cancelled } from '../base/errors';

/** Waits for a condition on values that others change; they call `notify` when they did. */
export class Gate {
  readonly #waiting = new Set<() => void>();

  notify(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** Rejects with kind `cancelled` when the signal aborts first. */
  until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        this.#waiting.delete(check);
        signal.removeEventListener('abort', onAbort);
        finish();
      };
      const check = () => {
        if (condition()) settle(resolve);
      };
      const onAbort = () => settle(() => reject(cancelled('wait', 'speech')));
      signal.addEventListener('abort', onAbort);
      this.#waiting.add(check);
      if (signal.aborted) onAbort();
      else check();
    });
  }
}
