/** The latest values, bounded in number and in age, in fixed memory. */
export class SlidingWindow {
  readonly #values: Float64Array;
  readonly #times: Float64Array;
  readonly #maxAgeMs: number;
  #next = 0;
  #held = 0;

  constructor(capacity: number, maxAgeMs: number) {
    this.#values = new Float64Array(capacity);
    this.#times = new Float64Array(capacity);
    this.#maxAgeMs = maxAgeMs;
  }

  add(value: number, nowMs: number): void {
    this.#values[this.#next] = value;
    this.#times[this.#next] = nowMs;
    this.#next = (this.#next + 1) % this.#values.length;
    this.#held = Math.min(this.#held + 1, this.#values.length);
  }

  /** Those not too old at `nowMs`, ascending. */
  sorted(nowMs: number): Float64Array {
    const oldestMs = nowMs - this.#maxAgeMs;
    const held = this.#values.subarray(0, this.#held);
    return held.filter((_, i) => (this.#times[i] ?? 0) >= oldestMs).sort();
  }
}
