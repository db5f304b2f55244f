/**
 * The thread contract of the player.
 *
 * One producer (the main thread) and one consumer (the audio thread) share a header of 32-bit
 * integers and a power-of-two array of mono samples. Nothing blocks, nothing allocates.
 *
 * - `WRITE` and `READ` count samples and only grow, modulo 2^32; only differences are looked at, so
 *   that weeks of speech wrap safely. The producer alone stores `WRITE`, after the samples; the
 *   consumer alone stores `READ`, after it copied them out.
 * - A flush stores `FLUSH_TO`, then bumps `GENERATION`; samples before `FLUSH_TO` are void. The
 *   consumer loads `WRITE` before `GENERATION`: if it saw no new generation, all the samples it
 *   counted belong to the old one, so no sample is ever lost to a flush that came before it.
 * - The producer takes samples back by lowering `WRITE`, only while the consumer is farther from there than
 *   it takes in one render quantum, and looks at `READ` after it did so: whoever polls later sees the new
 *   `WRITE`. Where it was too late, nothing was overwritten yet and the old `WRITE` is put back.
 * - `ENDED` is stored after the last sample and loaded before `WRITE`: seen ended means seen whole.
 * - `PLAYING` and `SPEED` are wishes of the main thread, taken up once a render quantum.
 *
 * The message-port twin is this same ring in memory that the audio thread owns alone, with the
 * port's message handler as its producer (see channel.ts).
 */
export type RingMemory = SharedArrayBuffer | ArrayBuffer;

/** Indices into the header. Exported for the tests, which start the counters near their wrap. */
export const HEADER = {
  WRITE: 0,
  READ: 1,
  GENERATION: 2,
  FLUSH_TO: 3,
  ENDED: 4,
  PLAYING: 5,
  SPEED: 6,
} as const;
const HEADER_BYTES = 64;

/** Speed travels as 16.16 fixed point, in which 1 is exact. */
const SPEED_ONE = 65536;

/** The next power of two, so that wrapped counters index the array by a mask. */
export function ringCapacity(samples: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, samples)));
}

/** @param capacity In samples, a power of two. */
export function ringBytes(capacity: number): number {
  return HEADER_BYTES + capacity * Float32Array.BYTES_PER_ELEMENT;
}

interface RingViews {
  readonly header: Int32Array;
  readonly samples: Float32Array;
  readonly mask: number;
}

function viewsOf(memory: RingMemory): RingViews {
  const samples = new Float32Array(memory, HEADER_BYTES);
  return {
    header: new Int32Array(memory, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT),
    samples,
    mask: samples.length - 1,
  };
}

/** The main thread's end. */
export class RingWriter {
  readonly #views: RingViews;

  constructor(memory: RingMemory) {
    this.#views = viewsOf(memory);
    this.setSpeed(1);
  }

  get capacity(): number {
    return this.#views.samples.length;
  }

  /** Samples that fit now. A flush frees its room only once the consumer has seen it. */
  get free(): number {
    return this.capacity - this.#ahead;
  }

  get #ahead(): number {
    const { header } = this.#views;
    return (Atomics.load(header, HEADER.WRITE) - Atomics.load(header, HEADER.READ)) >>> 0;
  }

  /** `samples.length` must not exceed `free`. */
  write(samples: Float32Array): void {
    const { header, mask, samples: ring } = this.#views;
    if (samples.length > this.free) throw new RangeError('The ring has no room for these samples.');
    const write = Atomics.load(header, HEADER.WRITE);
    const at = write & mask;
    const first = Math.min(samples.length, ring.length - at);
    ring.set(samples.subarray(0, first), at);
    ring.set(samples.subarray(first), 0);
    Atomics.store(header, HEADER.WRITE, (write + samples.length) | 0);
  }

  /**
   * Takes the last `count` samples back. False, and nothing is changed, where the consumer has come within
   * `reserve` samples of the first of them.
   */
  takeBack(count: number, reserve: number): boolean {
    const { header } = this.#views;
    if (this.#ahead < count + reserve) return false;
    const write = Atomics.load(header, HEADER.WRITE);
    const to = (write - count) | 0;
    Atomics.store(header, HEADER.WRITE, to);
    const left = (to - Atomics.load(header, HEADER.READ)) | 0;
    if (left >= reserve) return true;
    Atomics.store(header, HEADER.WRITE, write);
    return false;
  }

  flush(): void {
    const { header } = this.#views;
    this.setEnded(false);
    Atomics.store(header, HEADER.FLUSH_TO, Atomics.load(header, HEADER.WRITE));
    Atomics.add(header, HEADER.GENERATION, 1);
  }

  setEnded(ended: boolean): void {
    Atomics.store(this.#views.header, HEADER.ENDED, Number(ended));
  }

  setPlaying(playing: boolean): void {
    Atomics.store(this.#views.header, HEADER.PLAYING, Number(playing));
  }

  setSpeed(speed: number): void {
    Atomics.store(this.#views.header, HEADER.SPEED, Math.round(speed * SPEED_ONE));
  }
}

/** The audio thread's end. `poll` looks at the other side; everything else answers from that look. */
export class RingReader {
  readonly #views: RingViews;
  #limit: number;
  #generation: number;
  #consumed = 0;
  #ended = false;

  constructor(memory: RingMemory) {
    this.#views = viewsOf(memory);
    this.#limit = Atomics.load(this.#views.header, HEADER.READ);
    this.#generation = Atomics.load(this.#views.header, HEADER.GENERATION);
  }

  /** Returns true while a flush waits for `acceptFlush`; nothing can be read until then. */
  poll(): boolean {
    const { header } = this.#views;
    this.#ended = Atomics.load(header, HEADER.ENDED) === 1;
    const write = Atomics.load(header, HEADER.WRITE);
    const flushed = Atomics.load(header, HEADER.GENERATION) !== this.#generation;
    this.#limit = flushed ? Atomics.load(header, HEADER.READ) : write;
    return flushed;
  }

  acceptFlush(): void {
    const { header } = this.#views;
    this.#generation = Atomics.load(header, HEADER.GENERATION);
    const to = Atomics.load(header, HEADER.FLUSH_TO);
    this.#consumed += (to - Atomics.load(header, HEADER.READ)) >>> 0;
    Atomics.store(header, HEADER.READ, to);
    this.#limit = to;
  }

  /** Copies up to `count` samples to `target` at `offset` and returns how many. */
  read(target: Float32Array, offset: number, count: number): number {
    const { header, mask, samples } = this.#views;
    const read = Atomics.load(header, HEADER.READ);
    const taken = Math.min(count, this.available);
    for (let i = 0; i < taken; i++) target[offset + i] = samples[(read + i) & mask] ?? 0;
    Atomics.store(header, HEADER.READ, (read + taken) | 0);
    this.#consumed += taken;
    return taken;
  }

  get available(): number {
    // Below nothing for the moment in which samples are taken back too late.
    return Math.max(0, (this.#limit - Atomics.load(this.#views.header, HEADER.READ)) | 0);
  }

  /** No more comes after what is available. */
  get ended(): boolean {
    return this.#ended;
  }

  get generation(): number {
    return this.#generation;
  }

  /** All samples read or flushed so far; does not wrap. */
  get consumed(): number {
    return this.#consumed;
  }

  get playing(): boolean {
    return Atomics.load(this.#views.header, HEADER.PLAYING) === 1;
  }

  get speed(): number {
    return Atomics.load(this.#views.header, HEADER.SPEED) / SPEED_ONE;
  }
}
