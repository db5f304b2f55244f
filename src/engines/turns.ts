import { cancelled } from '../base/errors';

/** Callers one after the other, in the order they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, with what ends it. An abort while waiting gives it up. */
  async take(signal?: AbortSignal): Promise<() => void> {
    const before = this.#last;
    let end = () => {};
    this.#last = new Promise((resolve) => (end = resolve));
    await before;
    if (!signal?.aborted) return end;
    end();
    throw cancelled('synthesize', 'engine');
  }
}
