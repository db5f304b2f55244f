/**
 * Structured log records in a bounded memory. A record holds codes and numbers only: its types leave
 * no place for what the listener wrote.
 */
import { isCancelled, SottoError, type ErrorKind } from '../base/errors';
import type { Id } from '../base/ids';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A string that is written in our source, never one that was made at run time. */
export type Literal<Text extends string> = string extends Text ? never : Text;
export type Code = Id<'code'>;
export type LogValue = number | boolean | null | Code | Id<'voice'> | Id<'job'> | Id<'utterance'>;
export type LogFields = Readonly<Record<string, LogValue>>;

export interface LogRecord {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly level: LogLevel;
  readonly component: string;
  readonly event: string;
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
  readonly minLevel?: LogLevel;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const CAPACITY = 500;
const MAX_CAUSES = 8;

export function code<Text extends string>(text: Literal<Text>): Code {
  return text as string as Code;
}

export class Log {
  readonly #timestamp: () => number;
  readonly #capacity: number;
  readonly #minLevel: number;
  readonly #records: LogRecord[] = [];
  /** Where the next record goes once the memory is full. */
  #next = 0;

  constructor({ timestamp, capacity = CAPACITY, minLevel = 'info' }: LogOptions) {
    this.#timestamp = timestamp;
    this.#capacity = capacity;
    this.#minLevel = LEVELS.indexOf(minLevel);
  }

  /** The log of one component. */
  for<Component extends string>(component: Literal<Component>): ComponentLog {
    return new ComponentLog(component, (record) => this.#add(record));
  }

  /** Oldest first. */
  get records(): readonly LogRecord[] {
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
  }

  #add(record: Omit<LogRecord, 'timestamp'>): void {
    if (LEVELS.indexOf(record.level) < this.#minLevel) return;
    const stamped = { timestamp: this.#timestamp(), ...record };
    if (this.#records.length < this.#capacity) {
      this.#records.push(stamped);
      return;
    }
    this.#records[this.#next] = stamped;
    this.#next = (this.#next + 1) % this.#capacity;
  }
}

class ComponentLog {
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

  warn<Event extends string>(event: Literal<Event>, thrown: unknown, fields: LogFields = {}): void {
    this.#write('warn', event, fields, describeError(thrown));
  }

  error<Event extends string>(
    event: Literal<Event>,
    thrown: unknown,
    fields: LogFields = {},
  ): void {
    this.#write('error', event, fields, describeError(thrown));
  }

  #write(level: LogLevel, event: string, fields: LogFields, error: LoggedError | null): void {
    this.#add({ level, component: this.#component, event, fields, error });
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
