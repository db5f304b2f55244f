import type { Remote } from 'comlink';
import { describe, expect, it } from 'vitest';
import { cancelled, SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import type { DownloadProgress, ShelfStatus, StoredVoice, Voice } from '../contracts/voices';
import type { WeightsApi } from '../contracts/workers';
import { createShelf } from './shelf';

const voice: Voice = {
  id: 'ada' as VoiceId,
  name: 'Ada',
  engine: 'flow',
  locale: 'en-US',
  languages: ['en'],
  speaker: { sex: 'female', age: null },
  licence: { name: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  credits: '',
  sample: null,
  sampleRate: 24_000,
  files: [{ name: 'a', url: 'ada/a', bytes: 100, digest: `sha256:${'0'.repeat(64)}` }],
  defaults: { steps: 4, temperature: 0.5, pace: 1 },
};

/** A weights worker whose download ends when the test says so. */
function fakeWorker(kept: readonly Voice[]) {
  let stored: StoredVoice = { kind: 'absent' };
  const leased: (readonly string[])[] = [];
  const downloads: {
    report: (progress: DownloadProgress) => void;
    resolve: () => void;
    reject: (thrown: unknown) => void;
  }[] = [];
  const api: WeightsApi = {
    statuses: (asked) => Promise.resolve(asked.map(() => stored)),
    kept: () => Promise.resolve(kept),
    ensure: (_voice, _baseUrl, report) =>
      new Promise((resolve, reject) => {
        downloads.push({ report, resolve, reject });
      }),
    cancel: async (_voice, arrived) => {
      downloads.at(-1)?.reject(cancelled('download', 'weights'));
      // As the real one: only when the download has ended.
      await settle();
      if (arrived === 'discard') stored = { kind: 'absent' };
    },
    remove: ({ id }) => {
      stored = { kind: 'absent' };
      return Promise.resolve({ bytes: 100, removed: [id], keptFor: [] });
    },
    overview: (inUse) => {
      leased.push(inUse);
      const room = { voiceBytes: 0, usedBytes: null, quotaBytes: null, isPersistent: false };
      return Promise.resolve({ voices: [], ...room });
    },
    freeUp: () => {
      stored = { kind: 'absent' };
      return Promise.resolve({ bytes: 100, removed: [voice.id], keptFor: [] });
    },
    exportPack: () => Promise.resolve(new Blob(['pack'])),
    importPack: () => Promise.resolve(kept),
    keep: () => Promise.resolve(),
    digest: () => Promise.resolve('sha256:00'),
  };
  return {
    downloads,
    leased,
    store: (status: StoredVoice) => {
      stored = status;
    },
    link: {
      call: <T>(work: (remote: Remote<WeightsApi>) => Promise<T>) =>
        Promise.resolve(work(api as unknown as Remote<WeightsApi>)),
    },
  };
}

function setUp(
  initial: StoredVoice = { kind: 'absent' },
  voices: readonly Voice[] = [voice],
  kept: readonly Voice[] = [],
) {
  const worker = fakeWorker(kept);
  worker.store(initial);
  let persists = 0;
  const shelf = createShelf({
    voices,
    weights: worker.link,
    baseUrl: 'https://sotto.example/voices/catalogue.json',
    persist: () => {
      persists++;
      return Promise.reject(new Error('denied'));
    },
    locks: null,
  });
  const statuses: ShelfStatus[] = [];
  shelf.onChange((_, status) => statuses.push(status));
  return { worker, shelf, statuses, persists: () => persists };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const stored: StoredVoice = { kind: 'stored', totalBytes: 100, storedAt: 1 };

describe('createShelf', () => {
  it('finds out what is stored', async () => {
    const { shelf, statuses } = setUp(stored);
    expect(shelf.status(voice)).toEqual({ kind: 'absent' });
    await settle();
    expect(shelf.status(voice)).toEqual(stored);
    expect(statuses).toEqual([stored]);
  });

  it('shares one download and asks for lasting storage once', async () => {
    const { worker, shelf, statuses, persists } = setUp();
    const both = Promise.all([shelf.download(voice), shelf.download(voice)]);
    await settle();
    expect(worker.downloads).toHaveLength(1);
    worker.downloads[0]?.report({ receivedBytes: 40, totalBytes: 100 });
    expect(shelf.status(voice)).toMatchObject({ progress: { receivedBytes: 40 } });
    worker.store(stored);
    worker.downloads[0]?.resolve();
    await both;
    worker.downloads[0]?.report({ receivedBytes: 41, totalBytes: 100 });
    expect(shelf.status(voice)).toEqual(stored);
    expect(statuses.at(-1)).toEqual(stored);
    const again = shelf.download(voice);
    worker.downloads[1]?.resolve();
    await again;
    expect(persists()).toBe(1);
  });

  it('takes a cancelled download for what it is', async () => {
    const { worker, shelf } = setUp();
    const download = shelf.download(voice);
    worker.store({ kind: 'partial', receivedBytes: 30, totalBytes: 100 });
    shelf.cancelDownload(voice);
    await expect(download).rejects.toMatchObject({ kind: 'cancelled' });
    expect(shelf.status(voice)).toMatchObject({ kind: 'partial', receivedBytes: 30 });
  });

  it('downloads again for who asks while a cancel is still under way', async () => {
    const { worker, shelf } = setUp();
    const first = shelf.download(voice);
    shelf.cancelDownload(voice);
    const second = shelf.download(voice);
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    await settle();
    worker.store(stored);
    worker.downloads[1]?.resolve();
    await second;
    expect(shelf.status(voice)).toEqual(stored);
  });

  it('shows a failure, forgets it and can try again', async () => {
    const { worker, shelf } = setUp();
    const download = shelf.download(voice);
    worker.downloads[0]?.reject(new Error('?'));
    await expect(download).rejects.toBeInstanceOf(SottoError);
    expect(shelf.status(voice)).toMatchObject({ kind: 'failed', error: { kind: 'internal' } });
    const again = shelf.download(voice);
    worker.store(stored);
    worker.downloads[1]?.resolve();
    await again;
    expect(shelf.status(voice)).toEqual(stored);
    await shelf.remove(voice);
    expect(shelf.status(voice)).toEqual({ kind: 'absent' });
  });

  it('has voices that share their files arrive, and go, together', async () => {
    const ada = { ...voice, weights: 'family' as VoiceId };
    const bob = { ...ada, id: 'bob' as VoiceId };
    const { worker, shelf } = setUp({ kind: 'absent' }, [ada, bob]);
    await settle();
    const changed: VoiceId[] = [];
    shelf.onChange(({ id }) => changed.push(id));
    const both = Promise.all([shelf.download(ada), shelf.download(bob)]);
    expect(worker.downloads).toHaveLength(1);
    worker.store(stored);
    worker.downloads[0]?.resolve();
    await both;
    expect([shelf.status(ada), shelf.status(bob)]).toEqual([stored, stored]);
    expect(changed).toEqual(['ada', 'bob']);
    await shelf.remove(bob);
    expect(shelf.status(ada)).toEqual({ kind: 'absent' });
  });

  it('pauses, remembers how far it was, and goes on', async () => {
    const { worker, shelf } = setUp();
    const download = shelf.download(voice);
    worker.store({ kind: 'partial', receivedBytes: 30, totalBytes: 100 });
    shelf.pauseDownload(voice);
    await expect(download).rejects.toMatchObject({ kind: 'cancelled' });
    const paused = { kind: 'paused', receivedBytes: 30, totalBytes: 100 };
    expect(shelf.status(voice)).toEqual(paused);
    await shelf.remove({ ...voice, id: 'other' as VoiceId, files: [] }).catch(() => undefined);
    worker.store({ kind: 'partial', receivedBytes: 30, totalBytes: 100 });
    expect(shelf.status(voice)).toEqual(paused);
    const resumed = shelf.resumeDownload(voice);
    worker.store(stored);
    worker.downloads[1]?.resolve();
    await resumed;
    expect(shelf.status(voice)).toEqual(stored);
  });

  it('is paused even before the first byte came', async () => {
    const { shelf } = setUp();
    const download = shelf.download(voice);
    shelf.pauseDownload(voice);
    await expect(download).rejects.toMatchObject({ kind: 'cancelled' });
    expect(shelf.status(voice)).toEqual({ kind: 'paused', receivedBytes: 0, totalBytes: 100 });
  });

  it('discards what arrived where asked, of a running download and of a paused one', async () => {
    const { worker, shelf } = setUp();
    const download = shelf.download(voice);
    worker.store({ kind: 'partial', receivedBytes: 30, totalBytes: 100 });
    shelf.cancelDownload(voice, 'discard');
    await expect(download).rejects.toMatchObject({ kind: 'cancelled' });
    await settle();
    await settle();
    expect(shelf.status(voice)).toEqual({ kind: 'absent' });
    const again = shelf.download(voice);
    worker.store({ kind: 'partial', receivedBytes: 30, totalBytes: 100 });
    shelf.pauseDownload(voice);
    await expect(again).rejects.toMatchObject({ kind: 'cancelled' });
    shelf.cancelDownload(voice);
    await settle();
    expect(shelf.status(voice)).toMatchObject({ kind: 'partial' });
    shelf.cancelDownload(voice, 'discard');
    await settle();
    await settle();
    expect(shelf.status(voice)).toEqual({ kind: 'absent' });
  });

  it('has voices that were kept from elsewhere, and leaves those of the catalogue as they are', async () => {
    const imported = { ...voice, id: 'eve' as VoiceId, source: 'device' } as const;
    const { shelf, statuses } = setUp(stored, [voice], [imported, { ...voice, name: 'Not Ada' }]);
    await settle();
    expect(shelf.voices.map(({ id, name }) => [id, name])).toEqual([
      ['ada', 'Ada'],
      ['eve', 'Ada'],
    ]);
    expect(shelf.status(imported)).toEqual(stored);
    expect(statuses.length).toBeGreaterThan(1);
  });

  it('takes in the voices of a pack and tells of them', async () => {
    const imported = { ...voice, id: 'eve' as VoiceId };
    const { shelf } = setUp(stored, [voice], [imported]);
    const told: VoiceId[] = [];
    shelf.onChange(({ id }) => told.push(id));
    expect(await shelf.storage.importPack(new Blob())).toEqual([imported]);
    expect(told).toContain('eve');
    expect(shelf.status(imported)).toEqual(stored);
  });

  it('tells what it speaks with until the last lease is given back', async () => {
    const { worker, shelf } = setUp(stored);
    const [first, second] = [shelf.lease(voice), shelf.lease(voice)];
    await shelf.storage.overview();
    first();
    first();
    await shelf.storage.overview();
    second();
    await shelf.storage.overview();
    expect(worker.leased).toEqual([['ada/a'], ['ada/a'], []]);
  });

  it('looks again at what is here when room was freed', async () => {
    const { shelf } = setUp(stored);
    await settle();
    await shelf.storage.freeUp(1);
    expect(shelf.status(voice)).toEqual({ kind: 'absent' });
  });
});
