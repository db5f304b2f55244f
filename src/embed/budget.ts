import type { Clock } from '../base/clock';

/** So many at once, and then so many a second: a token bucket. What is over is for the owner to drop. */
export class Budget {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #perSecond: number;
  #left: number;
  #atMs: number;

  constructor(clock: Clock, most: number, perSecond: number) {
    this.#clock = clock;
    this.#most = most;
    this.#perSecond = perSecond;
    this.#left = most;
    this.#atMs = clock.now();
  }

  /** False: it is spent for the moment. */
  take(): boolean {
    const now = this.#clock.now();
    const earned = ((now - this.#atMs) / 1000) * this.#perSecond;
    this.#left = Math.min(this.#most, this.#left + earned);
    this.#atMs = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
