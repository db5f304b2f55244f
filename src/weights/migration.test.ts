import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { VoiceId } from '../base/ids';
import { openWeightsStore } from './store';
import { testFile, testVoice } from './testing';

const content = new Uint8Array(10).fill(7);
const sha256 = createHash('sha256').update(content).digest('hex');
const family = 'family' as VoiceId;
const ada = { ...testVoice([testFile('a.bin', 10, sha256), testFile('b.bin', 10, sha256)], 'ada') };
const shared = { ...ada, weights: family };
let names = 0;
let databaseName: string;

beforeEach(() => {
  databaseName = `migration-test-${names++}`;
});

/** As the code of that time wrote them. */
interface Old {
  readonly version: 1 | 2;
  readonly digest: Readonly<Record<string, string>>;
}
const VERSIONS: readonly Old[] = [
  { version: 1, digest: { sha256 } },
  { version: 2, digest: { digest: `sha256:${sha256}` } },
];

/** One whole file and one that was cut after four bytes. */
async function writeOld({ version, digest }: Old, owner: VoiceId): Promise<void> {
  const database = await openDB(databaseName, version, {
    upgrade: (db) => {
      db.createObjectStore('files', { keyPath: ['voiceId', 'name'] });
      db.createObjectStore('chunks');
      db.createObjectStore('uses', { keyPath: 'voiceId' });
    },
  });
  const record = { voiceId: owner, bytes: 10, etag: '"v1"', ...digest };
  await database.put('files', { ...record, name: 'a.bin', receivedBytes: 10, verifiedAt: 5 });
  await database.put('files', { ...record, name: 'b.bin', receivedBytes: 4, verifiedAt: null });
  await database.put('chunks', content.slice(0, 6), [owner, 'a.bin', 0]);
  await database.put('chunks', content.slice(6), [owner, 'a.bin', 6]);
  await database.put('chunks', content.slice(0, 4), [owner, 'b.bin', 0]);
  await database.put('uses', { voiceId: owner, lastUsedAt: 9 });
  database.close();
}

it.each(VERSIONS)('opens a database of version $version and loses nothing', async (old) => {
  await writeOld(old, ada.id);
  const store = await openWeightsStore({ databaseName });
  expect(await store.read(ada.id, 'a.bin')).toEqual(content);
  expect(await store.statuses([ada])).toEqual([
    { kind: 'partial', receivedBytes: 14, totalBytes: 20 },
  ]);
  const [, b] = ada.files;
  if (b === undefined) throw new Error('There are two files.');
  expect(await store.find(ada.id, b)).toMatchObject({ etag: '"v1"', source: null });
  await store.append(ada.id, 'b.bin', 4, content.slice(4));
  await store.seal(ada.id, 'b.bin');
  expect(await store.statuses([ada])).toMatchObject([{ kind: 'stored' }]);
  // What was left by earlier code is no rubbish.
  await store.collect(Date.now() - 1000);
  expect(await store.statuses([ada])).toMatchObject([{ kind: 'stored' }]);
  store.close();
});

it.each(VERSIONS)('lets go of what version $version kept by owner', async (old) => {
  await writeOld(old, family);
  const store = await openWeightsStore({ databaseName });
  const bob = { ...shared, id: 'bob' as VoiceId };
  expect(await store.statuses([shared, bob])).toMatchObject([
    { kind: 'partial' },
    { kind: 'partial' },
  ]);
  // A download of one takes over what its owner has.
  await store.hold(shared);
  const { holds } = await store.inventory();
  expect(holds.map(({ voiceId }) => voiceId)).toEqual(['ada']);
  const freed = await store.remove({ voiceId: bob.id, files: holds[0]?.files ?? [] });
  expect(freed).toEqual({ bytes: 14, removed: ['bob', 'ada'], keptFor: [] });
  expect(await store.inventory()).toEqual({ files: [], holds: [], uses: [] });
  store.close();
});

it('removes what an earlier version kept, without a new download of it', async () => {
  await writeOld({ version: 2, digest: { digest: `sha256:${sha256}` } }, family);
  const store = await openWeightsStore({ databaseName });
  const files = shared.files.map(({ name }): [VoiceId, string] => [family, name]);
  const freed = await store.remove({ voiceId: shared.id, files });
  expect(freed.bytes).toBe(14);
  expect((await store.inventory()).files).toEqual([]);
  store.close();
});
