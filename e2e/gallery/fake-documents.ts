import type {
  DocumentEntry,
  DocumentLibrary,
  DocumentModel,
  FileToRead,
  OpenDocument,
} from '../../src/contracts/documents';
import { announcementsIn } from '../../src/documents/announcements';
import { CELL_SEPARATOR, Flattener, type Segment } from '../../src/documents/flattener';

const words = announcementsIn('en');
const plain = (text: string): Segment[] => [{ text, marks: [] }];

/** One of everything that a document can hold. */
export function everyKind(): DocumentModel {
  const flat = new Flattener();
  const add = (kind: Parameters<Flattener['add']>[0]['kind'], level: number, text: string) =>
    flat.add({ kind, level, segments: plain(text) });
  flat.chapter('The Keeper', 1);
  add('heading', 1, 'The Keeper');
  flat.add({
    kind: 'paragraph',
    level: 0,
    segments: [
      ...plain('The lamp was lit '),
      { text: 'before', marks: ['emphasis'] },
      ...plain(' dusk. It was '),
      { text: 'never', marks: ['strong'] },
      ...plain(' late, and the call '),
      { text: 'light(3)', marks: ['code'] },
      ...plain(' was answered in every winter that anybody on this coast remembers.'),
    ],
  });
  flat.chapter('The Stairs', 2);
  add('heading', 2, 'The Stairs');
  for (const item of ['1. Count the steps.', '2. Count them again, slowly.']) add('item', 1, item);
  for (const item of ['Oil, a gallon of it', 'Wick']) add('item', 1, item);
  add('item', 2, 'a spare one, kept dry in the upper cupboard behind the log books');
  add('quote', 0, 'The sea is patient. The sea can wait.');
  flat.chapter('The Log', 1);
  add('heading', 1, 'The Log');
  add('note', 0, words.table(3, 3));
  for (const row of [
    ['Day', 'Wind', 'Note'],
    ['Monday', 'North', 'Calm until noon'],
    ['Tuesday', 'East', 'Fog'],
  ]) {
    add('row', 0, row.join(CELL_SEPARATOR));
  }
  add('caption', 0, 'Table 1. A quiet week.');
  const code = 'def light(hours):\n    return hours * 60\n\nprint(light(3))';
  flat.add({ kind: 'code', level: 0, segments: plain(code), says: words.code(4) });
  add('picture', 0, words.picture('A tower by the sea.'));
  add('paragraph', 0, 'It came at night. '.repeat(30));
  for (let number = 3; number < 15; number++) {
    flat.chapter(`Chapter ${number}, in which the wind turns`, 1);
    add('heading', 1, `Chapter ${number}, in which the wind turns`);
    add('paragraph', 0, 'The wind turned, and nobody said a word. '.repeat(40));
  }
  const about = { title: 'The Lighthouse Papers', author: 'Ada Quill', language: 'en' };
  return { ...about, format: 'epub', cover: null, ...flat.finish() };
}

export function entryOf(model: DocumentModel, change: Partial<DocumentEntry> = {}): DocumentEntry {
  const { format, title, author, cover, text } = model;
  const kept = { format, title, author, cover, length: text.length };
  return { id: title, ...kept, offset: 0, bookmarks: [], openedAt: 0, ...change };
}

export class FakeLibrary implements DocumentLibrary {
  list: DocumentEntry[] = [];
  /** Never settles while true. */
  isSlow = false;

  open(file: FileToRead): Promise<OpenDocument> {
    const model = { ...everyKind(), title: file.name };
    return this.isSlow ? new Promise(() => {}) : Promise.resolve({ entry: entryOf(model), model });
  }

  entries(): Promise<readonly DocumentEntry[]> {
    return Promise.resolve(this.list);
  }

  reopen(id: string): Promise<OpenDocument | null> {
    const entry = this.list.find((one) => one.id === id);
    return Promise.resolve(entry === undefined ? null : { entry, model: everyKind() });
  }

  remember(): Promise<void> {
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.list = this.list.filter((one) => one.id !== id);
    return Promise.resolve();
  }

  takeShared(): Promise<readonly FileToRead[]> {
    return Promise.resolve([]);
  }

  onLaunched(): void {
    // Nothing launches the gallery.
  }
}
