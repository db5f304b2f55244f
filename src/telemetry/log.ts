/**
 * Structured log records in a bounded memory. A record holds codes and numbers only: its types leave
 * no place for what the listener wrote.
 */
import { isCancelled, SottoError, type ErrorKind } from '../base/errors';
import { Emitter, type Unsubscribe } from '../base/events';
import type { Id } from '../base/ids';
import type { LogEntry, LogSeverity } from '../contracts/health';

/** A string that is written in our source, never one that was made at run time. */
export type Literal<Text extends string> = string extends Text ? never : Text;
export type Code = Id<'code'>;
export type LogValue = number | boolean | null | Code | Id<'voice'> | Id<'job'> | Id<'utterance'>;
export type LogFields = Readonly<Record<string, LogValue>>;

/** A `LogEntry` that cannot be made with the listener's text in it. */
export interface LogRecord extends LogEntry {
  readonly fields: LogFields;
  readonly error: LoggedError | null;
}

/** An error without its sentences: those of a cause may quote the text that was being read. */
export interface LoggedError {
  readonly kind: ErrorKind;
  readonly operation: string;
  readonly component: string;
  /** Names of the causes, outermost first, e.g. `["QuotaExceededError"]`. */
  readonly causes: readonly string[];
}

export interface LogOptions {
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  /** Records kept; the oldest make way. */
  readonly capacity?: number;
  readonly atLeast?: LogSeverity;
}

export const SEVERITIES: readonly LogSeverity[] = ['debug', 'info', 'warning', 'error', 'critical'];
const CAPACITY = 500;
const MAX_CAUSES = 8;

export function code<Text extends string>(text: Literal<Text>): Code {
  return text as string as Code;
}

export class Log {
  readonly #timestamp: () => number;
  readonly #capacity: number;
  readonly #atLeast: number;
  readonly #emitter = new Emitter<{ record: LogRecord }>();
  readonly #records: LogRecord[] = [];
  /** Where the next record goes once the memory is full. */
  #next = 0;

  constructor({ timestamp, capacity = CAPACITY, atLeast = 'info' }: LogOptions) {
    this.#timestamp = timestamp;
    this.#capacity = capacity;
    this.#atLeast = SEVERITIES.indexOf(atLeast);
  }

  /** The log of one component. */
  for<Component extends string>(component: Literal<Component>): ComponentLog {
    return new ComponentLog(component, (record) => this.#add(record));
  }

  /** Oldest first. */
  get records(): readonly LogRecord[] {
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
  }

  onRecord(listener: (record: LogRecord) => void): Unsubscribe {
    return this.#emitter.on('record', listener);
  }

  clear(): void {
    this.#records.length = 0;
    this.#next = 0;
  }

  #add(record: Omit<LogRecord, 'timestamp'>): void {
    if (SEVERITIES.indexOf(record.severity) < this.#atLeast) return;
    const stamped = { timestamp: this.#timestamp(), ...record };
    this.#keep(stamped);
    this.#emitter.emit('record', stamped);
  }

  #keep(stamped: LogRecord): void {
    if (this.#records.length < this.#capacity) {
      this.#records.push(stamped);
      return;
    }
    this.#records[this.#next] = stamped;
    this.#next = (this.#next + 1) % this.#capacity;
  }
}

export class ComponentLog {
  readonly #component: string;
  readonly #add: (record: Omit<LogRecord, 'timestamp'>) => void;

  constructor(component: string, add: (record: Omit<LogRecord, 'timestamp'>) => void) {
    this.#component = component;
    this.#add = add;
  }

  debug<Event extends string>(event: Literal<Event>, fields: LogFields = {}): void {
    this.#write('debug', event, fields, null);
  }

  info<Event extends string>(event: Literal<Event>, fields: LogFields = {}): void {
    this.#write('info', event, fields, null);
  }

  /** @param thrown Null: it is no error that is told of. */
  warning<Event extends string>(
    event: Literal<Event>,
    thrown: unknown,
    fields: LogFields = {},
  ): void {
    this.#write('warning', event, fields, thrown);
  }

  error<Event extends string>(
    event: Literal<Event>,
    thrown: unknown,
    fields: LogFields = {},
  ): void {
    this.#write('error', event, fields, thrown);
  }

  /** What the listener must be told of. */
  critical<Event extends string>(
    event: Literal<Event>,
    thrown: unknown,
    fields: LogFields = {},
  ): void {
    this.#write('critical', event, fields, thrown);
  }

  #write(severity: LogSeverity, event: string, fields: LogFields, thrown: unknown): void {
    const error = thrown === null ? null : describeError(thrown);
    this.#add({ severity, component: this.#component, event, fields, error });
  }
}

function describeError(thrown: unknown): LoggedError {
  const { operation, component } =
    thrown instanceof SottoError ? thrown : { operation: 'unknown', component: 'unknown' };
  return { kind: kindOf(thrown), operation, component, causes: causeNames(thrown) };
}

function kindOf(thrown: unknown): ErrorKind {
  if (thrown instanceof SottoError) return thrown.kind;
  return isCancelled(thrown) ? 'cancelled' : 'internal';
}

function causeNames(thrown: unknown): string[] {
  const names: string[] = [];
  let cause = thrown instanceof SottoError ? thrown.cause : thrown;
  while (cause instanceof Error && names.length < MAX_CAUSES) {
    names.push(cause.name);
    cause = cause.cause;
  }
  return names;
}
