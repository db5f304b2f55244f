/**
 * Weights read through a page that holds them: where the browser keeps no database for a page (a sandboxed
 * frame, third-party storage switched off), its workers have none either, and share no memory with it.
 */
import { expose, wrap } from 'comlink';
import type { WeightsStore } from './weights-store';

/** What whoever reads a voice needs of a store. */
export type ReadableWeights = Pick<WeightsStore, 'read' | 'close'>;

const KIND = 'sotto-lent-weights';

/** The part of a Worker that is posted to. */
export interface Borrower {
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** To be called before anything else is asked of the worker. What is read is copied to it. */
export function lendWeights(worker: Borrower, open: () => Promise<ReadableWeights>): void {
  const { port1, port2 } = new MessageChannel();
  const api: Pick<WeightsStore, 'read'> = {
    read: async (owner, fileName) => {
      const store = await open();
      return store.read(owner, fileName).finally(() => store.close());
    },
  };
  expose(api, port1);
  worker.postMessage({ kind: KIND, port: port2 }, [port2]);
}

/** The part of a worker's scope that is listened to. */
export interface BorrowingScope {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Gives what was lent to this worker; null where it reads from storage itself. */
export function borrowedWeights(scope: BorrowingScope): () => ReadableWeights | null {
  let lent: ReadableWeights | null = null;
  scope.addEventListener('message', ({ data }) => {
    if (!isLoan(data)) return;
    const remote = wrap<Pick<WeightsStore, 'read'>>(data.port);
    lent = { read: (owner, fileName) => remote.read(owner, fileName), close: () => {} };
  });
  return () => lent;
}

function isLoan(data: unknown): data is { readonly port: MessagePort } {
  return (
    typeof data === 'object' &&
    data !== null &&
    'kind' in data &&
    data.kind === KIND &&
    'port' in data &&
    data.port instanceof MessagePort
  );
}
