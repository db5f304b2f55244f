import 'fake-indexeddb/auto';
import { sha256 } from 'hash-wasm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import type { VoiceId } from '../base/ids';
import type { DownloadProgress, Voice } from '../contracts/voices';
import type { WeightsApi } from '../contracts/workers';
import { createDigest } from './digest';
import { fakeServer, type FakeServer, type Fault } from './fake-server';
import { fakeLocks } from './fake-locks';
import { createWeightsManager, type ManagerDeps } from './manager';
import { useLock } from './names';
import { openWeightsStore } from './store';
import { tabChannel, type TabChannel } from './tab-channel';
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

function tab(server: FakeServer, locks: LockManager | null, changes: Partial<ManagerDeps> = {}) {
  return createWeightsManager({
    openStore: () => openWeightsStore({ databaseName }),
    fetch: server.fetch,
    clock: systemClock,
    random: () => 0,
    createDigest,
    locks,
    storage: null,
    timestamp: Date.now,
    parseVoices: () => [],
    tabs: tabChannel(null),
    ...changes,
  });
}

const status = async (api: WeightsApi, one: Voice) => (await api.statuses([one]))[0];

const serve = (...faults: Fault[]) => fakeServer({ content, faults });

describe('createWeightsManager', () => {
  it('fetches once for all who ask, and tells them all how far it is', async () => {
    const server = serve();
    const api = tab(server, null);
    const heard: DownloadProgress[][] = [[], []];
    await Promise.all(heard.map((list) => api.ensure(voice, baseUrl, (now) => list.push(now))));
    expect(server.requests).toHaveLength(1);
    for (const list of heard) expect(list.at(-1)?.receivedBytes).toBe(1000);
    expect(await status(api, voice)).toMatchObject({ kind: 'stored', totalBytes: 1000 });
  });

  it('fetches and keeps once what two voices share', async () => {
    const server = serve();
    const api = tab(server, null);
    const ada = { ...voice, id: 'ada' as VoiceId, weights: 'family' as VoiceId };
    const bob = { ...ada, id: 'bob' as VoiceId };
    await Promise.all([ada, bob].map((one) => api.ensure(one, baseUrl, () => {})));
    await api.ensure(bob, baseUrl, () => {});
    expect(server.requests).toHaveLength(1);
    const store = await openWeightsStore({ databaseName });
    expect(await store.read('family' as VoiceId, 'a.bin')).toEqual(content);
    await api.remove(ada);
    expect(await status(api, bob)).toEqual({ kind: 'absent' });
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
      if (receivedBytes > 0) void api.cancel(voice, 'keep');
    });
    setTimeout(() => void api.cancel(voice, 'keep'), 60);
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await status(api, voice)).toMatchObject({ kind: 'partial' });
    await api.ensure(voice, baseUrl, () => {});
    expect(server.requests[1]?.headers.has('range')).toBe(true);
    expect(await status(api, voice)).toMatchObject({ kind: 'stored' });
  });

  it('removes a voice even while it is fetched', async () => {
    const api = tab(serve({ kind: 'stall', afterBytes: 640 }), fakeLocks());
    const stopped = api.ensure(voice, baseUrl, () => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([
      expect(stopped).rejects.toMatchObject({ kind: 'cancelled' }),
      api.remove(voice),
    ]);
    expect(await status(api, voice)).toEqual({ kind: 'absent' });
  });

  it('tries to open the storage again after it failed', async () => {
    let tries = 0;
    const api = tab(serve(), null, {
      openStore: () =>
        tries++ === 0 ? Promise.reject(new Error('no')) : openWeightsStore({ databaseName }),
    });
    await expect(api.ensure(voice, baseUrl, () => {})).rejects.toMatchObject({ kind: 'internal' });
    await api.ensure(voice, baseUrl, () => {});
    expect(await status(api, voice)).toMatchObject({ kind: 'stored' });
  });

  describe('room', () => {
    const GB = 2 ** 30;
    const storage = (usage: number, quota = GB) => ({
      estimate: () => Promise.resolve({ usage, quota }),
      persisted: () => Promise.resolve(true),
    });
    const bulky = (id: string) => testVoice([testFile(`${id}.bin`, 100 * 2 ** 20)], id);

    it('is foreseen, with how much is missing and what could be freed', async () => {
      await tab(serve(), null).ensure(voice, baseUrl, () => {});
      const server = serve();
      const api = tab(server, null, { storage: storage(GB - 50 * 2 ** 20) });
      const failing = api.ensure(bulky('big'), baseUrl, () => {});
      await expect(failing).rejects.toMatchObject({
        detail: { kind: 'resource', type: 'storage' },
        message: 'Test does not fit on this device: about 62 MB are missing.',
        suggestion:
          'Voices that are not in use take 1 MB; remove some of them, or free space on this device.',
      });
      expect(server.requests).toHaveLength(0);
      expect(await status(api, bulky('big'))).toEqual({ kind: 'absent' });
    });

    it('is asked for only when something is to be fetched, and not where nobody knows', async () => {
      await tab(serve(), null).ensure(voice, baseUrl, () => {});
      const full = tab(serve(), null, { storage: storage(GB) });
      await full.ensure(voice, baseUrl, () => {});
      const mute = { ...storage(0), estimate: () => Promise.reject(new Error('no')) };
      const api = tab(serve(), null, { storage: mute });
      expect(await api.overview([])).toMatchObject({ quotaBytes: null, voiceBytes: 1000 });
    });

    it('is told', async () => {
      const api = tab(serve(), null, { storage: storage(5000) });
      await api.ensure(voice, baseUrl, () => {});
      expect(await api.overview([])).toMatchObject({
        voices: [{ id: voice.id, bytes: 1000, ownBytes: 1000, isWhole: true, isInUse: false }],
        voiceBytes: 1000,
        usedBytes: 5000,
        quotaBytes: GB,
        isPersistent: true,
      });
    });
  });

  describe('freeing room', () => {
    const named = (id: string) => ({ ...voice, id: id as VoiceId });
    const voices = () => ['old', 'used', 'new'].map(named);

    /** Kept one after the other, so that the first was used longest ago. */
    async function keepAll(api: WeightsApi): Promise<void> {
      for (const one of voices()) {
        await api.ensure(one, baseUrl, () => {});
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    }

    it('takes what was used longest ago, never what another tab speaks with', async () => {
      const locks = fakeLocks();
      const api = tab(serve(), locks);
      await keepAll(api);
      let giveBack = () => {};
      const lease = new Promise<void>((resolve) => (giveBack = resolve));
      void locks.request(useLock('old/a.bin'), { mode: 'shared' }, () => lease);
      expect(await api.freeUp(1, [])).toEqual({ bytes: 1000, removed: ['used'], keptFor: [] });
      expect((await api.freeUp(5000, ['new/a.bin'])).removed).toEqual([]);
      giveBack();
      await new Promise((resolve) => setTimeout(resolve));
      expect((await api.freeUp(5000, [])).removed).toEqual(['old', 'new']);
      expect((await api.overview([])).voices).toEqual([]);
    });

    it('leaves what is being fetched', async () => {
      const api = tab(serve({ kind: 'stall', afterBytes: 640 }), fakeLocks());
      const fetching = api.ensure(voice, baseUrl, () => {});
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await api.freeUp(1, [])).toMatchObject({ bytes: 0 });
      await Promise.all([
        expect(fetching).rejects.toMatchObject({ kind: 'cancelled' }),
        api.cancel(voice, 'discard'),
      ]);
      expect((await api.overview([])).voices).toEqual([]);
    });
  });

  it('fetches a model that two voices share once, whichever asks', async () => {
    const server = serve();
    const locks = fakeLocks();
    const kokoro = 'kokoro' as VoiceId;
    const speakers = ['ann', 'ben'].map((id) => ({
      ...testVoice(
        voice.files.map((file) => ({ ...file, owner: kokoro })),
        id,
      ),
    }));
    await Promise.all(
      [null, locks, locks].flatMap((own) => {
        const api = tab(server, own ?? locks);
        return speakers.map((one) => api.ensure(one, baseUrl, () => {}));
      }),
    );
    expect(server.requests).toHaveLength(1);
  });

  it('has other tabs stop fetching what is removed', async () => {
    const listeners = new Set<(set: string) => void>();
    const tabs: TabChannel = {
      tellRemoving: (set) => listeners.forEach((listener) => listener(set)),
      onRemoving: (listener) => listeners.add(listener),
    };
    const locks = fakeLocks();
    const other = tab(serve({ kind: 'stall', afterBytes: 640 }), locks, { tabs });
    const fetching = other.ensure(voice, baseUrl, () => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([
      expect(fetching).rejects.toMatchObject({ kind: 'cancelled' }),
      tab(serve(), locks, { tabs }).remove(voice),
    ]);
    expect((await other.overview([])).voiceBytes).toBe(0);
  });

  it('keeps what the listener gave, whole and verified, or nothing of it', async () => {
    const api = tab(serve(), null);
    const blob = new Blob([content]);
    expect(await api.digest(blob)).toBe(voice.files[0]?.digest);
    for (const [files, message] of [
      [{}, /missing/],
      [{ 'a.bin': new Blob([content.slice(1)]) }, /shorter/],
      [{ 'a.bin': new Blob([content, 'x']) }, /longer/],
      [{ 'a.bin': new Blob([content.toReversed()]) }, /damaged/],
    ] as const) {
      await expect(api.keep(voice, files)).rejects.toMatchObject({
        kind: 'validation',
        message: expect.stringMatching(message) as string,
      });
      expect((await api.overview([])).voiceBytes).toBe(0);
    }
    await api.keep(voice, { 'a.bin': blob });
    expect(await status(api, voice)).toMatchObject({ kind: 'stored' });
    expect(await api.kept()).toEqual([voice]);
  });
});
