/** One utterance on its way down the ladder, until every word of it was spoken once. */
import { pause } from '../base/abort';
import type { Clock } from '../base/clock';
import type { SottoError } from '../base/errors';
import { asSottoError, cancelled, isCancelled } from '../base/errors';
import { unreachable } from '../base/never';
import type { LadderEvent, Manner, Rung } from '../contracts/resilience';
import type {
  Circumstances,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
} from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import { simplify, sliceUtterance } from '../text/slice';
import { attempt, isLate, isStuck } from './attempt';
import { Account } from './account';
import { failureOf } from './classify';
import { decide } from './decide';
import { patienceMs, seemsStuck, stuckAfterMs } from './patience';
import type { Repair } from './repair';
import type { RungKeeper } from './rung-keeper';
import type { SpotCheck } from './spot-check';

export interface LadderPolicy {
  /** Tries again on one rung, for one utterance. */
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly enableFallback: boolean;
}

export interface LadderDeps {
  readonly rungs: RungKeeper;
  readonly repair: Repair;
  readonly spotCheck: SpotCheck;
  readonly policy: LadderPolicy;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly emit: (event: LadderEvent) => void;
}

export interface TellingTask {
  readonly utterance: Utterance;
  readonly options: SynthesisOptions;
  readonly circumstances: Circumstances;
  readonly signal: AbortSignal | undefined;
}

interface Try {
  readonly rung: Rung;
  readonly manner: Manner;
}

const NEURAL_RUNGS: readonly Rung[] = ['chosen', 'wasm', 'smaller'];
/** Words at once when an utterance is tried in pieces. */
const PIECE_WORDS = 5;
const SIMPLE_STEPS = 2;
/** How often a rung may be let go of by others under one utterance, before that counts as a failure. */
const MAX_INTERRUPTIONS = 4;

export class Telling {
  readonly #deps: LadderDeps;
  readonly #task: TellingTask;
  readonly #account: Account;
  readonly #failures = new Map<Rung, number>();
  readonly #excluded = new Set<Rung>();
  #interruptions = 0;
  #lateFormants = 0;
  /** Words that were yielded and are not to be said again. */
  #spokenWords = 0;
  /** The sound of the whole utterance, when it was made in one piece. */
  #whole: PcmChunk | null = null;

  constructor(deps: LadderDeps, task: TellingTask) {
    this.#deps = deps;
    this.#task = task;
    this.#account = new Account(task.utterance);
  }

  async *run(): AsyncGenerator<PcmChunk, SynthesisResult> {
    let next: Try = { rung: await this.#pick(), manner: 'plain' };
    for (;;) {
      const generation = this.#deps.rungs.generation(next.rung);
      try {
        yield* this.#try(next);
        return this.#done(next.rung);
      } catch (thrown) {
        next = await this.#after(thrown, next, generation);
      }
    }
  }

  async *#try({ rung, manner }: Try): AsyncGenerator<PcmChunk, void> {
    const { utterance, circumstances, signal } = this.#task;
    const { rungs, clock, policy } = this.#deps;
    const isFirstTry = this.#spokenWords === 0;
    const rest = isFirstTry
      ? utterance
      : sliceUtterance(utterance, this.#spokenWords, utterance.words.length);
    if (rest.words.length === 0 && !isFirstTry) return;
    for (const piece of manner === 'simplified' ? simplify(rest, PIECE_WORDS) : [rest]) {
      const before = this.#spokenWords;
      const chunks = attempt({
        synthesizer: rungs.synthesizer(rung),
        utterance: piece,
        options: this.#options(rung, manner),
        signal,
        clock,
        patienceMs: () => {
          const isLoaded = rungs.info(rung) !== null;
          return policy.enableFallback ? patienceMs(rung, isLoaded, circumstances) : Infinity;
        },
        stuckAfterMs: () => {
          // A device that is overrun lets the formant voice wait, too: below it there is only silence.
          if (rung === 'formant' && this.#lateFormants > 0) return Infinity;
          const expectedMs = rungs.expectedMs(rung, piece.phonemes.length);
          return stuckAfterMs(rung, rungs.info(rung) !== null, expectedMs);
        },
      });
      let step = await chunks.next();
      for (; !step.done; step = await chunks.next()) {
        this.#advance(step.value);
        if (rung === 'chosen' && piece === utterance) this.#whole = step.value;
        yield rung === 'chosen' ? step.value : { ...step.value, rung };
      }
      this.#spokenWords = before + piece.words.length;
      this.#account.add(step.value);
    }
  }

  /** Another seed: what the model made of this one was perhaps the fault. */
  #options(rung: Rung, manner: Manner): SynthesisOptions {
    const { options } = this.#task;
    const tuned = this.#deps.repair.tune(options);
    const seed = options.seed + (this.#failures.get(rung) ?? 0);
    const steps = manner === 'simplified' ? Math.min(tuned.steps, SIMPLE_STEPS) : tuned.steps;
    return { ...tuned, seed, steps };
  }

  #advance(chunk: PcmChunk): void {
    const end = chunk.words.at(-1)?.span.end;
    if (end === undefined) return;
    const { words } = this.#task.utterance;
    const next = words.findIndex(
      ({ span }, index) => index >= this.#spokenWords && span.start >= end,
    );
    this.#spokenWords = next < 0 ? words.length : next;
  }

  #done(rung: Rung): SynthesisResult {
    const { utterance } = this.#task;
    if (this.#whole?.words.length === utterance.words.length) {
      this.#deps.spotCheck.heard(utterance, this.#options('chosen', 'plain'), this.#whole);
    }
    const result = this.#account.result(rung);
    const { rungs } = this.#deps;
    rungs.spoke(rung, utterance.phonemes.length, result.stages.totalMs);
    this.#deps.emit({ kind: 'spoke', rung, result });
    return result;
  }

  async #after(thrown: unknown, tried: Try, generation: number): Promise<Try> {
    const { rungs } = this.#deps;
    if (this.#task.signal?.aborted || this.#deps.repair.isDisposed) {
      throw cancelled('synthesize', 'ladder');
    }
    const error = asSottoError(thrown, { operation: 'synthesize', component: 'ladder' });
    const wasLetGo = rungs.generation(tried.rung) !== generation;
    if (wasLetGo && this.#interruptions++ < MAX_INTERRUPTIONS) return this.#another();
    // Called off by another hand, such as a download that the listener cancelled.
    if (isCancelled(error) && !wasLetGo) throw error;
    this.#account.failed(error);
    const isLateFormant = tried.rung === 'formant' && isStuck(error);
    if (isLate(error) || isLateFormant) return this.#afterLate(error, tried);
    // What is stuck holds up its worker: a new one is there sooner than that can be told from outside.
    if (isStuck(error)) rungs.discard(tried.rung);
    const failures = (this.#failures.get(tried.rung) ?? 0) + 1;
    this.#failures.set(tried.rung, failures);
    return this.#afterFailure(error, tried, failures);
  }

  /** Slow is not broken, until it is slow for several utterances in a row. */
  #afterLate(error: SottoError, { rung }: Try): Promise<Try> {
    const { emit, repair, rungs } = this.#deps;
    const waitedMs = error.detail.kind === 'timeout' ? error.detail.ms : 0;
    emit({ kind: 'late', utteranceId: this.#task.utterance.id, rung, waitedMs });
    const expectedMs = rungs.expectedMs(rung, this.#task.utterance.phonemes.length);
    repair.late(rung, error, seemsStuck(waitedMs, expectedMs));
    // A worker that closed itself tells nobody, and its missed heartbeats tell too late.
    if (rung === 'formant') {
      this.#lateFormants++;
      rungs.discard(rung);
    }
    // There is no time to try another that computes as much.
    for (const neural of NEURAL_RUNGS) this.#excluded.add(neural);
    return this.#another();
  }

  async #afterFailure(error: SottoError, tried: Try, failures: number): Promise<Try> {
    const { rungs, policy, random, emit, clock, repair } = this.#deps;
    const { utterance, circumstances, signal } = this.#task;
    const failure = failureOf(error);
    if (failure !== null)
      emit({ kind: 'failed', utteranceId: utterance.id, ...tried, failure, error });
    const decision = decide({
      ...tried,
      failure,
      failures,
      lostUtterances: rungs.lostUtterances(tried.rung) + 1,
      secondsUntilGap: circumstances.secondsUntilGap(),
      maxRetries: policy.maxRetries,
      retryDelayMs: policy.retryDelayMs,
      isFallbackEnabled: policy.enableFallback,
      jitter: random(),
    });
    switch (decision.kind) {
      case 'retry':
        await pause(decision.delayMs, clock, signal);
        return { rung: tried.rung, manner: decision.manner };
      case 'descend':
        // A rung that was repaired under this utterance gets one more chance at it, not endless ones.
        if (!decision.isDown || failures > policy.maxRetries + 1) this.#excluded.add(tried.rung);
        repair.lost(tried.rung, decision.isDown ? failure : null, error);
        return this.#another();
      case 'giveUp':
        throw error;
      default:
        return unreachable(decision);
    }
  }

  async #another(): Promise<Try> {
    return { rung: await this.#pick(), manner: 'plain' };
  }

  #pick(): Promise<Rung> {
    const { utterance, circumstances, signal } = this.#task;
    return this.#deps.repair.pick({ utterance, circumstances, excluded: this.#excluded, signal });
  }
}
