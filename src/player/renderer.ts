/**
 * What runs on the audio thread: ring to stretcher to tape to ear. No allocation, no locks; every
 * beginning and every end of sound is a 5 ms ramp.
 */
import { unreachable } from '../base/never';
import type { Report } from './channel';
import type { RingReader } from './ring';
import { Tape, type PullSource } from './tape';

export const RAMP_SECONDS = 0.005;
const REPORT_SECONDS = 0.1;
/** Reports go on this long after the sound stopped, so that output latency can run out. */
const IDLE_REPORT_SECONDS = 1;
/** After running dry, this much must be there before sound starts again: no stutter. */
const RESTART_SECONDS = 0.1;
/** The largest render quantum that is rendered in one go. */
const TAPE_QUANTUM = 512;

/** The time-stretcher, as far as it is needed here (audio/stretch.ts). */
export interface TimeStretcher extends PullSource {
  speed: number;
  /** Source samples that the output so far stands for. */
  readonly position: number;
  reset(position: number): void;
}

type Mode = 'silent' | 'sounding' | 'fadingOut';

export class Renderer {
  readonly #reader: RingReader;
  readonly #stretcher: TimeStretcher;
  readonly #post: (report: Report) => void;
  readonly #rampFrames: number;
  readonly #reportFrames: number;
  readonly #idleReportFrames: number;
  readonly #restartSamples: number;
  readonly #tape: Tape;
  readonly #report: Report;
  #mode: Mode = 'silent';
  /** Gain in ramp frames, 0 to `#rampFrames`: rises while sounding, falls while fading out. */
  #gainFrames = 0;
  #fadeFrame = 0;
  #flushing = false;
  /** Ran dry before the end and waits for more. */
  #starved = false;
  /** Ended, and the stretcher has nothing left. */
  #exhausted = false;
  #framesSinceReport = 0;
  #reportDue = false;

  /** @param post Called with the same object each time: copy what is to be kept. */
  constructor(
    reader: RingReader,
    stretcher: TimeStretcher,
    sampleRate: number,
    post: (report: Report) => void,
  ) {
    this.#reader = reader;
    this.#stretcher = stretcher;
    this.#post = post;
    this.#rampFrames = Math.round(RAMP_SECONDS * sampleRate);
    this.#reportFrames = Math.round(REPORT_SECONDS * sampleRate);
    this.#idleReportFrames = Math.round(IDLE_REPORT_SECONDS * sampleRate);
    this.#restartSamples = Math.round(RESTART_SECONDS * sampleRate);
    this.#tape = new Tape(this.#rampFrames + TAPE_QUANTUM);
    this.#report = {
      generation: reader.generation,
      position: 0,
      consumed: 0,
      idleFrames: 0,
      underruns: 0,
      sounding: false,
      drained: false,
    };
  }

  /** Fills `out` with the next frames of sound or silence. */
  render(out: Float32Array): void {
    this.#flushing = this.#reader.poll();
    this.#stretcher.speed = this.#reader.speed;
    for (let done = 0; done < out.length;) done = this.#step(out, done);
    this.#framesSinceReport += out.length;
    this.#updateReport();
  }

  /** Renders from `from` until something changes; returns how far it came. */
  #step(out: Float32Array, from: number): number {
    switch (this.#mode) {
      case 'silent':
        return this.#renderSilent(out, from);
      case 'sounding':
        return this.#renderSounding(out, from);
      case 'fadingOut':
        return this.#renderFade(out, from);
      default:
        return unreachable(this.#mode);
    }
  }

  #renderSilent(out: Float32Array, from: number): number {
    if (this.#flushing) this.#acceptFlush();
    if (this.#mayStart() && this.#playable(1) > 0) {
      this.#starved = false;
      this.#setMode('sounding');
      return from;
    }
    out.fill(0, from);
    this.#report.idleFrames += out.length - from;
    return out.length;
  }

  #mayStart(): boolean {
    if (!this.#reader.playing) return false;
    const { available, ended } = this.#reader;
    return !this.#starved || ended || available >= this.#restartSamples;
  }

  #renderSounding(out: Float32Array, from: number): number {
    if (this.#flushing || !this.#reader.playing) return this.#startFade(from);
    const count = Math.min(out.length - from, TAPE_QUANTUM);
    const ready = Math.min(count, this.#playable(count));
    if (ready <= 0) {
      this.#starved = !this.#exhausted;
      if (this.#starved) this.#report.underruns++;
      return this.#startFade(from);
    }
    for (let i = 0; i < ready; i++) {
      if (this.#gainFrames < this.#rampFrames) this.#gainFrames++;
      out[from + i] = this.#tape.peek(i) * (this.#gainFrames / this.#rampFrames);
    }
    this.#tape.advance(ready);
    this.#report.idleFrames = 0;
    return from + ready;
  }

  /** Samples that may be used up now: a ramp's worth stays on the tape until the very end. */
  #playable(count: number): number {
    const filled = this.#tape.fill(this.#stretcher, this.#rampFrames + count);
    this.#exhausted = !filled && this.#reader.ended;
    return this.#exhausted ? this.#tape.length : this.#tape.length - this.#rampFrames;
  }

  #startFade(from: number): number {
    this.#fadeFrame = 0;
    this.#setMode('fadingOut');
    return from;
  }

  #renderFade(out: Float32Array, from: number): number {
    let i = from;
    while (i < out.length && this.#gainFrames > 0) {
      this.#gainFrames--;
      out[i++] = this.#tape.peek(this.#fadeFrame++) * (this.#gainFrames / this.#rampFrames);
    }
    this.#report.idleFrames += i - from;
    if (this.#gainFrames === 0) this.#setMode('silent');
    return i;
  }

  #acceptFlush(): void {
    this.#reader.acceptFlush();
    this.#stretcher.reset(this.#reader.consumed);
    this.#tape.clear();
    this.#flushing = this.#reader.poll();
    this.#starved = false;
    this.#exhausted = false;
    this.#report.position = this.#reader.consumed;
    this.#reportDue = true;
  }

  #setMode(mode: Mode): void {
    this.#mode = mode;
    this.#reportDue = true;
  }

  #updateReport(): void {
    const report = this.#report;
    const ahead = this.#tape.length * this.#stretcher.speed;
    // A change of speed revalues what lies on the tape; what was heard stays heard.
    report.position = Math.max(report.position, this.#stretcher.position - ahead);
    report.generation = this.#reader.generation;
    report.consumed = this.#reader.consumed;
    report.sounding = this.#mode !== 'silent';
    const drained = this.#mode === 'silent' && this.#exhausted && this.#tape.length === 0;
    if (drained !== report.drained) this.#reportDue = true;
    report.drained = drained;
    const telling = report.sounding || report.idleFrames <= this.#idleReportFrames;
    if (!this.#reportDue && !(telling && this.#framesSinceReport >= this.#reportFrames)) return;
    this.#reportDue = false;
    this.#framesSinceReport = 0;
    this.#post(report);
  }
}
