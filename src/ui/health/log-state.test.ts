import { expect, test } from 'vitest';
import type { LogEntry } from '../../contracts/health';
import { FakeLogs } from './fake-feed';
import { fakeLog } from './fake-log';
import { LogState } from './log-state.svelte';

/** Timers that go off when the test says so. */
function handClock() {
  const due: (() => void)[] = [];
  const after = (_ms: number, callback: () => void) => {
    due.push(callback);
    return () => undefined;
  };
  return { now: () => 0, after, ring: () => due.splice(0).forEach((callback) => callback()) };
}

const entry = (event: string): LogEntry => ({
  timestamp: 1,
  severity: 'info',
  component: 'test',
  event,
  fields: {},
  error: null,
});

async function following(lines: readonly LogEntry[]) {
  const logs = new FakeLogs(lines);
  const clock = handClock();
  const log = new LogState(logs, clock);
  log.atLeast = 'debug';
  const stop = log.follow();
  await Promise.resolve();
  await Promise.resolve();
  return { logs, clock, log, stop };
}

const events = (log: LogState) => log.shown.map(({ entry: { event } }) => event);

test('what is kept is read, and what comes is added in bursts', async () => {
  const { logs, clock, log, stop } = await following([entry('a')]);
  expect(events(log)).toEqual(['a']);
  logs.add(entry('b'));
  logs.add(entry('c'));
  expect(events(log)).toEqual(['a']);
  clock.ring();
  expect(events(log)).toEqual(['a', 'b', 'c']);
  stop();
  logs.add(entry('d'));
  clock.ring();
  expect(events(log)).toEqual(['a', 'b', 'c']);
});

test('a line that comes while the log is read is there once', async () => {
  const logs = new FakeLogs([entry('a')]);
  const clock = handClock();
  const log = new LogState(logs, clock);
  log.follow();
  logs.add(entry('b'));
  await Promise.resolve();
  await Promise.resolve();
  clock.ring();
  expect(events(log)).toEqual(['a', 'b']);
});

test('a reader who looks back is not disturbed, and is told how much came', async () => {
  const { logs, clock, log } = await following([entry('a')]);
  log.hold();
  for (const event of ['b', 'c']) logs.add(entry(event));
  clock.ring();
  expect(events(log)).toEqual(['a']);
  expect(log.newer).toBe(2);
  log.search = 'c';
  expect(log.newer).toBe(1);
  log.search = '';
  log.release();
  expect(events(log)).toEqual(['a', 'b', 'c']);
});

test('thousands are kept, two hundred are shown, earlier ones on request', async () => {
  const { log } = await following(fakeLog(1_000_000, 6_000));
  expect([log.kept, log.shown.length, log.earlier]).toEqual([5_000, 200, 4_800]);
  const newest = log.shown.at(-1);
  log.showEarlier();
  expect(log.shown.length).toBe(400);
  expect(log.shown.at(-1)).toBe(newest);
});

test('clearing forgets, here and where it is kept; a log that cannot be read is said', async () => {
  const { logs, log } = await following([entry('a')]);
  await log.clear();
  expect([log.kept, logs.entries.length]).toEqual([0, 0]);

  const broken = new FakeLogs([]);
  broken.read = () => Promise.reject(new DOMException('gone', 'InvalidStateError'));
  const other = new LogState(broken, handClock());
  other.follow();
  await new Promise((resolve) => setTimeout(resolve));
  expect(other.loading).toBe(false);
  expect(other.problem).toContain('Something inside Sotto went wrong.');
});
