/** The engine worker at arm's length: nothing it does or fails to do can hold up the caller. */
import type { Clock } from '../base/clock';
import { isCancelled, SottoError, cancelled } from '../base/errors';
import type { JobId } from '../base/ids';
import type { EngineInfo, SynthesisOptions } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { EngineApi, EngineLoadRequest, EngineOutput } from '../contracts/workers';
import { connectWorker, type WorkerLike, type WorkerLink } from '../rpc/connect';
import { MISSED_BEATS_LOADING } from '../rpc/heartbeat';

export interface EngineLinkOptions {
  readonly clock: Clock;
  /** How long a job given up may go on before the worker is held for stuck and killed. */
  readonly graceMs: number;
}

export interface Job {
  readonly job: JobId;
  readonly utterance: Utterance;
  readonly options: SynthesisOptions;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

export class EngineLink {
  readonly #link: WorkerLink<EngineApi>;
  readonly #options: EngineLinkOptions;
  #isClosed = false;

  constructor(worker: WorkerLike, options: EngineLinkOptions) {
    this.#link = connectWorker<EngineApi>(worker, {
      component: 'engine.worker',
      clock: options.clock,
    });
    this.#options = options;
  }

  onDeath(listener: (error: SottoError) => void): void {
    this.#link.onDeath((error) => {
      if (!this.#isClosed) listener(error);
    });
  }

  /** A hint; whatever keeps it from working will show when the voice is loaded. */
  prepare(request: Omit<EngineLoadRequest, 'voice'>, timeoutMs: number): void {
    const preparing = { operation: 'prepare', timeoutMs, maxMissedBeats: MISSED_BEATS_LOADING };
    this.#link.call((api) => api.prepare(request), preparing).catch(() => undefined);
  }

  load(request: EngineLoadRequest, timeoutMs: number): Promise<EngineInfo> {
    const loading = { operation: 'load', timeoutMs, maxMissedBeats: MISSED_BEATS_LOADING };
    return this.#orClosed(this.#link.call((api) => api.load(request), loading));
  }

  synthesize({ job, utterance, options, timeoutMs, signal }: Job): Promise<EngineOutput> {
    let hasAnswered = false;
    const spoken = this.#link.call(
      (api) =>
        api.synthesize(job, utterance, options).finally(() => {
          hasAnswered = true;
        }),
      { operation: 'synthesize', timeoutMs, signal },
    );
    const watched = spoken.catch((thrown: unknown) => {
      if (!hasAnswered && !this.#link.dead && isGivenUp(thrown)) {
        this.#giveUp(job, () => hasAnswered);
      }
      throw thrown;
    });
    return this.#orClosed(watched);
  }

  /** Ends the worker as if it had died: what is under way fails, and may be tried again. */
  kill(): void {
    this.#link.terminate();
  }

  close(): void {
    if (this.#link.dead) return;
    this.#isClosed = true;
    this.#link.terminate();
  }

  #giveUp(job: JobId, hasAnswered: () => boolean): void {
    const { clock, graceMs } = this.#options;
    const cancelling = { operation: 'cancel', timeoutMs: graceMs };
    this.#link.call((api) => api.cancel(job), cancelling).catch(() => undefined);
    clock.after(graceMs, () => {
      if (!hasAnswered() && !this.#link.dead) this.#link.terminate();
    });
  }

  /** What fails because we closed the link was cancelled, not broken. */
  async #orClosed<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      throw this.#isClosed ? cancelled('call', 'engine') : thrown;
    }
  }
}

function isGivenUp(thrown: unknown): boolean {
  return isCancelled(thrown) || (thrown instanceof SottoError && thrown.kind === 'timeout');
}
