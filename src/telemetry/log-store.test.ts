import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import type { LogEntry, LogSeverity } from '../contracts/health';
import { Log } from './log';
import { createLogDisk, LOG_LIMITS, type LogDisk, type LogLimits } from './log-disk';
import { createLogStore } from './log-store';

const DAY_MS = 24 * 60 * 60_000;
let nextName = 0;
const freshName = () => `log-${nextName++}`;

const entry = (timestamp: number, severity: LogSeverity = 'info', event = 'step'): LogEntry => ({
  timestamp,
  severity,
  component: 'engine',
  event,
  fields: {},
  error: null,
});

function diskOf({
  databaseName = freshName(),
  timestamp = () => 0,
  limits = LOG_LIMITS,
}: { databaseName?: string; timestamp?: () => number; limits?: LogLimits } = {}): LogDisk {
  return createLogDisk({ databaseName, timestamp, limits });
}

/** Fires what waits only when told to. */
function handClock() {
  let nowMs = 0;
  const waiting = new Map<object, { readonly atMs: number; readonly callback: () => void }>();
  const clock: Clock = {
    now: () => nowMs,
    after: (ms, callback) => {
      const key = {};
      waiting.set(key, { atMs: nowMs + ms, callback });
      return () => waiting.delete(key);
    },
  };
  const advance = (ms: number) => {
    nowMs += ms;
    for (const [key, { atMs, callback }] of [...waiting]) {
      if (atMs > nowMs) continue;
      waiting.delete(key);
      callback();
    }
  };
  return { clock, advance };
}

describe('LogDisk', () => {
  it('keeps errors longer than the rest', async () => {
    let now = 0;
    const disk = diskOf({ timestamp: () => now });
    await disk.append([entry(0), entry(0, 'warning'), entry(0, 'error'), entry(0, 'critical')]);
    now = 31 * DAY_MS;
    await disk.append([entry(now)]);
    expect((await disk.read()).map(({ severity }) => severity)).toEqual([
      'error',
      'critical',
      'info',
    ]);
    now = 91 * DAY_MS;
    await disk.append([entry(now)]);
    expect(await disk.read()).toEqual([entry(now)]);
  });

  it('drops the oldest when there is too much, ordinary ones apart from errors', async () => {
    const maxBytes = 3 * JSON.stringify([entry(0)]).length;
    const disk = diskOf({ limits: { ...LOG_LIMITS, maxBytes } });
    await disk.append([entry(0, 'error')]);
    for (let n = 1; n < 9; n++) await disk.append([entry(n)]);
    expect((await disk.read()).map(({ timestamp }) => timestamp)).toEqual([0, 6, 7, 8]);
  });

  it('takes what two tabs write at once', async () => {
    const databaseName = freshName();
    const tabs = [diskOf({ databaseName }), diskOf({ databaseName })];
    const times = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(times.map((n) => tabs[n % 2]?.append([entry(n)])));
    for (const tab of tabs) {
      expect((await tab.read()).map(({ timestamp }) => timestamp)).toEqual(times);
    }
  });

  it('makes way for a newer version', async () => {
    const databaseName = freshName();
    const disk = diskOf({ databaseName });
    await disk.append([entry(0)]);
    const { openDB } = await import('idb');
    (await openDB(databaseName, 2)).close();
    await expect(disk.read()).rejects.toMatchObject({ name: 'VersionError' });
  });
});

describe('LogStore', () => {
  function setUp(disk: LogDisk = diskOf()) {
    const appended: number[] = [];
    const counting: LogDisk = {
      ...disk,
      append: (entries) => {
        appended.push(entries.length);
        return disk.append(entries);
      },
    };
    let now = 0;
    const { clock, advance } = handClock();
    const log = new Log({ timestamp: () => now++ });
    const store = createLogStore({ log, disk: counting, clock });
    return { log, store, advance, appended };
  }

  it('writes in batches, after a while or when there are many', async () => {
    const { log, store, advance, appended } = setUp();
    for (let n = 0; n < 10; n++) log.for('engine').info('step', { n });
    expect(appended).toEqual([]);
    advance(2_000);
    await store.flush();
    expect(appended).toEqual([10]);
    for (let n = 0; n < 50; n++) log.for('engine').info('step', { n });
    await store.flush();
    expect(appended).toEqual([10, 50]);
  });

  it('reads this visit and the ones before, by severity and number', async () => {
    const databaseName = freshName();
    const before = setUp(diskOf({ databaseName }));
    before.log.for('engine').info('first');
    before.log.for('engine').error('broke', null);
    await before.store.flush();
    const { log, store } = setUp(diskOf({ databaseName }));
    log.for('engine').critical('gone', null);
    const events = async (filter: Parameters<typeof store.read>[0]) =>
      (await store.read(filter)).map(({ event }) => event);
    expect((await events({})).sort()).toEqual(['broke', 'first', 'gone']);
    expect((await events({ atLeast: 'error' })).sort()).toEqual(['broke', 'gone']);
    expect(await events({ atLeast: 'critical', limit: 5 })).toEqual(['gone']);
    expect(await events({ limit: 1 })).toHaveLength(1);
  });

  it('exports a JSON object a line, and clears all', async () => {
    const { log, store } = setUp();
    const secret = 'what the listener wrote';
    const told: string[] = [];
    store.onEntry(({ event }) => told.push(event));
    log
      .for('text')
      .error(
        'failed',
        new SottoError(
          secret,
          { kind: 'text', operation: 'parse', offset: 1 },
          { operation: 'parse', component: 'text', suggestion: secret },
        ),
      );
    log.for('text').info('went on');
    const blob = await store.exportLines();
    const text = await blob.text();
    expect(text).not.toContain(secret);
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as LogEntry).event).sort()).toEqual([
      'failed',
      'went on',
    ]);
    expect(told).toEqual(['failed', 'went on']);
    await store.clear();
    expect(await store.read()).toEqual([]);
    expect(log.records).toEqual([]);
  });

  it.each([
    ['full', () => Promise.reject(new DOMException('full', 'QuotaExceededError'))],
    ['absent', () => Promise.reject(new DOMException('no', 'SecurityError'))],
  ])('goes on in memory while the disk is %s, and writes it later', async (_, refuse) => {
    const good = diskOf();
    let isRefusing = true;
    const disk: LogDisk = {
      ...good,
      append: (entries) => (isRefusing ? refuse() : good.append(entries)),
      read: () => (isRefusing ? refuse() : good.read()),
    };
    const { log, store, advance, appended } = setUp(disk);
    for (let n = 0; n < 700; n++) log.for('engine').info('step', { n });
    const kept = await store.read();
    expect(kept).toHaveLength(500);
    expect(kept.at(-1)?.fields).toEqual({ n: 699 });
    const tries = appended.length;
    await store.flush();
    expect(appended).toHaveLength(tries);
    isRefusing = false;
    advance(60_000);
    await store.flush();
    expect(await good.read()).toHaveLength(500);
    expect(await store.read()).toHaveLength(500);
  });

  it('does not wait for a database that never opens', async () => {
    const never = () => new Promise<never>(() => {});
    const { log, store, advance } = setUp({
      append: never,
      read: never,
      clear: never,
      close: () => {},
    });
    log.for('engine').info('step');
    const reading = store.read();
    for (let n = 0; n < 4; n++) {
      await new Promise((done) => setTimeout(done, 0));
      advance(5_000);
    }
    expect((await reading).map(({ event }) => event)).toEqual(['step']);
  });
});
