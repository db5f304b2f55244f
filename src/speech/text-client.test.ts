import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import { fakeWorker, type FakeWorker } from '../rpc/fake-worker';
import { createTextClient } from './text-client';

/** The first worker answers nothing; those after it work. */
function workers() {
  const spawned: FakeWorker[] = [];
  const spawn = () => {
    const works = spawned.length > 0;
    const worker = fakeWorker({ parse: () => (works ? [] : new Promise(() => {})) });
    spawned.push(worker);
    return worker;
  };
  return { spawn, spawned };
}

describe('createTextClient', () => {
  it('makes all calls that were lost with a worker once more, with one new worker', async () => {
    const { spawn, spawned } = workers();
    const client = createTextClient({ spawn, clock: systemClock });
    const calls = [client.parse('a', 'ssml'), client.parse('b', 'ssml')];
    spawned[0]?.crash();
    expect(await Promise.all(calls)).toEqual([[], []]);
    expect(spawned).toHaveLength(2);
    client.dispose();
  });

  it('starts no worker for a call that is lost because it is disposed', async () => {
    const { spawn, spawned } = workers();
    const client = createTextClient({ spawn, clock: systemClock });
    const lost = client.parse('a', 'ssml');
    client.dispose();
    await expect(lost).rejects.toMatchObject({ kind: 'device' });
    expect(spawned).toHaveLength(1);
  });

  it('gives the first answer the time a slow line takes, and no later one', async () => {
    const waits: number[] = [];
    const after = (ms: number) => {
      waits.push(ms);
      return () => {};
    };
    const spawn = () => fakeWorker({ warm: () => {}, parse: () => [] });
    const client = createTextClient({ spawn, clock: { now: () => 0, after } });
    await client.warm('en');
    await client.parse('a', 'ssml');
    expect(waits[0]).toBeGreaterThan(60_000);
    expect(waits[1]).toBeLessThan(60_000);
    client.dispose();
  });
});
