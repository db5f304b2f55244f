import { cancelled } from '../../src/base/errors';

/** Work for the queue; it watches `signal` between its steps. */
export type Task<T> = (signal: AbortSignal) => Promise<T>;

/**
 * One task at a time, in order: a runtime's overlapping runs fail. A task can be cancelled by key,
 * at once while it waits and through its signal once it runs.
 */
export class SerialQueue<Key> {
  readonly #component: string;
  readonly #cancels = new Map<Key, () => void>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(component: string) {
    this.#component = component;
  }

  run<T>(key: Key, task: Task<T>): Promise<T> {
    const controller = new AbortController();
    const turn = this.#tail;
    const result = new Promise<T>((resolve, reject) => {
      const rejectCancelled = () => reject(cancelled('run', this.#component));
      this.#cancels.set(key, () => {
        controller.abort();
        rejectCancelled();
      });
      const start = () => (controller.signal.aborted ? undefined : task(controller.signal));
      const work = turn.then(start);
      this.#tail = work.catch(() => undefined);
      work.then(
        (value) => (controller.signal.aborted ? rejectCancelled() : resolve(value as T)),
        reject,
      );
    });
    return result.finally(() => this.#cancels.delete(key));
  }

  /** Unknown keys are ignored: the task may just have ended. */
  cancel(key: Key): void {
    this.#cancels.get(key)?.();
  }
}
