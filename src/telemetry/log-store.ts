/**
 * Keeps the log for later visits. Entries wait in memory and are written in batches; where the disk is
 * full, blocked or missing they stay in memory and nobody is troubled: a log must not be what fails.
 */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import type { LogEntry, LogReader } from '../contracts/health';
import { SEVERITIES, type Log } from './log';
import type { LogDisk } from './log-disk';

export interface LogStoreOptions {
  readonly log: Log;
  readonly disk: LogDisk;
  readonly clock: Clock;
}

export interface LogStore extends LogReader {
  /** Writes what waits; before the page goes. Never rejects. */
  flush(): Promise<void>;
  dispose(): void;
}

const WRITE_AFTER_MS = 2_000;
const WRITE_AT_ENTRIES = 50;
/** After a failure the disk is left alone for a while. */
const REST_MS = 60_000;
const MAX_WAITING = 500;
const DISK_DEADLINE_MS = 5_000;

export function createLogStore(options: LogStoreOptions): LogStore {
  return new BatchingLogStore(options);
}

class BatchingLogStore implements LogStore {
  readonly #log: Log;
  readonly #disk: LogDisk;
  readonly #clock: Clock;
  readonly #stopListening: () => void;
  #waiting: LogEntry[];
  #writing: Promise<void> | null = null;
  #restsUntilMs = 0;
  #stopTimer: (() => void) | null = null;

  constructor({ log, disk, clock }: LogStoreOptions) {
    this.#log = log;
    this.#disk = disk;
    this.#clock = clock;
    this.#waiting = [...log.records];
    this.#stopListening = log.onRecord((record) => this.#take(record));
    if (this.#waiting.length > 0) this.#writeLater(WRITE_AFTER_MS);
  }

  async read(filter: Parameters<LogReader['read']>[0] = {}): Promise<LogEntry[]> {
    await this.flush();
    const stored = await this.#within(this.#disk.read(), 'read').catch(() => []);
    const floor = SEVERITIES.indexOf(filter.atLeast ?? 'debug');
    const entries = [...stored, ...this.#waiting].filter(
      ({ severity }) => SEVERITIES.indexOf(severity) >= floor,
    );
    return filter.limit === undefined
      ? entries
      : entries.slice(Math.max(0, entries.length - filter.limit));
  }

  onEntry(listener: (entry: LogEntry) => void): () => void {
    return this.#log.onRecord(listener);
  }

  async exportLines(): Promise<Blob> {
    const lines = (await this.read()).map((entry) => `${JSON.stringify(entry)}\n`);
    return new Blob(lines, { type: 'application/x-ndjson' });
  }

  async clear(): Promise<void> {
    await this.#writing;
    this.#waiting = [];
    this.#log.clear();
    await this.#within(this.#disk.clear(), 'clear').catch(() => undefined);
  }

  async flush(): Promise<void> {
    await this.#writing;
    if (this.#waiting.length === 0 || this.#clock.now() < this.#restsUntilMs) return;
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
    await this.#writing;
  }

  dispose(): void {
    this.#stopListening();
    this.#stopTimer?.();
    void this.flush().then(() => this.#disk.close());
  }

  #take(entry: LogEntry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    if (this.#waiting.length >= WRITE_AT_ENTRIES && this.#writing === null) void this.flush();
    this.#writeLater(WRITE_AFTER_MS);
  }

  #writeLater(ms: number): void {
    this.#stopTimer ??= this.#clock.after(ms, () => {
      this.#stopTimer = null;
      void this.flush();
    });
  }

  async #write(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      await this.#within(this.#disk.append(batch), 'append');
    } catch {
      this.#waiting = [...batch, ...this.#waiting].slice(-MAX_WAITING);
      this.#restsUntilMs = this.#clock.now() + REST_MS;
      this.#writeLater(REST_MS);
    }
  }

  #within<T>(work: Promise<T>, operation: string): Promise<T> {
    const context = { operation, component: 'log-store', clock: this.#clock };
    return withDeadline(work, DISK_DEADLINE_MS, context);
  }
}
