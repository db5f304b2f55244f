import type { Clock } from '../base/clock';
import { Emitter } from '../base/events';
import type {
  FailureType,
  Recovery,
  RecoveryAction,
  RecoveryRecord,
  RecoveryStatus,
  RecoveryTools,
} from '../contracts/resilience';
import type { RecoveryLane } from './recovery-lane';
import { RecoveryLanes } from './recovery-lanes';
import { runActions } from './recovery-run';
import { LIMITS, STRATEGIES, type Limits } from './strategies';

export interface RecoveryDeps {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly limits?: Limits;
}

interface Request {
  readonly failure: FailureType | null;
  readonly actions: readonly RecoveryAction[];
  readonly trigger: RecoveryRecord['trigger'];
  readonly tools: RecoveryTools;
}

type Lane = RecoveryLane<RecoveryRecord>;

/** Finished records that are kept. */
const HISTORY = 50;

export function createRecovery(deps: RecoveryDeps): Recovery {
  return new RecoveryManager(deps);
}

class RecoveryManager implements Recovery {
  readonly #deps: RecoveryDeps;
  readonly #emitter = new Emitter<{ status: RecoveryStatus }>();
  readonly #lanes: RecoveryLanes;
  readonly #running: RecoveryRecord[] = [];
  #history: readonly RecoveryRecord[] = [];
  #nextId = 1;
  #stop = new AbortController();
  #stopTimer = () => {};

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
    this.#lanes = new RecoveryLanes(deps, deps.limits ?? LIMITS);
  }

  get status(): RecoveryStatus {
    const [running = null] = this.#running;
    return { running, history: this.#history, breakers: this.#lanes.breakers };
  }

  onChange(listener: (status: RecoveryStatus) => void): () => void {
    return this.#emitter.on('status', listener);
  }

  recover(
    failure: FailureType,
    trigger: RecoveryRecord['trigger'],
    tools: RecoveryTools,
  ): Promise<RecoveryRecord> {
    const lane = this.#lanes.of(tools);
    const joined = lane.pending(failure);
    if (joined !== undefined) return joined;
    const request = { failure, actions: STRATEGIES[failure], trigger, tools };
    const isRefused =
      trigger !== 'asked' && lane.breaker(failure, this.#deps.clock.now()).kind === 'open';
    return isRefused ? Promise.resolve(this.#refuse(request)) : this.#enqueue(failure, request);
  }

  act(
    action: RecoveryAction,
    trigger: RecoveryRecord['trigger'],
    tools: RecoveryTools,
  ): Promise<RecoveryRecord> {
    const joined = this.#lanes.of(tools).pending(action);
    return joined ?? this.#enqueue(action, { failure: null, actions: [action], trigger, tools });
  }

  reset(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#lanes.reset();
    this.#changed();
  }

  #enqueue(key: string, request: Request): Promise<RecoveryRecord> {
    const { signal } = this.#stop;
    const lane = this.#lanes.of(request.tools);
    return lane.enqueue(key, (before) => this.#run(request, lane, before, signal));
  }

  async #run(
    request: Request,
    lane: Lane,
    before: RecoveryRecord | null,
    signal: AbortSignal,
  ): Promise<RecoveryRecord> {
    const { clock } = this.#deps;
    const startedMs = clock.now();
    let record: RecoveryRecord = this.#record(request, 'running');
    this.#show(null, record);
    const change = (difference: Partial<RecoveryRecord>) => {
      const changed = { ...record, ...difference, durationMs: clock.now() - startedMs };
      this.#show(record, changed);
      record = changed;
    };
    const run = {
      actions: actionsFor(request, before),
      tools: request.tools,
      signal,
      onAttempt: (attempt: RecoveryRecord['attempts'][number]) =>
        change({ attempts: [...record.attempts, attempt] }),
    };
    const outcome = await runActions(run, this.#deps);
    if (request.failure !== null && !signal.aborted) {
      lane.attempted(request.failure, outcome === 'recovered', clock.now());
    }
    change({ outcome });
    return record;
  }

  #refuse(request: Request): RecoveryRecord {
    const record = this.#record(request, 'refused');
    this.#show(null, record);
    return record;
  }

  #record({ failure, trigger }: Request, outcome: RecoveryRecord['outcome']): RecoveryRecord {
    const id = `recovery-${this.#nextId++}`;
    const startedAt = this.#deps.timestamp();
    return { id, failure, trigger, startedAt, durationMs: 0, attempts: [], outcome };
  }

  /** Puts a record in the place of its earlier self. */
  #show(earlier: RecoveryRecord | null, record: RecoveryRecord): void {
    const index = earlier === null ? -1 : this.#running.indexOf(earlier);
    if (index >= 0) this.#running.splice(index, 1);
    if (record.outcome === 'running') this.#running.push(record);
    else this.#history = [record, ...this.#history].slice(0, HISTORY);
    this.#changed();
  }

  #changed(): void {
    this.#emitter.emit('status', this.status);
    this.#tellNextChange();
  }

  /** Breakers change with time alone; whoever watches is to see it. */
  #tellNextChange(): void {
    this.#stopTimer();
    const waitMs = this.#lanes.nextChangeInMs;
    this.#stopTimer =
      waitMs === null ? () => {} : this.#deps.clock.after(waitMs, () => this.#changed());
  }
}

/** One loss shows as several failures: what waited for a repair that helped first looks whether it is needed. */
function actionsFor(request: Request, before: RecoveryRecord | null): readonly RecoveryAction[] {
  const isRepaired = request.failure !== null && before?.outcome === 'recovered';
  if (!isRepaired || request.actions[0] === 'healthCheck') return request.actions;
  return ['healthCheck', ...request.actions];
}
