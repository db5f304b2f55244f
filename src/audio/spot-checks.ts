/**
 * When what a GPU said is to be compared with a trusted backend (compare.ts): at first, now and then, and
 * whenever it said more at once than was ever compared, because some GPUs go wrong only past a certain length.
 */
const EVERY_CHUNKS = 200;
/** A little longer is no news. */
const LONGER = 1.25;

export class SpotChecks {
  #longestSeconds = 0;
  #sinceLast = 0;

  /** Asked once for every chunk, in order. True: compare this one, then tell `agreed`. */
  isDue(seconds: number): boolean {
    this.#sinceLast++;
    return seconds > this.#longestSeconds * LONGER || this.#sinceLast >= EVERY_CHUNKS;
  }

  /** One that could not be made stays due. */
  agreed(seconds: number): void {
    this.#longestSeconds = Math.max(this.#longestSeconds, seconds);
    this.#sinceLast = 0;
  }
}
