import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import type { WorkerLike } from '../rpc/connect';
import { createTextClient } from './text-client';

/** The first worker answers nothing and dies on request; those after it work. */
function workers() {
  const spawned: { crash(): void }[] = [];
  const spawn = (): WorkerLike => {
    const { port1, port2 } = new MessageChannel();
    const errors = new EventTarget();
    const works = spawned.length > 0;
    expose({ parse: () => (works ? [] : new Promise(() => {})) }, port2);
    port1.start();
    const target = (type: string) => (type === 'error' ? errors : port1);
    spawned.push({ crash: () => errors.dispatchEvent(new Event('error')) });
    return {
      postMessage: (message, transfer) => port1.postMessage(message, transfer),
      addEventListener: (type, listener) => target(type).addEventListener(type, listener),
      removeEventListener: (type, listener) => target(type).removeEventListener(type, listener),
      terminate: () => {
        port1.close();
        port2.close();
      },
    };
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
