import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import { SottoError } from '../base/errors';
import { connectWorker } from './connect';
import { fakeClock } from './fake-clock';
import { fakeWorker } from './fake-worker';
import { BEAT_MS, MISSED_BEATS } from './heartbeat';
import { revivingLink } from './reviving';

interface Api {
  add(a: number, b: number): Promise<number>;
  fail(): Promise<never>;
  hang(): Promise<never>;
}

const testApi = {
  add: (a: number, b: number) => a + b,
  fail: () => {
    throw new SottoError(
      'No.',
      { kind: 'text', operation: 'parse', offset: 7 },
      { operation: 'parse', component: 'test', suggestion: 'Fix it.', cause: new Error('root') },
    );
  },
  hang: () => new Promise(() => {}),
};

const options = { component: 'test', clock: systemClock };
const call = { operation: 'test', timeoutMs: 1000 };

describe('connectWorker', () => {
  it('answers calls', async () => {
    const link = connectWorker<Api>(fakeWorker(testApi), options);
    expect(await link.call((api) => api.add(2, 3), call)).toBe(5);
    link.terminate();
  });

  it('carries an error across whole', async () => {
    const link = connectWorker<Api>(fakeWorker(testApi), options);
    const error = await link.call((api) => api.fail(), call).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SottoError);
    expect(error).toMatchObject({ detail: { kind: 'text', offset: 7 }, suggestion: 'Fix it.' });
    expect((error as SottoError).cause).toMatchObject({ message: 'root' });
    link.terminate();
  });

  it('rejects what is under way, and all that follows, when the worker dies', async () => {
    const worker = fakeWorker(testApi);
    const link = connectWorker<Api>(worker, options);
    const pending = link.call((api) => api.hang(), call);
    worker.crash();
    await expect(pending).rejects.toMatchObject({ detail: { kind: 'device', type: 'workerDied' } });
    await expect(link.call((api) => api.add(1, 1), call)).rejects.toMatchObject({ kind: 'device' });
    expect(link.dead).toBe(true);
  });

  it('rejects at the deadline and on abort', async () => {
    const link = connectWorker<Api>(fakeWorker(testApi), options);
    await expect(
      link.call((api) => api.hang(), { operation: 'test', timeoutMs: 5 }),
    ).rejects.toMatchObject({ detail: { kind: 'timeout', ms: 5 } });
    await expect(
      link.call((api) => api.hang(), { ...call, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ kind: 'cancelled' });
    link.terminate();
  });

  it('declares a worker dead that answers no heartbeat, and ends it', async () => {
    const clock = fakeClock();
    const worker = fakeWorker(testApi);
    const link = connectWorker<Api>(worker, { component: 'test', clock });
    worker.fallSilent();
    const pending = link.call((api) => api.hang(), { operation: 'test', timeoutMs: 60_000 });
    clock.pass(MISSED_BEATS * BEAT_MS);
    await expect(pending).rejects.toMatchObject({
      detail: { kind: 'device', type: 'workerDied' },
      cause: { message: 'It missed 3 heartbeats.' },
    });
    expect(worker.isTerminated).toBe(true);
    expect(link.dead).toBe(true);
  });

  it('waits for a call that takes long in a worker that answers heartbeats', async () => {
    const clock = fakeClock();
    let finish = () => {};
    const slowApi = { slow: () => new Promise<void>((resolve) => (finish = resolve)) };
    const link = connectWorker<typeof slowApi>(fakeWorker(slowApi), { component: 'test', clock });
    const pending = link.call((api) => api.slow(), { operation: 'test', timeoutMs: 600_000 });
    for (let beat = 0; beat < 10; beat++) {
      clock.pass(BEAT_MS);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    finish();
    await expect(pending).resolves.toBeUndefined();
    link.terminate();
  });

  it('watches the worker that took a dead one’s place', async () => {
    const clock = fakeClock();
    const spawned: ReturnType<typeof fakeWorker>[] = [];
    const spawn = () => {
      const worker = fakeWorker(testApi);
      spawned.push(worker);
      return worker;
    };
    const link = revivingLink<Api>(spawn, { component: 'test', clock });
    const hang = () =>
      link.call((api) => api.hang(), { operation: 'test', timeoutMs: 60_000 }).catch(() => 'died');
    for (const life of [0, 1]) {
      const pending = hang();
      spawned[life]?.fallSilent();
      clock.pass(MISSED_BEATS * BEAT_MS);
      expect(await pending).toBe('died');
    }
    expect(spawned.map((worker) => worker.isTerminated)).toEqual([true, true]);
  });
});
