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
});
