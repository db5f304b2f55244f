import { describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock';
import { fakeWorker, type FakeWorker } from './fake-worker';
import { restingLink } from './resting';
import { revivingLink } from './reviving';

interface Api {
  add(a: number, b: number): Promise<number>;
  hang(): Promise<never>;
}

const api = { add: (a: number, b: number) => a + b, hang: () => new Promise(() => {}) };
const call = { operation: 'test', timeoutMs: 1000 };

function manualClock(): Clock & { pass(): void } {
  const due = new Set<() => void>();
  return {
    now: () => 0,
    after: (_, callback) => {
      due.add(callback);
      return () => void due.delete(callback);
    },
    pass: () => {
      const callbacks = [...due];
      due.clear();
      for (const callback of callbacks) callback();
    },
  };
}

function setUp() {
  const workers: FakeWorker[] = [];
  const spawn = () => {
    const worker = fakeWorker(api);
    workers.push(worker);
    return worker;
  };
  const never: Clock = { now: () => 0, after: () => () => {} };
  const clock = manualClock();
  const reviving = revivingLink<Api>(spawn, { component: 'test', clock: never });
  return { workers, clock, link: restingLink(reviving, { clock, afterMs: 1000 }) };
}

describe('restingLink', () => {
  it('ends a worker that nothing was asked of, and starts another for the next call', async () => {
    const { workers, clock, link } = setUp();
    expect(await link.call((one) => one.add(1, 2), call)).toBe(3);
    clock.pass();
    expect(workers.map((worker) => worker.isTerminated)).toEqual([true]);
    expect(await link.call((one) => one.add(2, 2), call)).toBe(4);
    expect(workers.map((worker) => worker.isTerminated)).toEqual([true, false]);
    link.terminate();
  });

  it('leaves a worker alone while a call is under way, also one begun before another ended', async () => {
    const { workers, clock, link } = setUp();
    const hanging = link.call((one) => one.hang(), call).catch(() => 'lost');
    expect(await link.call((one) => one.add(1, 2), call)).toBe(3);
    clock.pass();
    expect(workers[0]?.isTerminated).toBe(false);
    link.terminate();
    expect(await hanging).toBe('lost');
  });

  it('does not end the next worker with the timer of one that was ended by hand', async () => {
    const { workers, clock, link } = setUp();
    await link.call((one) => one.add(1, 2), call);
    link.terminate();
    const second = link.call((one) => one.add(1, 2), call);
    clock.pass();
    expect(await second).toBe(3);
    expect(workers.map((worker) => worker.isTerminated)).toEqual([true, false]);
    link.terminate();
  });
});
