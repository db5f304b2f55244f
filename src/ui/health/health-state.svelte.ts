import type { Clock } from '../../base/clock';
import { asSottoError } from '../../base/errors';
import type { Unsubscribe } from '../../base/events';
import type {
  ActionDescription,
  HealthFeed,
  HealthSample,
  HealthSnapshot,
} from '../../contracts/health';
import type {
  FailureType,
  RecoveryAction,
  RecoveryRecord,
  RecoveryStatus,
} from '../../contracts/resilience';
import { recent } from './chart';
import { FAILURE_NAMES, lowerFirst, resultWords, spacedName, STATUS_WORDS } from './words';

/** The charts move once a second: often enough to be live, too seldom to disturb the voice. */
const TICK_MS = 1000;

/** Something a person asked for, which runs now. Recovery does one thing at a time, so there is one. */
export interface Job {
  readonly id: string;
  readonly title: string;
  readonly startedAt: number;
}

export interface Said {
  readonly text: string;
  readonly tone: 'good' | 'bad';
}

interface Time {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  timestamp(): number;
}

/** What the health page and the status chip see of the feed. Values are replaced whole, never proxied. */
export class HealthState {
  readonly feed: HealthFeed;
  snapshot = $state.raw<HealthSnapshot>() as HealthSnapshot;
  status = $state.raw<RecoveryStatus>() as RecoveryStatus;
  samples = $state.raw<readonly HealthSample[]>([]);
  /** Milliseconds since the epoch, as of the last tick. */
  now = $state(0);
  actions = $state.raw<readonly ActionDescription[]>([]);
  job = $state.raw<Job | null>(null);
  said = $state.raw<Said | null>(null);
  readonly #time: Time;
  readonly #stops: readonly Unsubscribe[];

  constructor(feed: HealthFeed, time: Time) {
    this.feed = feed;
    this.#time = time;
    this.snapshot = feed.snapshot;
    this.status = feed.status;
    this.now = time.timestamp();
    this.#stops = [
      feed.onSnapshot((snapshot) => (this.snapshot = snapshot)),
      feed.onStatus((status) => (this.status = status)),
    ];
  }

  get recovering(): boolean {
    return this.status.running !== null;
  }

  /** Keeps time and charts going until the returned function is called; rests while nobody can see them. */
  watch(isVisible: () => boolean): Unsubscribe {
    let stopTimer: Unsubscribe;
    const tick = () => {
      if (isVisible()) this.#look();
      stopTimer = this.#time.clock.after(TICK_MS, tick);
    };
    tick();
    void this.#describe();
    return () => stopTimer();
  }

  nameOf = (action: string): string =>
    this.actions.find((one) => one.action === action)?.title ?? spacedName(action);

  act(action: RecoveryAction): Promise<void> {
    return this.#run(`act ${action}`, this.nameOf(action), () => this.#told(this.feed.act(action)));
  }

  trigger(failure: FailureType): Promise<void> {
    const title = `Recovery for “${lowerFirst(FAILURE_NAMES[failure])}”`;
    return this.#run(`trigger ${failure}`, title, () =>
      this.#told(this.feed.recovery.trigger(failure)),
    );
  }

  reset(): Promise<void> {
    return this.#run('reset', 'Reset the breakers', async () => {
      await this.feed.recovery.reset();
      return { text: 'All breakers are closed; every recovery may be tried again.', tone: 'good' };
    });
  }

  check(): Promise<void> {
    return this.#run('check', 'Check', async () => {
      const snapshot = await this.feed.recovery.health();
      this.snapshot = snapshot;
      return checkResult(snapshot);
    });
  }

  isRunning(id: string): boolean {
    return this.job?.id === id;
  }

  /** Something small that needs no progress; what it returns, or why it failed, is said. */
  async attempt(operation: string, work: () => Promise<string>): Promise<void> {
    try {
      this.said = { text: await work(), tone: 'good' };
    } catch (thrown) {
      this.said = failureOf(thrown, operation);
    }
  }

  hush(): void {
    this.said = null;
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #look(): void {
    this.now = this.#time.timestamp();
    this.samples = recent(this.feed.samples, this.now);
  }

  async #describe(): Promise<void> {
    try {
      this.actions = await this.feed.recovery.actions();
    } catch (thrown) {
      this.said = failureOf(thrown, 'describe');
    }
  }

  async #told(work: Promise<RecoveryRecord>): Promise<Said> {
    const record = await work;
    const tone = record.outcome === 'recovered' ? 'good' : 'bad';
    return { text: resultWords(record, this.nameOf), tone };
  }

  async #run(id: string, title: string, work: () => Promise<Said>): Promise<void> {
    if (this.job !== null) return;
    this.job = { id, title, startedAt: this.#time.timestamp() };
    this.said = null;
    try {
      const { text, tone } = await work();
      this.said = { text: `${title}: ${lowerFirst(text)}`, tone };
    } catch (thrown) {
      this.said = failureOf(thrown, id);
    } finally {
      this.job = null;
    }
  }
}

function checkResult({ status, issues }: HealthSnapshot): Said {
  const found = issues.length === 1 ? '1 issue' : `${issues.length} issues`;
  const text = issues.length === 0 ? STATUS_WORDS[status] : `${STATUS_WORDS[status]}, ${found}`;
  return { text: `${text}.`, tone: status === 'healthy' ? 'good' : 'bad' };
}

function failureOf(thrown: unknown, operation: string): Said {
  const { message, suggestion } = asSottoError(thrown, { operation, component: 'health' });
  return { text: `${message} ${suggestion}`, tone: 'bad' };
}
