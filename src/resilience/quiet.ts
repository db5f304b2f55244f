import type { Clock } from '../base/clock';

const FIRST_MS = 30_000;
const LONGEST_MS = 10 * 60_000;

/** How long a rung that fell is left alone: longer each time it falls soon after it rose. */
export class QuietSpell {
  readonly #clock: Clock;
  #spellMs = FIRST_MS;
  #roseAtMs: number | null = null;
  #hasFallen = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  fell(): void {
    const hasStood = this.#roseAtMs !== null && this.#clock.now() - this.#roseAtMs >= this.#spellMs;
    if (hasStood || !this.#hasFallen) this.#spellMs = FIRST_MS;
    else this.#spellMs = Math.min(LONGEST_MS, this.#spellMs * 2);
    this.#hasFallen = true;
    this.#roseAtMs = null;
  }

  roseAgain(): void {
    this.#roseAtMs = this.#clock.now();
  }

  isOver(sinceMs: number): boolean {
    return this.#clock.now() - sinceMs >= this.#spellMs;
  }
}
