/** A listener and what is queued for them, in simulated time. */

export interface Gap {
  readonly at: number;
  readonly seconds: number;
}

export interface PlayerPlan {
  readonly speed: (at: number) => number;
  /** In order; everything queued is dropped. */
  readonly seeksAt: readonly number[];
  /** Play is pressed when so much is queued. */
  readonly preparedSeconds: number;
}

export class SimulatedPlayer {
  /** After the first sound, and not counting the silence that a seek makes. */
  readonly gaps: Gap[] = [];
  readonly #plan: PlayerPlan;
  readonly #seeks: number[];
  #at = 0;
  #buffered = 0;
  #isPlaying = false;
  /** Something was heard since the beginning or the last seek: from now on silence is a gap. */
  #hasSound = false;
  #dryAt: number | null = null;

  constructor(plan: PlayerPlan) {
    this.#plan = plan;
    this.#seeks = [...plan.seeksAt];
  }

  /** Seconds. */
  get at(): number {
    return this.#at;
  }

  get speed(): number {
    return this.#plan.speed(this.#at);
  }

  get bufferedSeconds(): number {
    return this.#buffered;
  }

  get secondsUntilGap(): number {
    return this.#isPlaying ? this.#buffered / this.speed : Infinity;
  }

  push(seconds: number): void {
    this.endGap();
    this.#buffered += seconds;
    this.#isPlaying ||= this.#buffered >= this.#plan.preparedSeconds;
    this.#hasSound ||= this.#isPlaying;
  }

  /** Lets time go by. True: the listener went elsewhere meanwhile. */
  pass(seconds: number): boolean {
    this.#at += seconds;
    if (this.#isPlaying) {
      this.#buffered = Math.max(0, this.#buffered - seconds * this.speed);
      if (this.#buffered === 0 && this.#hasSound) this.#dryAt ??= this.#at;
    }
    if ((this.#seeks[0] ?? Infinity) > this.#at) return false;
    this.#seeks.shift();
    this.#buffered = 0;
    this.#hasSound = false;
    this.#dryAt = null;
    return true;
  }

  endGap(): void {
    if (this.#dryAt !== null && this.#at > this.#dryAt) {
      this.gaps.push({ at: this.#dryAt, seconds: this.#at - this.#dryAt });
    }
    this.#dryAt = null;
  }
}
