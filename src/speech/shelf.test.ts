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
  files: [{ name: 'a', url: 'ada/a', bytes: 100, sha256: '0'.repeat(64) }],
  defaults: { steps: 4, temperature: 0.5, pace: 1 },
};

/** A weights worker whose download ends when the test says so. */
function fakeWorker() {
  let stored: StoredVoice = { kind: 'absent' };
  const downloads: {
    report: (progress: DownloadProgress) => void;
    resolve: () => void;
    reject: (thrown: unknown) => void;
  }[] = [];
  const api: WeightsApi = {
    status: () => Promise.resolve(stored),
    ensure: (_voice, _baseUrl, report) =>
      new Promise((resolve, reject) => {
        downloads.push({ report, resolve, reject });
      }),
    cancel: () => downloads.at(-1)?.reject(cancelled('download', 'weights')),
    remove: () => {
      stored = { kind: 'absent' };
      return Promise.resolve();
    },
  };
  return {
    downloads,
    store: (status: StoredVoice) => {
      stored = status;
    },
    link: {
      call: <T>(work: (remote: Remote<WeightsApi>) => Promise<T>) =>
        Promise.resolve(work(api as unknown as Remote<WeightsApi>)),
    },
  };
}

function setUp(initial: StoredVoice = { kind: 'absent' }) {
  const worker = fakeWorker();
  worker.store(initial);
  let persists = 0;
  const shelf = createShelf({
    voices: [voice],
    weights: worker.link,
    baseUrl: 'https://sotto.example/voices/catalogue.json',
    persist: () => {
      persists++;
      return Promise.reject(new Error('denied'));
    },
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
});
