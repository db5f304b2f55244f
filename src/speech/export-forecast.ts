import type { Clock } from '../base/clock';
import type {
  ExportProgress,
  ExportRequest,
  ExportTally,
  KeptExport,
  WritingProgress,
} from '../contracts/export';

/** Seconds of sound that are encoded in a second; a first guess, before the encoder is heard of. */
const ENCODING_SPEED = 30;
/** Nothing is foretold from less, in milliseconds: the voice may still be on its way. */
const ENOUGH_MS = 3000;

/** How far an export is and how long it will still take, judged by this run alone. */
export class Forecast {
  readonly #request: ExportRequest;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  /** Characters spoken before this run. */
  readonly #before: number;

  constructor(
    { request, tally }: Pick<KeptExport, 'request'> & { readonly tally?: ExportTally },
    clock: Clock,
  ) {
    this.#request = request;
    this.#clock = clock;
    this.#startedAtMs = clock.now();
    this.#before = tally === undefined ? 0 : this.#done(tally);
  }

  speaking(tally: ExportTally): ExportProgress {
    const total = this.#total;
    const done = this.#done(tally);
    const leftSeconds = this.#left(done - this.#before, total - done);
    const sound = done === 0 ? 0 : (tally.seconds * total) / done;
    return {
      stage: 'speaking',
      done,
      total,
      words: tally.words,
      seconds: tally.seconds,
      bytes: tally.bytes,
      leftSeconds: leftSeconds === null ? null : leftSeconds + sound / ENCODING_SPEED,
    };
  }

  /** @param done Clauses that were spoken again. */
  mending(tally: ExportTally, done: number, total: number): ExportProgress {
    const leftSeconds = this.#left(done, total - done);
    const { words, seconds, bytes } = tally;
    return { stage: 'speaking', done, total, words, seconds, bytes, leftSeconds };
  }

  writing({ samples, totalSamples, bytes }: WritingProgress): ExportProgress {
    const leftSeconds = this.#left(samples, totalSamples - samples);
    return { stage: 'writing', done: samples, total: totalSamples, bytes, leftSeconds };
  }

  get #total(): number {
    const { start, end } = this.#request.range;
    return Math.max(1, end - start);
  }

  #done({ last }: ExportTally): number {
    const { start, end } = this.#request.range;
    return last === null ? 0 : Math.max(0, Math.min(last.span.end, end) - start);
  }

  #left(done: number, rest: number): number | null {
    const elapsedMs = this.#clock.now() - this.#startedAtMs;
    if (done <= 0 || elapsedMs < ENOUGH_MS) return null;
    return ((elapsedMs / 1000) * rest) / done;
  }
}
