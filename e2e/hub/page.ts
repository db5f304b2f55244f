/// <reference types="vite/client" />
/** In the page: the real shelf over the real weights worker, and a hand in its database. */
import { openDB } from 'idb';
import weightsUrl from '../../workers/weights.worker.ts?worker&url';
import { systemClock } from '../../src/base/clock';
import type { VoiceId } from '../../src/base/ids';
import type { Voice, VoiceShelf } from '../../src/contracts/voices';
import type { WeightsApi } from '../../src/contracts/workers';
import { revivingLink } from '../../src/rpc/reviving';
import { createShelf } from '../../src/speech/shelf';
import { openWeightsStore } from '../../src/weights/store';

export interface StorePage {
  openShelf(voices: readonly Voice[]): VoiceShelf;
  /** SHA-256 of what an engine would be given. */
  read(owner: string, name: string): Promise<string>;
  /** Flips one bit on the disk and tells in how many chunks the file lies. */
  spoil(owner: string, name: string, chunk: number): Promise<number>;
}

declare global {
  interface Window {
    storePage: StorePage;
    shelf: VoiceShelf;
  }
}

const spawn = () => new Worker(weightsUrl, { type: 'module', name: 'weights' });
const weights = revivingLink<WeightsApi>(spawn, { component: 'weights', clock: systemClock });

window.storePage = {
  openShelf: (voices) =>
    createShelf({
      voices,
      weights,
      baseUrl: document.baseURI,
      persist: () => navigator.storage.persist(),
      locks: navigator.locks,
    }),
  read: async (owner, name) => {
    const store = await openWeightsStore();
    try {
      const content = await store.read(owner as VoiceId, name);
      const hash = await crypto.subtle.digest('SHA-256', content);
      return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    } finally {
      store.close();
    }
  },
  spoil: async (owner, name, chunk) => {
    const database = await openDB('sotto-weights');
    const keys = await database.getAllKeys(
      'chunks',
      IDBKeyRange.bound([owner, name], [owner, name, []]),
    );
    const key = keys[chunk];
    if (key !== undefined) {
      const piece = (await database.get('chunks', key)) as Uint8Array;
      const at = Math.floor(piece.length / 3);
      piece[at] = (piece[at] ?? 0) ^ 0x10;
      await database.put('chunks', piece, key);
    }
    database.close();
    return keys.length;
  },
};
