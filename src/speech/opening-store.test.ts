import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { indexedDbOpeningStore } from './opening-store';

let databases = 0;
const fresh = (maxRecords: number) => {
  let now = 0;
  const databaseName = `openings-${databases++}`;
  return indexedDbOpeningStore({ databaseName, maxRecords, timestamp: () => now++ });
};

it('gives back what was put, sound and all', async () => {
  const store = fresh(3);
  const value = { chunks: [{ pcm: Float32Array.of(0.25, -1) }] };
  await store.put('voice/a/1', value);
  expect(await store.get('voice/a/1')).toEqual(value);
  expect(await store.get('voice/a/2')).toBeUndefined();
});

it('lets the oldest go, and counts what was put again as new', async () => {
  const store = fresh(3);
  for (const key of ['a', 'b', 'c', 'a', 'd', 'e']) await store.put(key, key);
  const left = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => store.get(key)));
  expect(left).toEqual(['a', undefined, undefined, 'd', 'e']);
});

it('drops by the beginning of the key', async () => {
  const store = fresh(5);
  for (const key of ['text/1', 'voice/a/1', 'voice/a/2', 'voice/ab/1']) await store.put(key, key);
  await store.drop('voice/a/');
  expect(await store.get('voice/a/2')).toBeUndefined();
  expect(await store.get('voice/ab/1')).toBe('voice/ab/1');
  await store.drop('');
  expect(await store.get('text/1')).toBeUndefined();
});
