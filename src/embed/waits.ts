/** Those who asked for sound and are to be told when it is there, or why it is not. */
export class Waits {
  #waiting = new Set<Wait>();

  /** Resolves or rejects with whatever is settled next. */
  next(): Promise<void> {
    return new Promise<void>((resolve, reject) => this.#waiting.add({ resolve, reject }));
  }

  resolve(): void {
    this.#settle((wait) => wait.resolve());
  }

  reject(reason: unknown): void {
    this.#settle((wait) => wait.reject(reason));
  }

  #settle(how: (wait: Wait) => void): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    waiting.forEach(how);
  }
}

interface Wait {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}
