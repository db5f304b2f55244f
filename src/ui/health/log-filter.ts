/** Which log lines are wanted, and what a line looks like outside the page. */
import type { LogEntry, LogSeverity } from '../../contracts/health';

const ORDER: readonly LogSeverity[] = ['debug', 'info', 'warning', 'error', 'critical'];

/** A line with a number of its own, so that it keeps its place on the page. */
export interface NumberedEntry {
  readonly number: number;
  readonly entry: LogEntry;
  /** What a search looks through. */
  readonly haystack: string;
}

export interface LogFilter {
  readonly atLeast: LogSeverity;
  /** Words, all of which must occur; case does not matter. */
  readonly search: string;
}

export function numbered(entry: LogEntry, number: number): NumberedEntry {
  const fields = Object.entries(entry.fields).map(([name, value]) => `${name}=${String(value)}`);
  const error =
    entry.error === null ? [] : [entry.error.kind, entry.error.operation, ...entry.error.causes];
  const parts = [entry.severity, entry.component, entry.event, ...fields, ...error];
  return { number, entry, haystack: parts.join(' ').toLowerCase() };
}

export function filterLog(
  entries: readonly NumberedEntry[],
  { atLeast, search }: LogFilter,
): readonly NumberedEntry[] {
  const least = ORDER.indexOf(atLeast);
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  if (least === 0 && words.length === 0) return entries;
  return entries.filter(
    ({ entry, haystack }) =>
      ORDER.indexOf(entry.severity) >= least && words.every((word) => haystack.includes(word)),
  );
}

/** Those that are not among the known ones; a record has no name, so all of it is compared. */
export function notAmong(known: readonly LogEntry[], entries: readonly LogEntry[]): LogEntry[] {
  const seen = new Set(known.map((entry) => JSON.stringify(entry)));
  return entries.filter((entry) => !seen.has(JSON.stringify(entry)));
}

/** JSON lines, as they are downloaded. */
export function toLines(entries: readonly NumberedEntry[]): string {
  return entries.map(({ entry }) => JSON.stringify(entry)).join('\n');
}

/** The fields in one short line: `rung=formant durationMs=412`. */
export function fieldsInBrief({ fields, error }: LogEntry): string {
  const told = Object.entries(fields).map(([name, value]) => `${name}=${inBrief(value)}`);
  return (error === null ? told : [...told, `error=${error.kind}`]).join(' ');
}

/** A measured figure has more digits than anybody reads; the opened line has them all. */
function inBrief(value: LogEntry['fields'][string]): string {
  const isLong = typeof value === 'number' && !Number.isInteger(value);
  return String(isLong ? Number(value.toPrecision(3)) : value);
}
