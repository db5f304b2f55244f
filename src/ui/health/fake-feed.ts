/** A health feed that plays a scene; for tests and the gallery only. */
import { SottoError } from '../../base/errors';
import { Emitter } from '../../base/events';
import type {
  HealthFeed,
  HealthSample,
  HealthSnapshot,
  LogEntry,
  LogReader,
  LogSeverity,
  RecoveryApi,
} from '../../contracts/health';
import {
  FAILURE_TYPES,
  type FailureType,
  type RecoveryAction,
  type RecoveryRecord,
  type RecoveryStatus,
} from '../../contracts/resilience';
import { fakeMetrics } from './fake-metrics';
import type { Scene } from './fake-scenes';
import { ACTIONS } from './fake-words';

const SEVERITIES: readonly LogSeverity[] = ['debug', 'info', 'warning', 'error', 'critical'];

interface Events {
  sample: HealthSample;
  snapshot: HealthSnapshot;
  status: RecoveryStatus;
}

export class FakeLogs implements LogReader {
  entries: LogEntry[];
  readonly #events = new Emitter<{ entry: LogEntry }>();

  constructor(entries: readonly LogEntry[]) {
    this.entries = [...entries];
  }

  read(filter: { atLeast?: LogSeverity; limit?: number } = {}): Promise<LogEntry[]> {
    const least = SEVERITIES.indexOf(filter.atLeast ?? 'debug');
    const wanted = this.entries.filter(({ severity }) => SEVERITIES.indexOf(severity) >= least);
    return Promise.resolve(wanted.slice(-(filter.limit ?? wanted.length)));
  }

  onEntry(listener: (entry: LogEntry) => void): () => void {
    return this.#events.on('entry', listener);
  }

  add(entry: LogEntry): void {
    this.entries.push(entry);
    this.#events.emit('entry', entry);
  }

  exportLines(): Promise<Blob> {
    return Promise.resolve(new Blob(this.entries.map((entry) => `${JSON.stringify(entry)}\n`)));
  }

  clear(): Promise<void> {
    this.entries = [];
    return Promise.resolve();
  }
}

export class FakeFeed implements HealthFeed {
  samples: readonly HealthSample[];
  snapshot: HealthSnapshot;
  status: RecoveryStatus;
  readonly logs: FakeLogs;
  readonly recovery: RecoveryApi;
  /** What was asked for, in order. */
  readonly asked: string[] = [];
  /** How the next thing asked for ends; `error` rejects it. */
  next: RecoveryRecord['outcome'] | 'error' = 'recovered';
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;
  readonly #events = new Emitter<Events>();
  readonly #timestamp: () => number;

  constructor(scene: Scene, timestamp: () => number) {
    this.samples = scene.samples;
    this.snapshot = scene.snapshot;
    this.status = scene.status;
    this.logs = new FakeLogs(scene.logs);
    this.#timestamp = timestamp;
    this.recovery = {
      status: () => Promise.resolve(this.status),
      health: async () => {
        await this.#work('check');
        return { ...this.snapshot, timestamp: timestamp(), synthesisFunctional: true };
      },
      trigger: (failure) => this.#recover(`trigger ${failure}`, failure, 'restartPipeline'),
      reset: async () => {
        await this.#work('reset');
        this.setStatus({ breakers: closedBreakers() });
      },
      actions: () => Promise.resolve(ACTIONS),
    };
  }

  act(action: RecoveryAction): Promise<RecoveryRecord> {
    return this.#recover(`act ${action}`, null, action);
  }

  metrics(format: 'text' | 'json' | 'prometheus'): string {
    return fakeMetrics(this.snapshot)[format];
  }

  /** What is asked for from now on does not end until `release`. */
  hold(): void {
    this.#gate = new Promise((resolve) => (this.#open = resolve));
  }

  release(): void {
    this.#open();
  }

  onSample(listener: (sample: HealthSample) => void): () => void {
    return this.#events.on('sample', listener);
  }

  onSnapshot(listener: (snapshot: HealthSnapshot) => void): () => void {
    return this.#events.on('snapshot', listener);
  }

  onStatus(listener: (status: RecoveryStatus) => void): () => void {
    return this.#events.on('status', listener);
  }

  setSnapshot(change: Partial<HealthSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.#events.emit('snapshot', this.snapshot);
  }

  setStatus(change: Partial<RecoveryStatus>): void {
    this.status = { ...this.status, ...change };
    this.#events.emit('status', this.status);
  }

  async #work(what: string): Promise<void> {
    this.asked.push(what);
    await this.#gate;
    if (this.next === 'error') throw refusal(what);
  }

  async #recover(
    what: string,
    failure: FailureType | null,
    action: RecoveryAction,
  ): Promise<RecoveryRecord> {
    const started = {
      id: `asked-${this.asked.length}`,
      failure,
      trigger: 'asked',
      startedAt: this.#timestamp(),
      durationMs: 0,
      attempts: [],
      outcome: 'running',
    } as const;
    this.setStatus({ running: started });
    try {
      await this.#work(what);
    } finally {
      this.setStatus({ running: null });
    }
    const outcome = this.next === 'error' ? 'failed' : this.next;
    const helped = outcome === 'recovered' ? 'helped' : 'didNotHelp';
    const attempts = [{ action, outcome: helped, durationMs: 840, error: null }] as const;
    const record = { ...started, durationMs: 840, attempts, outcome };
    this.setStatus({ history: [record, ...this.status.history] });
    return record;
  }
}

export function closedBreakers(): RecoveryStatus['breakers'] {
  const closed = FAILURE_TYPES.map(
    (failure) => [failure, { kind: 'closed', failures: 0 }] as const,
  );
  return Object.fromEntries(closed) as RecoveryStatus['breakers'];
}

function refusal(operation: string): SottoError {
  return new SottoError(
    'Nothing could be done: no voice is loaded.',
    { kind: 'validation', field: 'voice' },
    { operation, component: 'recovery', suggestion: 'Choose a voice, then try again.' },
  );
}
