/**
 * A few milliseconds of finished sound ahead of the ear. Because it is always a fade longer than what
 * is due, sound can be faded out without being used up: after a pause it goes on from where it was.
 */
export interface PullSource {
  /** Writes up to `count` samples to `target` at `offset`; fewer when it is short. */
  pull(target: Float32Array, offset: number, count: number): number;
}

export class Tape {
  readonly #samples: Float32Array;
  #length = 0;
  #last = 0;

  constructor(capacity: number) {
    this.#samples = new Float32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Tops up to `length` samples (capacity permitting); false when the source was short of it. */
  fill(source: PullSource, length: number): boolean {
    const wanted = Math.min(length, this.#samples.length);
    if (this.#length < wanted) {
      this.#length += source.pull(this.#samples, this.#length, wanted - this.#length);
    }
    return this.#length >= wanted;
  }

  /** The sample `ahead` from now; past the end, the last there was, so that a fade never steps. */
  peek(ahead: number): number {
    if (ahead < this.#length) return this.#samples[ahead] ?? 0;
    return this.#length > 0 ? (this.#samples[this.#length - 1] ?? 0) : this.#last;
  }

  /** Uses up `count` samples, at most `length`. */
  advance(count: number): void {
    this.#last = this.peek(count - 1);
    this.#samples.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  clear(): void {
    this.#length = 0;
    this.#last = 0;
  }
}
