import 'fake-indexeddb/auto';
import { sha256 } from 'hash-wasm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import type { DownloadProgress, Voice } from '../contracts/voices';
import { createDigest } from './digest';
import { fakeServer, type FakeServer, type Fault } from './fake-server';
import { createWeightsManager } from './manager';
import { openWeightsStore } from './store';
import { testFile, testVoice } from './testing';

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
const baseUrl = 'https://sotto.example/voices/catalogue.json';
let voice: Voice;
let names = 0;
let databaseName: string;

beforeAll(async () => {
  voice = testVoice([testFile('a.bin', content.length, await sha256(content))]);
});
beforeEach(() => {
  databaseName = `manager-test-${names++}`;
});

function tab(server: FakeServer, locks: LockManager | null) {
  return createWeightsManager({
    openStore: () => openWeightsStore({ databaseName }),
    fetch: server.fetch,
    clock: systemClock,
    random: () => 0,
    createDigest,
    locks,
  });
}

/** The one promise of navigator.locks that matters here: holders take turns, waiters can leave. */
function fakeLocks(): LockManager {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) => {
    const turn = last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return { request } as unknown as LockManager;
}

const serve = (...faults: Fault[]) => fakeServer({ content, faults });

describe('createWeightsManager', () => {
  it('fetches once for all who ask, and tells them all how far it is', async () => {
    const server = serve();
    const api = tab(server, null);
    const heard: DownloadProgress[][] = [[], []];
    await Promise.all(heard.map((list) => api.ensure(voice, baseUrl, (now) => list.push(now))));
    expect(server.requests).toHaveLength(1);
    for (const list of heard) expect(list.at(-1)?.receivedBytes).toBe(1000);
    expect(await api.status(voice)).toMatchObject({ kind: 'stored', totalBytes: 1000 });
  });

  it('fetches once for two tabs', async () => {
    const server = serve();
    const locks = fakeLocks();
    const ensure = () => tab(server, locks).ensure(voice, baseUrl, () => {});
    await Promise.all([ensure(), ensure()]);
    expect(server.requests).toHaveLength(1);
  });

  it('cancels, keeps what arrived and goes on from there', async () => {
    const server = serve({ kind: 'stall', afterBytes: 640 });
    const api = tab(server, fakeLocks());
    const stopped = api.ensure(voice, baseUrl, ({ receivedBytes }) => {
      if (receivedBytes > 0) api.cancel(voice);
    });
    setTimeout(() => api.cancel(voice), 60);
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await api.status(voice)).toMatchObject({ kind: 'partial' });
    await api.ensure(voice, baseUrl, () => {});
    expect(server.requests[1]?.headers.has('range')).toBe(true);
    expect(await api.status(voice)).toMatchObject({ kind: 'stored' });
  });

  it('removes a voice even while it is fetched', async () => {
    const api = tab(serve({ kind: 'stall', afterBytes: 640 }), fakeLocks());
    const stopped = api.ensure(voice, baseUrl, () => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([
      expect(stopped).rejects.toMatchObject({ kind: 'cancelled' }),
      api.remove(voice),
    ]);
    expect(await api.status(voice)).toEqual({ kind: 'absent' });
  });

  it('tries to open the storage again after it failed', async () => {
    let tries = 0;
    const api = createWeightsManager({
      openStore: () =>
        tries++ === 0 ? Promise.reject(new Error('no')) : openWeightsStore({ databaseName }),
      fetch: serve().fetch,
      clock: systemClock,
      random: () => 0,
      createDigest,
      locks: null,
    });
    await expect(api.ensure(voice, baseUrl, () => {})).rejects.toMatchObject({ kind: 'internal' });
    await api.ensure(voice, baseUrl, () => {});
    expect(await api.status(voice)).toMatchObject({ kind: 'stored' });
  });
});
