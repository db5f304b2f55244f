import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { DocumentModel } from '../contracts/documents';
import { fakeClock } from '../rpc/fake-clock';
import { fakeWorker } from '../rpc/fake-worker';
import { refused, Refusal } from '../documents/refusal';
import { createDocumentLibrary } from './document-library';
import { indexedDbDocumentStore, type DocumentStore } from './document-store';
import { createDocumentReader } from './read-document';

const file = { blob: new Blob(['x']), name: 'a.epub' };

function modelOf(text: string, title = 'A book'): DocumentModel {
  const about = { title, author: null, language: 'en', cover: null, format: 'epub' } as const;
  const blocks = [{ kind: 'paragraph', level: 0, start: 0, end: text.length }] as const;
  return { ...about, text, blocks, emphasis: [], chapters: [], readings: [] };
}

describe('reading a document', () => {
  it('ends its worker, whatever came of it', async () => {
    const clock = fakeClock();
    const good = fakeWorker({ read: () => Promise.resolve(modelOf('Words.')) });
    const read = createDocumentReader({ spawn: () => good, clock });
    expect((await read(file)).text).toBe('Words.');
    expect(good.isTerminated).toBe(true);

    const refusal = refused(new Refusal('is empty', 'Choose another.'), file.name);
    const bad = fakeWorker({ read: () => Promise.reject(refusal) });
    const failing = createDocumentReader({ spawn: () => bad, clock })(file);
    await expect(failing).rejects.toMatchObject({
      message: '“a.epub” is empty.',
      suggestion: 'Choose another.',
    });
    expect(bad.isTerminated).toBe(true);
  });

  it('gives up on one that never comes back, that dies, and that is not wanted any more', async () => {
    const clock = fakeClock();
    const hanging = () => fakeWorker({ read: () => new Promise(() => undefined) });
    const slow = hanging();
    const late = createDocumentReader({ spawn: () => slow, clock })(file);
    clock.pass(90_000);
    await expect(late).rejects.toThrow('“a.epub” takes too long to read.');
    expect(slow.isTerminated).toBe(true);

    const dying = hanging();
    const lost = createDocumentReader({ spawn: () => dying, clock })(file);
    dying.crash();
    await expect(lost).rejects.toThrow('“a.epub” could not be read');

    const unwanted = hanging();
    const cancel = new AbortController();
    const stopped = createDocumentReader({ spawn: () => unwanted, clock })(file, cancel.signal);
    cancel.abort();
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    expect(unwanted.isTerminated).toBe(true);
  });
});

function libraryOver(store: DocumentStore, texts: readonly string[]) {
  let now = 0;
  const left = [...texts];
  return createDocumentLibrary({
    read: () => Promise.resolve(modelOf(left.shift() ?? 'None.')),
    store,
    digest: (text) => Promise.resolve(`id ${text}`),
    timestamp: () => ++now,
    takeShared: () => Promise.resolve([]),
    onLaunched: () => undefined,
  });
}

describe('the library', () => {
  it('knows a file again, with its place and its bookmarks', async () => {
    const library = libraryOver(indexedDbDocumentStore('again'), ['One.', 'Two.', 'One.']);
    const { entry } = await library.open(file);
    const bookmarks = [{ id: 'b', name: 'Here', offset: 2 }];
    await Promise.all([
      library.remember(entry.id, { offset: 3 }),
      library.remember(entry.id, { bookmarks }),
    ]);
    await library.open(file);
    expect((await library.entries()).map(({ offset }) => offset)).toEqual([0, 3]);
    const again = await library.open(file);
    expect(again.entry).toMatchObject({ id: entry.id, offset: 3, bookmarks });
    expect((await library.entries())[0]?.id).toBe(entry.id);
    expect((await library.reopen(entry.id))?.model.text).toBe('One.');
    await library.remove(entry.id);
    expect(await library.reopen(entry.id)).toBeNull();
    expect(await library.entries()).toHaveLength(1);
  });

  it('keeps no more than fifty, the least recent go', async () => {
    const texts = Array.from({ length: 52 }, (_, i) => `Text ${i}.`);
    const library = libraryOver(indexedDbDocumentStore('many'), texts);
    for (const _ of texts) await library.open(file);
    const kept = await library.entries();
    expect(kept).toHaveLength(50);
    expect(kept.some(({ id }) => id.endsWith('Text 0.'))).toBe(false);
  });

  it('reads on where nothing can be kept', async () => {
    const full = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'));
    const store = {
      entries: full,
      entry: full,
      model: full,
      put: full,
      change: full,
      remove: full,
    };
    const library = libraryOver(store, ['One.']);
    expect((await library.open(file)).model.text).toBe('One.');
    expect(await library.entries()).toEqual([]);
  });

  it('drops what another version kept in another shape', async () => {
    const store = indexedDbDocumentStore('shapes');
    const library = libraryOver(store, ['One.']);
    const { entry, model } = await library.open(file);
    await store.put(entry, { ...model, blocks: [{ kind: 'sonnet' }] } as never);
    expect(await library.reopen(entry.id)).toBeNull();
  });
});
