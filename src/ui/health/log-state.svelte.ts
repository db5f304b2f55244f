import type { Clock } from '../../base/clock';
import { asSottoError } from '../../base/errors';
import type { Unsubscribe } from '../../base/events';
import type { LogEntry, LogReader, LogSeverity } from '../../contracts/health';
import { filterLog, notAmong, numbered, type NumberedEntry } from './log-filter';

/** What is kept here; the file that is downloaded has all. */
const MOST = 5000;
/** What is on the page at once, and what “earlier” adds. */
const PAGE = 200;
/** A burst of lines is one change of the page. */
const FLUSH_MS = 500;

/** The log as it is read: newest last, growing at its end unless the reader stopped it. */
export class LogState {
  atLeast = $state<LogSeverity>('info');
  search = $state('');
  loading = $state(true);
  problem = $state<string | null>(null);
  #all = $state.raw<readonly NumberedEntry[]>([]);
  /** What is shown while the reader is looking at earlier lines. */
  #held = $state.raw<readonly NumberedEntry[] | null>(null);
  #size = $state(PAGE);
  readonly #filter = $derived({ atLeast: this.atLeast, search: this.search });
  readonly matching = $derived(filterLog(this.#held ?? this.#all, this.#filter));
  readonly shown = $derived(this.matching.slice(-this.#size));
  readonly #reader: LogReader;
  readonly #clock: Clock;
  #count = 0;
  #pending: LogEntry[] = [];
  #stopTimer: Unsubscribe | null = null;

  constructor(reader: LogReader, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  get kept(): number {
    return this.#all.length;
  }

  get earlier(): number {
    return this.matching.length - this.shown.length;
  }

  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** Lines that came since the reader stopped the list. */
  get newer(): number {
    if (this.#held === null) return 0;
    const last = this.#held.at(-1)?.number ?? -1;
    return filterLog(
      this.#all.filter(({ number }) => number > last),
      this.#filter,
    ).length;
  }

  follow(): Unsubscribe {
    const stop = this.#reader.onEntry((entry) => this.#take(entry));
    void this.#read();
    return () => {
      stop();
      this.#stopTimer?.();
      this.#stopTimer = null;
    };
  }

  hold(): void {
    this.#held ??= this.#all;
  }

  release(): void {
    this.#held = null;
    this.#size = PAGE;
  }

  showEarlier(): void {
    this.hold();
    this.#size += PAGE;
  }

  async clear(): Promise<void> {
    await this.#reader.clear();
    this.#all = [];
    this.#pending = [];
    this.release();
  }

  async #read(): Promise<void> {
    try {
      const entries = await this.#reader.read({ limit: MOST });
      // What came while reading may have been read as well.
      this.#pending = notAmong(entries.slice(-PAGE), this.#pending);
      this.#all = [];
      this.#append(entries);
    } catch (thrown) {
      const context = { operation: 'read the log', component: 'health' };
      const { message, suggestion } = asSottoError(thrown, context);
      this.problem = `${message} ${suggestion}`;
    }
    this.loading = false;
    this.#flush();
  }

  #take(entry: LogEntry): void {
    this.#pending.push(entry);
    this.#stopTimer ??= this.#clock.after(FLUSH_MS, () => {
      this.#stopTimer = null;
      if (!this.loading) this.#flush();
    });
  }

  #flush(): void {
    const entries = this.#pending;
    this.#pending = [];
    if (entries.length > 0) this.#append(entries);
  }

  #append(entries: readonly LogEntry[]): void {
    const lines = entries.map((entry) => numbered(entry, this.#count++));
    this.#all = [...this.#all, ...lines].slice(-MOST);
  }
}
