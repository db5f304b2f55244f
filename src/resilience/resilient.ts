/** A ladder of voices as one Synthesizer: whatever fails, the utterance is spoken. */
import { orAborted, throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import { asSottoError, cancelled, isCancelled, type SottoError } from '../base/errors';
import { Emitter } from '../base/events';
import type {
  FailureType,
  LadderEvent,
  Recovery,
  RecoveryRecord,
  Rung,
  SafeSynthesizer,
  SynthesizerHealth,
} from '../contracts/resilience';
import type {
  Circumstances,
  EngineInfo,
  ModelState,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
} from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import { failureOf } from './classify';
import { modelState, sameModelState } from './model-state';
import { Repair } from './repair';
import { RungKeeper, type RungFactories } from './rung-keeper';
import { SpotCheck } from './spot-check';
import { Telling, type LadderPolicy } from './telling';
import { createTools, type TargetedTools } from './tools';
import { Tuning } from './tuning';

export interface Surroundings {
  readonly webgpuAvailable: boolean;
  readonly crossOriginIsolated: boolean;
}

export interface ResilientOptions {
  readonly id: string;
  readonly rungs: RungFactories;
  readonly policy: LadderPolicy;
  readonly recovery: Recovery;
  readonly repairWeights: (signal: AbortSignal) => Promise<void>;
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
}

const WARM_FORMANT_AFTER_MS = 4000;

/** Nobody waits, nothing strains the device. */
const UNHURRIED: Circumstances = { secondsUntilGap: () => Infinity, level: () => 'normal' };

export class Resilient implements SafeSynthesizer {
  readonly id: string;
  readonly tools: TargetedTools;
  readonly #options: ResilientOptions;
  readonly #events = new Emitter<{ state: ModelState; event: LadderEvent }>();
  readonly #rungs: RungKeeper;
  readonly #repair: Repair;
  readonly #spotCheck: SpotCheck;
  readonly #tuning = new Tuning();
  #state: ModelState = { kind: 'uninitialized' };
  #loading: Promise<EngineInfo> | null = null;
  #failure: SottoError | null = null;
  #lastError: SottoError | null = null;
  #errorCount = 0;
  #isFormantWarm = false;
  #lastSpoken: { readonly rung: Rung; readonly timestamp: number } | null = null;

  constructor(options: ResilientOptions) {
    const { clock, recovery, repairWeights } = options;
    this.id = options.id;
    this.#options = options;
    this.#rungs = new RungKeeper(options.rungs, () => this.#settleState());
    const rungs = this.#rungs;
    this.tools = createTools({ rungs, tuning: this.#tuning, clock, repairWeights });
    const emit = (event: LadderEvent) => this.#note(event);
    const { tools } = this;
    this.#repair = new Repair({ rungs, recovery, tools, tuning: this.#tuning, clock, emit });
    this.#spotCheck = new SpotCheck({
      rungs,
      clock,
      onDifference: (error) => {
        const failure = 'hardwareOptimizationFailure';
        emit({
          kind: 'failed',
          utteranceId: null,
          rung: 'chosen',
          manner: 'plain',
          failure,
          error,
        });
        this.#repair.lost('chosen', failure, error);
      },
    });
    // Made at once: its worker gets its runtime ready while the voice may still be on its way.
    rungs.synthesizer('chosen');
  }

  get state(): ModelState {
    return this.#state;
  }

  onState(listener: (state: ModelState) => void): () => void {
    return this.#events.on('state', listener);
  }

  onEvent(listener: (event: LadderEvent) => void): () => void {
    return this.#events.on('event', listener);
  }

  async load(signal?: AbortSignal): Promise<EngineInfo> {
    throwIfAborted(signal, 'load', 'ladder');
    this.#repair.isDisposed = false;
    this.#loading ??= this.#loadBest().finally(() => (this.#loading = null));
    return orAborted(this.#loading, signal, 'load', 'ladder');
  }

  async *synthesize(
    utterance: Utterance,
    options: SynthesisOptions,
    signal?: AbortSignal,
    circumstances: Circumstances = UNHURRIED,
  ): AsyncGenerator<PcmChunk, SynthesisResult> {
    this.#repair.isDisposed = false;
    if (Number.isFinite(circumstances.secondsUntilGap())) this.#keepFormantWarm();
    const { policy, clock, random } = this.#options;
    const emit = (event: LadderEvent) => this.#note(event);
    const parts = { rungs: this.#rungs, repair: this.#repair, spotCheck: this.#spotCheck };
    const deps = { ...parts, policy, clock, random, emit };
    return yield* new Telling(deps, { utterance, options, circumstances, signal }).run();
  }

  getHealth(): SynthesizerHealth {
    const { surroundings, policy } = this.#options;
    const info = this.#rungs.info('chosen');
    return {
      state: this.#state.kind,
      errorCount: this.#errorCount,
      lastError: this.#lastError,
      lastSuccessfulSynthesis: this.#lastSpoken?.timestamp ?? null,
      modelLoaded: info !== null,
      configLoaded: info !== null,
      voiceReady: info !== null,
      ...surroundings,
      threads: info?.threads ?? 0,
      fallbackEnabled: policy.enableFallback,
      activeRung: this.#activeRung,
      rungs: this.#rungs.states,
    };
  }

  async reload(): Promise<boolean> {
    this.#tuning.reset();
    this.tools.target = 'chosen';
    this.#rungs.release('chosen');
    try {
      await this.#rungs.synthesizer('chosen').load();
      this.#rungs.set('chosen', { kind: 'up' });
      this.#repair.tellMove('asked', null);
      return true;
    } catch (thrown) {
      this.#lastError = asSottoError(thrown, { operation: 'reload', component: 'ladder' });
      return false;
    }
  }

  recover(failure: FailureType, trigger: RecoveryRecord['trigger']): Promise<RecoveryRecord> {
    return this.#repair.recover(failure, trigger);
  }

  dispose(): void {
    this.#repair.isDisposed = true;
    this.#failure = null;
    this.#lastSpoken = null;
    this.#isFormantWarm = false;
    this.#rungs.releaseAll();
    this.#settleState();
  }

  /** While somebody listens the voice that must answer at once is loaded, in a moment that is not the first. */
  #keepFormantWarm(): void {
    if (this.#isFormantWarm || !this.#rungs.has('formant')) return;
    this.#isFormantWarm = true;
    this.#options.clock.after(WARM_FORMANT_AFTER_MS, () => this.#warmFormant());
  }

  #warmFormant(): void {
    if (this.#repair.isDisposed || !this.#rungs.has('formant')) return;
    // What keeps it from being ready is found out when it is to speak.
    this.#rungs
      .synthesizer('formant')
      .load()
      .catch(() => undefined);
  }

  /** The first rung that can be made ready; what cannot is repaired while the next one speaks. */
  async #loadBest(): Promise<EngineInfo> {
    this.#failure = null;
    for (;;) {
      const rung = this.#repair.active;
      const generation = this.#rungs.generation(rung);
      try {
        return await this.#rungs.synthesizer(rung).load();
      } catch (thrown) {
        const error = asSottoError(thrown, { operation: 'load', component: 'ladder' });
        if (this.#repair.isDisposed) throw cancelled('load', 'ladder');
        if (this.#rungs.generation(rung) !== generation) continue;
        this.#failedToLoad(rung, error);
      }
    }
  }

  #failedToLoad(rung: Rung, error: SottoError): void {
    const failure = failureOf(error);
    const { enableFallback } = this.#options.policy;
    if (failure === null || !enableFallback || rung === 'silence') {
      if (!isCancelled(error)) this.#failure = error;
      this.#settleState();
      throw error;
    }
    this.#note({ kind: 'failed', utteranceId: null, rung, manner: 'plain', failure, error });
    this.#repair.lost(rung, failure, error);
    if (rung === 'formant') this.#rungs.down('formant', failure, this.#options.clock.now());
  }

  get #activeRung(): Rung {
    const best = this.#repair.active;
    return best === 'chosen' ? (this.#lastSpoken?.rung ?? best) : best;
  }

  #note(event: LadderEvent): void {
    switch (event.kind) {
      case 'failed':
        this.#errorCount++;
        this.#lastError = event.error;
        // Within the first seconds it is not there yet, and is wanted as soon as what is queued has been heard.
        if (this.#isFormantWarm && event.rung === 'chosen') this.#warmFormant();
        break;
      case 'spoke':
        this.#lastSpoken = { rung: event.rung, timestamp: event.result.timestamp };
        break;
      case 'late':
      case 'moved':
        break;
    }
    this.#events.emit('event', event);
    this.#settleState();
  }

  #settleState(): void {
    const rung = this.#activeRung;
    const next = modelState({
      failure: this.#failure,
      rung,
      info: this.#rungs.has(rung) ? this.#rungs.info(rung) : null,
      chosen: this.#rungs.synthesizer('chosen').state.kind,
      isBroken: this.#rungs.state('chosen').kind !== 'up',
    });
    if (sameModelState(this.#state, next)) return;
    this.#state = next;
    this.#events.emit('state', next);
  }
}
