/** Typed events: a listener that throws never stops the others or the one who emits. */
export type Unsubscribe = () => void;

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();
  readonly #onListenerError: (thrown: unknown) => void;

  /** @param onListenerError Where a listener's own failure goes; by default it surfaces as an uncaught error. */
  constructor(onListenerError: (thrown: unknown) => void = reportUncaught) {
    this.#onListenerError = onListenerError;
  }

  on<Name extends keyof Events>(
    name: Name,
    listener: (payload: Events[Name]) => void,
  ): Unsubscribe {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (payload: Events[Name]) => void)(payload);
      } catch (thrown) {
        this.#onListenerError(thrown);
      }
    }
  }
}

function reportUncaught(thrown: unknown): void {
  queueMicrotask(() => {
    throw thrown;
  });
}
