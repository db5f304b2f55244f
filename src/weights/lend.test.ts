import { describe, expect, it } from 'vitest';
import type { VoiceId } from '../base/ids';
import { borrowedWeights, lendWeights, type BorrowingScope, type ReadableWeights } from './lend';

const voice = 'a-voice' as VoiceId;

/** A worker whose messages are heard in a scope of this thread. */
function pair() {
  let hear: (event: { readonly data: unknown }) => void = () => {};
  const scope: BorrowingScope = { addEventListener: (_, listener) => (hear = listener) };
  return { scope, worker: { postMessage: (data: unknown) => hear({ data }) } };
}

describe('lent weights', () => {
  it('are read by the worker, and the store is closed after each', async () => {
    const { scope, worker } = pair();
    const borrowed = borrowedWeights(scope);
    expect(borrowed()).toBeNull();
    let closed = 0;
    const store: ReadableWeights = {
      read: async (owner, name) => Uint8Array.of(owner.length, name.length),
      close: () => closed++,
    };
    lendWeights(worker, async () => store);
    const lent = borrowed();
    expect(await lent?.read(voice, 'b')).toEqual(Uint8Array.of(7, 1));
    lent?.close();
    expect(closed).toBe(1);
  });

  it('that are not there reject at the worker', async () => {
    const { scope, worker } = pair();
    const borrowed = borrowedWeights(scope);
    lendWeights(worker, () => Promise.reject(new Error('Nothing to lend.')));
    await expect(borrowed()?.read(voice, 'b')).rejects.toThrow('Nothing to lend.');
  });

  it('are told from other messages', () => {
    const { scope, worker } = pair();
    const borrowed = borrowedWeights(scope);
    for (const data of [null, 7, {}, { kind: 'sotto-lent-weights', port: 1 }, { type: 'GET' }]) {
      worker.postMessage(data);
    }
    expect(borrowed()).toBeNull();
  });
});
