import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { cacheSection, databaseSection, emptyDatabase, storedBytes } from './storage-sections';

const about = { id: 'x', title: 'X', description: 'For tests.' };

function fakeCaches(content: Record<string, Response[]>) {
  const caches = {
    keys: () => Promise.resolve(Object.keys(content)),
    has: (name: string) => Promise.resolve(name in content),
    open: (name: string) =>
      Promise.resolve({
        keys: () => Promise.resolve((content[name] ?? []).map((_, i) => String(i))),
        match: (key: string) => Promise.resolve(content[name]?.[Number(key)]?.clone()),
      }),
    delete: (name: string) => Promise.resolve(Reflect.deleteProperty(content, name)),
  };
  return caches as unknown as CacheStorage;
}

it('adds up caches by name, whatever their headers say of packed ones, and empties those only', async () => {
  const content = {
    'ours-1': [
      new Response('12345', { headers: { 'content-length': '5' } }),
      new Response('1234567', { headers: { 'content-length': '2', 'content-encoding': 'br' } }),
      new Response('123'),
    ],
    theirs: [new Response('no')],
  };
  const isOurs = (name: string) => name.startsWith('ours');
  const section = cacheSection(about, { caches: fakeCaches(content), isOurs, canClear: true });
  expect(await section.size()).toBe(15);
  await section.clear?.();
  expect(Object.keys(content)).toEqual(['theirs']);
  expect(await section.size()).toBe(0);
});

it('counts what a database holds, and makes none to look into it', async () => {
  const database = await openDB('sized', 1, {
    upgrade: (db) => {
      db.createObjectStore('a');
      db.createObjectStore('b');
    },
  });
  await database.put('a', { sound: new Float32Array(10) }, 1);
  await database.put('b', 'abc', 1);
  database.close();
  expect(await databaseSection(about, 'sized', indexedDB).size()).toBe(10 + 40 + 6);
  await emptyDatabase(indexedDB, 'sized');
  expect(await databaseSection(about, 'sized', indexedDB).size()).toBe(0);
  expect(await databaseSection(about, 'absent', indexedDB).size()).toBe(0);
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['sized']);
});

it('lets others change a database that it looks into', async () => {
  const before = await openDB('changing', 1, { upgrade: (db) => void db.createObjectStore('a') });
  before.close();
  const looking = databaseSection(about, 'changing', indexedDB).size();
  const after = await openDB('changing', 2, { upgrade: (db) => void db.createObjectStore('b') });
  after.close();
  await expect(Promise.allSettled([looking])).resolves.toHaveLength(1);
});

it('counts texts, buffers, files and what they are in', () => {
  expect(storedBytes({ ab: 'cd', n: [1, null] })).toBe(4 + 4 + 2 + 2 + 2 + 16);
  expect(storedBytes(new Blob(['12345']))).toBe(5);
  expect(storedBytes(new Map([['k', 'v']]))).toBeGreaterThan(4);
});
