import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openWeightsStore, type WeightsStore } from './store';
import { storageError } from './errors';
import type { FileDigest, Voice } from '../contracts/voices';
import { testFile, testVoice } from './testing';

const digestOf = (content: Uint8Array): FileDigest => `sha256:${sha256(content)}`;
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const sevens = (count: number) => new Uint8Array(count).fill(7);
const file = (name: string, count: number) => testFile(name, count, sha256(sevens(count)));
const voice = testVoice([file('a.bin', 10), file('b.bin', 4)]);
const [a, b] = voice.files as [(typeof voice.files)[0], (typeof voice.files)[0]];
let names = 0;
let databaseName: string;
let now: number;
let store: WeightsStore;

beforeEach(async () => {
  databaseName = `store-test-${names++}`;
  now = 1_000_000;
  store = await openWeightsStore({ databaseName, timestamp: () => now });
});

const NOWHERE = { source: null, etag: null };
const status = async (one: Voice) => (await store.statuses([one]))[0];
const bytes = (...values: number[]) => new Uint8Array(values);
const missing = { detail: { kind: 'modelLoad', component: 'weights', file: 'test-voice/a.bin' } };

async function storeWhole(file: typeof a): Promise<void> {
  await store.begin(voice.id, file, NOWHERE);
  await store.append(voice.id, file.name, 0, sevens(file.bytes));
  await store.seal(voice.id, file.name);
}

describe('the weights store', () => {
  it('gives back what was put together from pieces', async () => {
    const content = bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    const counted = { ...a, digest: digestOf(content) };
    await store.begin(voice.id, counted, { source: 'https://x.example/a', etag: '"tag"' });
    await store.append(voice.id, 'a.bin', 0, content.slice(0, 4));
    await store.append(voice.id, 'a.bin', 4, content.slice(4, 8));
    await store.append(voice.id, 'a.bin', 8, content.slice(8));
    await store.seal(voice.id, 'a.bin');
    expect(await store.read(voice.id, 'a.bin')).toEqual(content);
    expect(await store.find(voice.id, counted)).toMatchObject({ receivedBytes: 10, etag: '"tag"' });
  });

  it('hides a file until it is sealed', async () => {
    await expect(store.read(voice.id, 'a.bin')).rejects.toMatchObject(missing);
    await store.begin(voice.id, a, NOWHERE);
    await store.append(voice.id, 'a.bin', 0, new Uint8Array(10));
    await expect(store.read(voice.id, 'a.bin')).rejects.toMatchObject(missing);
  });

  it('seals only what is whole, and appends only at the end', async () => {
    await store.begin(voice.id, a, NOWHERE);
    await store.append(voice.id, 'a.bin', 0, bytes(1));
    await expect(store.seal(voice.id, 'a.bin')).rejects.toMatchObject(missing);
    await expect(store.append(voice.id, 'a.bin', 0, bytes(1))).rejects.toMatchObject(missing);
    await expect(store.append(voice.id, 'a.bin', 2, bytes(1))).rejects.toMatchObject(missing);
    expect(await store.find(voice.id, a)).toMatchObject({ receivedBytes: 1, verifiedAt: null });
  });

  it('drops a file whose pieces are gone, so that it is fetched again', async () => {
    await storeWhole(a);
    const database = await openDB(databaseName);
    await database.clear('chunks');
    database.close();
    await expect(store.read(voice.id, 'a.bin')).rejects.toMatchObject(missing);
    expect(await store.find(voice.id, a)).toBeNull();
  });

  it('drops a file that the disk has changed, so that it is fetched again', async () => {
    await storeWhole(a);
    const database = await openDB(databaseName);
    const spoilt = sevens(a.bytes);
    spoilt[3] = 6;
    await database.put('chunks', spoilt, [voice.id, 'a.bin', 0]);
    database.close();
    await expect(store.read(voice.id, 'a.bin')).rejects.toMatchObject(missing);
    expect(await store.find(voice.id, a)).toBeNull();
  });

  it('tells absent, partial and stored', async () => {
    await store.hold(voice);
    expect(await status(voice)).toEqual({ kind: 'absent' });
    await storeWhole(a);
    const partial = { kind: 'partial', receivedBytes: 10, totalBytes: 14 };
    expect(await status(voice)).toEqual(partial);
    now += 5;
    await storeWhole(b);
    const stored = { kind: 'stored', totalBytes: 14, storedAt: 1_000_005 };
    expect(await status(voice)).toEqual(stored);
  });

  it('does not take an older edition of a file for this one', async () => {
    await storeWhole(a);
    expect(await store.find(voice.id, { ...a, digest: `sha256:${'f'.repeat(64)}` })).toBeNull();
    await store.begin(voice.id, { ...a, bytes: 2, digest: digestOf(bytes(1, 2)) }, NOWHERE);
    await store.append(voice.id, 'a.bin', 0, bytes(1, 2));
    await store.seal(voice.id, 'a.bin');
    expect([...(await store.read(voice.id, 'a.bin'))]).toEqual([1, 2]);
  });

  it('removes one voice and leaves its neighbours', async () => {
    const other = testVoice([a], 'test-voice-2');
    await storeWhole(a);
    await store.begin(other.id, a, NOWHERE);
    await store.append(other.id, 'a.bin', 0, bytes(1));
    await store.hold(voice);
    await store.hold(other);
    const freed = await store.remove({ voiceId: voice.id, files: [[voice.id, 'a.bin']] });
    expect(freed).toEqual({ bytes: 10, removed: [voice.id], keptFor: [] });
    expect(await status(voice)).toEqual({ kind: 'absent' });
    expect(await status(other)).toMatchObject({ kind: 'partial', receivedBytes: 1 });
  });

  it('drops files of an earlier edition', async () => {
    await storeWhole(a);
    await storeWhole(b);
    await store.hold(testVoice([b]));
    await store.prune(testVoice([b]));
    expect(await store.find(voice.id, a)).toBeNull();
    expect(await status(testVoice([b]))).toMatchObject({ kind: 'stored' });
    expect(await store.read(voice.id, 'b.bin')).toHaveLength(4);
  });

  it('says so where the browser keeps no storage for the page', async () => {
    const denied = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.stubGlobal('indexedDB', { open: denied });
    await expect(openWeightsStore()).rejects.toMatchObject({
      detail: { kind: 'resource', type: 'storage' },
    });
    vi.unstubAllGlobals();
  });

  it('notes when a voice was last read', async () => {
    const uses = async () => (await store.inventory()).uses;
    await storeWhole(a);
    expect(await uses()).toEqual([]);
    await store.read(voice.id, 'a.bin');
    expect(await uses()).toEqual([{ voiceId: voice.id, lastUsedAt: 1_000_000 }]);
    now += 61_000;
    await store.read(voice.id, 'a.bin');
    expect(await uses()).toEqual([{ voiceId: voice.id, lastUsedAt: 1_061_000 }]);
  });

  it('makes way for a newer schema, then says that the storage does not open', async () => {
    await storeWhole(a);
    const newer = await openDB(databaseName, 99);
    await expect(store.read(voice.id, 'a.bin')).rejects.toMatchObject({
      detail: { kind: 'resource', type: 'storage' },
    });
    newer.close();
  });

  it('opens again after it was closed', async () => {
    await storeWhole(a);
    store.close();
    expect(await status(voice)).toEqual({ kind: 'absent', sharedBytes: 10 });
  });

  it('says in plain words that the disk is full', () => {
    const full = new DOMException('no room', 'QuotaExceededError');
    expect(storageError('append', 'v/a', full).detail).toEqual({
      kind: 'resource',
      type: 'storage',
    });
    expect(storageError('append', 'v/a', new Error('?')).detail).toEqual({
      kind: 'io',
      path: 'v/a',
    });
  });
});
