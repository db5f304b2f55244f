/** Who speaks next, which rungs are out of order, and when they are tried again. */
import { orAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import type { SottoError } from '../base/errors';
import type {
  FailureType,
  LadderEvent,
  Recovery,
  RecoveryRecord,
  Rung,
} from '../contracts/resilience';
import type { Circumstances, SynthesisOptions } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { RungKeeper } from './rung-keeper';
import { QuietSpell } from './quiet';
import type { TargetedTools } from './tools';
import type { Tuning } from './tuning';

export interface RepairDeps {
  readonly rungs: RungKeeper;
  readonly recovery: Recovery;
  readonly tools: TargetedTools;
  readonly tuning: Tuning;
  readonly clock: Clock;
  readonly emit: (event: LadderEvent) => void;
}

export interface Wanted {
  readonly utterance: Utterance;
  readonly circumstances: Circumstances;
  readonly excluded: ReadonlySet<Rung>;
  readonly signal: AbortSignal | undefined;
}

/** While more than this is queued, a rung that is being repaired is waited for. */
const WAIT_RESERVE_SECONDS = 3;
const LONGEST_WAIT_SECONDS = 20;
/** Utterances in a row that a rung was late for: then it hangs rather than lags. */
const LATE_BEFORE_DOWN = 3;

export class Repair {
  readonly #deps: RepairDeps;
  readonly #quiet: QuietSpell;
  #recovering: Promise<unknown> | null = null;
  #active: Rung = 'chosen';
  isDisposed = false;

  constructor(deps: RepairDeps) {
    this.#deps = deps;
    this.#quiet = new QuietSpell(deps.clock);
  }

  /** Where utterances begin when nothing hurries. */
  get active(): Rung {
    return this.#deps.rungs.usable[0] ?? 'silence';
  }

  tune(options: SynthesisOptions): SynthesisOptions {
    return this.#deps.tuning.apply(options);
  }

  async pick({ utterance, circumstances, excluded, signal }: Wanted): Promise<Rung> {
    this.#retryAfterQuiet();
    const canFormant = this.#deps.rungs.has('formant') && !excluded.has('formant');
    if (canFormant && (utterance.isPlain || circumstances.level() === 'overload')) return 'formant';
    if (!excluded.has('chosen')) await this.#chosenIfInTime(circumstances, signal);
    const usable = this.#deps.rungs.usable.filter((rung) => !excluded.has(rung));
    const isStrained = circumstances.level() === 'critical' && usable.includes('smaller');
    return isStrained
      ? 'smaller'
      : (usable[0] ?? (this.#deps.rungs.has('silence') ? 'silence' : 'chosen'));
  }

  /** @param seemsStuck It was waited for much longer than it ever took: once more, and it is made anew. */
  late(rung: Rung, error: SottoError, seemsStuck: boolean): void {
    // A voice that is still being fetched or loaded has deadlines of its own.
    if (this.#deps.rungs.info(rung) === null) return;
    const enough = seemsStuck ? LATE_BEFORE_DOWN - 1 : LATE_BEFORE_DOWN;
    if (this.#deps.rungs.lost(rung) >= enough) this.#bringDown(rung, 'pipelineError', error);
  }

  /** @param failure Null: it stays up, another speaks for this once. */
  lost(rung: Rung, failure: FailureType | null, error: SottoError): void {
    this.#deps.rungs.lost(rung);
    if (failure !== null) this.#bringDown(rung, failure, error);
  }

  async recover(failure: FailureType, trigger: RecoveryRecord['trigger']): Promise<RecoveryRecord> {
    const { rungs, recovery, tools, clock } = this.#deps;
    rungs.set('chosen', { kind: 'recovering', failure });
    tools.target = 'chosen';
    const running = recovery.recover(failure, trigger, tools);
    this.#recovering = running;
    const record = await running;
    if (this.#recovering === running) this.#recovering = null;
    if (this.isDisposed) return record;
    const isBack = record.outcome === 'recovered' && tools.target === 'chosen';
    if (isBack) {
      rungs.set('chosen', { kind: 'up' });
      this.#quiet.roseAgain();
    } else {
      rungs.down('chosen', failure, clock.now());
    }
    this.tellMove(isBack ? 'recovered' : 'failure', null);
    return record;
  }

  /** A rung that was asked for by hand, or that was left by hand, is not a failure. */
  tellMove(because: 'failure' | 'recovered' | 'asked', error: SottoError | null): void {
    const from = this.#active;
    const to = this.active;
    if (from === to) return;
    this.#active = to;
    this.#deps.emit({ kind: 'moved', from, to, because, error });
  }

  #bringDown(rung: Rung, failure: FailureType, error: SottoError): void {
    const { rungs, clock } = this.#deps;
    if (rung === 'formant' || rung === 'silence' || rungs.state(rung).kind !== 'up') return;
    rungs.down(rung, failure, clock.now());
    rungs.release(rung);
    if (rung === 'chosen') {
      this.#quiet.fell();
      void this.recover(failure, 'automatic');
    }
    this.tellMove('failure', error);
  }

  async #chosenIfInTime(circumstances: Circumstances, signal?: AbortSignal): Promise<void> {
    const { rungs, clock } = this.#deps;
    if (rungs.state('chosen').kind !== 'recovering' || this.#recovering === null) return;
    const spare = circumstances.secondsUntilGap() - WAIT_RESERVE_SECONDS;
    if (spare <= 0) return;
    const waitMs = 1000 * Math.min(spare, LONGEST_WAIT_SECONDS);
    let stopTimer = () => {};
    const passed = new Promise<void>((resolve) => (stopTimer = clock.after(waitMs, resolve)));
    const either = Promise.race([this.#recovering, passed]);
    await orAborted(either, signal, 'synthesize', 'ladder').finally(stopTimer);
  }

  /** No timers: who speaks next looks whether it is time. */
  #retryAfterQuiet(): void {
    const { rungs, clock } = this.#deps;
    for (const rung of ['wasm', 'smaller'] as const) {
      if (!rungs.has(rung)) continue;
      const state = rungs.state(rung);
      if (state.kind === 'down' && this.#quiet.isOver(state.sinceMs))
        rungs.set(rung, { kind: 'up' });
    }
    const chosen = rungs.state('chosen');
    if (chosen.kind !== 'down' || !this.#quiet.isOver(chosen.sinceMs)) return;
    // Not again before it was tried: `recover` dates the state anew.
    rungs.down('chosen', chosen.failure, clock.now());
    void this.recover(chosen.failure, 'automatic').then(({ outcome }) => {
      if (outcome === 'degraded' || outcome === 'failed') this.#quiet.fell();
    });
  }
}
