import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEntry, LogSeverity } from '../../contracts/health';
import { fakeLog } from './fake-log';
import { fieldsInBrief, filterLog, notAmong, numbered, toLines } from './log-filter';

const ENTRIES = fakeLog(1_000_000, 300).map(numbered);
const SEVERITIES: readonly LogSeverity[] = ['debug', 'info', 'warning', 'error', 'critical'];

test('severity and every word must match, in any case, in fields and causes too', () => {
  const found = filterLog(ENTRIES, { atLeast: 'warning', search: ' WORKER.died  timeouterror ' });
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ entry }) => entry.event))).toEqual(new Set(['worker.died']));
  expect(filterLog(ENTRIES, { atLeast: 'debug', search: 'rung=formant' })).toEqual([]);
  expect(filterLog(ENTRIES, { atLeast: 'debug', search: 'from=formant' })).not.toEqual([]);
  expect(filterLog(ENTRIES, { atLeast: 'debug', search: '' })).toBe(ENTRIES);
});

test('a filter keeps order, and a stricter one finds no more', () => {
  fc.assert(
    fc.property(
      fc.nat(4),
      fc.nat(4),
      fc.constantFrom('', 'rung', 'e', 'worker x'),
      (a, b, search) => {
        const [loose, strict] = [Math.min(a, b), Math.max(a, b)].map((index) =>
          filterLog(ENTRIES, { atLeast: SEVERITIES[index] ?? 'debug', search }),
        );
        const numbers = (loose ?? []).map(({ number }) => number);
        expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
        for (const one of strict ?? []) expect(loose).toContain(one);
      },
    ),
  );
});

test('copied lines are JSON that can be read back', () => {
  const lines = toLines(ENTRIES.slice(0, 5)).split('\n');
  expect(lines.map((line) => JSON.parse(line) as LogEntry)).toEqual(
    ENTRIES.slice(0, 5).map(({ entry }) => entry),
  );
});

test('a line in brief tells its fields and the kind of its error', () => {
  const died = ENTRIES.find(({ entry }) => entry.event === 'worker.died');
  expect(died && fieldsInBrief(died.entry)).toBe(
    'restarts=1 waitedMs=6000 isolated=true error=device',
  );
});

test('measured figures are short in brief, counts are whole', () => {
  const [first] = ENTRIES;
  if (!first) throw new RangeError('There are 300 lines.');
  const fields = { load: 0.25365357589990634, bytes: 27_500_123, ok: true, last: null };
  expect(fieldsInBrief({ ...first.entry, fields, error: null })).toBe(
    'load=0.254 bytes=27500123 ok=true last=null',
  );
});

test('a line that was read and came live is there once', () => {
  const [first, second] = ENTRIES.map(({ entry }) => entry);
  if (!first || !second) throw new RangeError('There are 300 lines.');
  expect(notAmong([first], [structuredClone(first), second])).toEqual([second]);
});
