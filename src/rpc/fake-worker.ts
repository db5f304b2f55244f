/** A worker on this thread, for tests: the same messages, over a MessageChannel. */
import type { WorkerLike } from './connect';
import { exposeApi } from './expose';

export interface FakeWorker extends WorkerLike {
  crash(): void;
  /** From now on it answers nothing, as one that closed itself or loops for ever. */
  fallSilent(): void;
  readonly isTerminated: boolean;
}

export function fakeWorker(api: object): FakeWorker {
  const { port1, port2 } = new MessageChannel();
  const errors = new EventTarget();
  exposeApi(api, port2);
  port1.start();
  const target = (type: string) => (type === 'error' ? errors : port1);
  let isTerminated = false;
  return {
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    addEventListener: (type, listener) => target(type).addEventListener(type, listener),
    removeEventListener: (type, listener) => target(type).removeEventListener(type, listener),
    terminate: () => {
      isTerminated = true;
      port1.close();
      port2.close();
    },
    crash: () => errors.dispatchEvent(new Event('error')),
    fallSilent: () => port2.close(),
    get isTerminated() {
      return isTerminated;
    },
  };
}
