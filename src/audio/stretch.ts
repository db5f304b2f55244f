/**
 * Time-stretching without a change of pitch: WSOLA (W. Verhelst and M. Roelands, "An overlap-add
 * technique based on waveform similarity (WSOLA) for high quality time-scale modification of
 * speech", ICASSP 1993). Mono, streaming, preallocated: it runs on the audio thread.
 *
 * Our own, because soundtouchjs allocates per block and signalsmith-stretch brings its own worklet
 * and is made for music, where a spectral method smears the onsets that speech lives on.
 */
import { resample } from './resample';
import { bestMatch } from './similarity';

/** Where the stretcher gets its input: a ring, or an array. */
export interface SampleSource {
  /** Copies up to `count` samples to `target` at `offset` and returns how many. */
  read(target: Float32Array, offset: number, count: number): number;
  /** No more comes once `read` gives less than asked. */
  readonly ended: boolean;
}

/** Half a window: long enough for two periods of a deep voice within the window. */
const HOP_SECONDS = 0.015;
/** How far a frame may move to fit: more than half a period at 60 Hz. */
const TOLERANCE_SECONDS = 0.01;
/** Slowest and fastest speed; the buffer is sized by them. */
const SPEED_RANGE = { min: 0.5, max: 3 } as const;

export class Stretcher {
  readonly #source: SampleSource;
  readonly #hop: number;
  readonly #tolerance: number;
  /** Rises from 0 to 1 over a hop; with its mirror image it sums to 1. */
  readonly #fadeIn: Float32Array;
  readonly #block: Float32Array;
  #blockAt: number;
  readonly #buffer: Float32Array;
  /** Source index of the buffer's first sample, and how many it holds. */
  #base = 0;
  #held = 0;
  /** Source index that would naturally sound next, and the one the speed asks for. */
  #next = 0;
  #nominal = 0;
  #speed = 1;

  constructor(source: SampleSource, sampleRate: number) {
    this.#source = source;
    this.#hop = Math.round(HOP_SECONDS * sampleRate);
    this.#tolerance = Math.round(TOLERANCE_SECONDS * sampleRate);
    this.#fadeIn = Float32Array.from(
      { length: this.#hop },
      (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / this.#hop),
    );
    this.#block = new Float32Array(this.#hop);
    this.#blockAt = this.#hop;
    this.#buffer = new Float32Array(4 * (this.#hop * SPEED_RANGE.max + 2 * this.#tolerance));
  }

  /** Takes effect at the next hop, seamlessly; 1 is a bit-exact copy. */
  set speed(speed: number) {
    this.#speed = Math.min(SPEED_RANGE.max, Math.max(SPEED_RANGE.min, speed));
  }

  get speed(): number {
    return this.#speed;
  }

  /** Source samples that the output so far stands for. */
  get position(): number {
    return this.#nominal - (this.#hop - this.#blockAt) * this.#speed;
  }

  /** Forgets what it holds; the next sample read from the source has index `position`. */
  reset(position: number): void {
    this.#blockAt = this.#hop;
    this.#base = this.#next = this.#nominal = position;
    this.#held = 0;
  }

  /** Writes up to `count` samples to `target` at `offset`; fewer when the source is short. */
  pull(target: Float32Array, offset: number, count: number): number {
    let done = 0;
    while (done < count) {
      const made = this.#pullSome(target, offset + done, count - done);
      if (made === 0) break;
      done += made;
    }
    return done;
  }

  #pullSome(target: Float32Array, offset: number, count: number): number {
    if (this.#blockAt < this.#hop) return this.#drainBlock(target, offset, count);
    if (this.#speed === 1) return this.#copy(target, offset, count);
    if (this.#makeBlock()) return this.#drainBlock(target, offset, count);
    // Too little is left to choose from: the last syllable is said whole, at its own speed.
    return this.#source.ended ? this.#copy(target, offset, count) : 0;
  }

  #drainBlock(target: Float32Array, offset: number, count: number): number {
    const taken = Math.min(count, this.#hop - this.#blockAt);
    for (let i = 0; i < taken; i++) target[offset + i] = this.#block[this.#blockAt + i] ?? 0;
    this.#blockAt += taken;
    return taken;
  }

  #copy(target: Float32Array, offset: number, count: number): number {
    this.#require(this.#next + Math.min(count, this.#hop));
    const from = this.#next - this.#base;
    const taken = Math.min(count, this.#hop, this.#held - from);
    for (let i = 0; i < taken; i++) target[offset + i] = this.#buffer[from + i] ?? 0;
    this.#next += taken;
    this.#nominal = this.#next;
    return taken;
  }

  /** One hop of output: what naturally follows, cross-faded into the best-fitting frame. */
  #makeBlock(): boolean {
    const hop = this.#hop;
    // At the very start slow speech would look back before the first sample.
    const ideal = Math.max(this.#base, Math.round(this.#nominal + (this.#speed - 1) * hop));
    const last = Math.max(ideal + this.#tolerance, this.#next) + hop;
    if (!this.#require(last)) return false;
    const buffer = this.#buffer;
    const natural = this.#next - this.#base;
    const centre = ideal - this.#base;
    const reach = Math.min(this.#tolerance, centre);
    const chosen = bestMatch(buffer, natural, hop, centre, reach, this.#tolerance);
    for (let i = 0; i < hop; i++) {
      const stay = buffer[natural + i] ?? 0;
      this.#block[i] = stay + (this.#fadeIn[i] ?? 0) * ((buffer[chosen + i] ?? 0) - stay);
    }
    this.#blockAt = 0;
    this.#next = this.#base + chosen + hop;
    this.#nominal += this.#speed * hop;
    return true;
  }

  /** Reads until the buffer reaches source index `end`; false when the source has not that much. */
  #require(end: number): boolean {
    if (end - this.#base > this.#buffer.length) this.#dropOld();
    const missing = end - this.#base - this.#held;
    if (missing > 0) this.#held += this.#source.read(this.#buffer, this.#held, missing);
    return this.#base + this.#held >= end;
  }

  #dropOld(): void {
    // Slow speech looks back: half a hop and the tolerance, from a point that may itself be off by one.
    const keepFrom = this.#next - this.#hop - 2 * this.#tolerance;
    const dropped = Math.min(this.#held, Math.max(0, keepFrom - this.#base));
    this.#buffer.copyWithin(0, dropped, this.#held);
    this.#base += dropped;
    this.#held -= dropped;
  }
}

/** `pcm` made `1 / speed` times as long, at its own pitch. Length is rounded to the nearest sample. */
export function stretch(pcm: Float32Array, speed: number, sampleRate: number): Float32Array {
  const length = Math.round(pcm.length / speed);
  const stretcher = new Stretcher(paddedSource(pcm), sampleRate);
  stretcher.speed = speed;
  const out = new Float32Array(length);
  stretcher.pull(out, 0, length);
  return out;
}

/**
 * `pcm` at another pitch, at its own length: stretched, then resampled back.
 * @param semitones -12 to 12 keeps within the stretcher's range; more is clamped.
 */
export function shiftPitch(
  pcm: Float32Array,
  semitones: number,
  sampleRate = 24_000,
): Float32Array {
  if (semitones === 0) return pcm.slice();
  const ratio = 2 ** (Math.min(12, Math.max(-12, semitones)) / 12);
  const stretched = stretch(pcm, 1 / ratio, sampleRate);
  const shifted = resample(stretched, sampleRate * ratio, sampleRate);
  const out = new Float32Array(pcm.length);
  out.set(shifted.subarray(0, pcm.length));
  return out;
}

/** An array followed by silence without end, so that the last frame is searched like any other. */
function paddedSource(pcm: Float32Array): SampleSource {
  let at = 0;
  return {
    ended: false,
    read: (target, offset, count) => {
      const taken = Math.min(count, pcm.length - at);
      target.set(pcm.subarray(at, at + taken), offset);
      target.fill(0, offset + taken, offset + count);
      at += taken;
      return count;
    },
  };
}
