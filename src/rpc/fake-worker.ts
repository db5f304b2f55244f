/** A worker on this thread, for tests: the same messages, over a MessageChannel. */
import { expose } from 'comlink';
import type { WorkerLike } from './connect';
import { installErrorTransfer } from './errors';

export interface FakeWorker extends WorkerLike {
  crash(): void;
  readonly isTerminated: boolean;
}

export function fakeWorker(api: object): FakeWorker {
  installErrorTransfer();
  const { port1, port2 } = new MessageChannel();
  const errors = new EventTarget();
  expose(api, port2);
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
    get isTerminated() {
      return isTerminated;
    },
  };
}
