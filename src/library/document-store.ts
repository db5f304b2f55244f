import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';
import {
  BLOCK_KINDS,
  DOCUMENT_FORMATS,
  EMPHASES,
  type DocumentEntry,
  type DocumentModel,
} from '../contracts/documents';

/** Documents as text, and apart from them what the list of documents needs. */
export interface DocumentStore {
  entries(): Promise<DocumentEntry[]>;
  entry(id: string): Promise<DocumentEntry | null>;
  /** Null when it is gone, or was written by a version that kept it otherwise. */
  model(id: string): Promise<DocumentModel | null>;
  put(entry: DocumentEntry, model: DocumentModel): Promise<void>;
  /** In one transaction: two changes at once both hold. Does nothing to what is gone. */
  change(id: string, change: (entry: DocumentEntry) => DocumentEntry): Promise<void>;
  remove(id: string): Promise<void>;
}

const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const span = { start: place, end: place };
const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.nullable(schema);
const about = {
  format: v.picklist(DOCUMENT_FORMATS),
  title: v.string(),
  author: maybe(v.string()),
  cover: maybe(v.blob()),
};
const entrySchema = v.object({
  ...about,
  id: v.string(),
  length: place,
  offset: place,
  bookmarks: v.array(v.object({ id: v.string(), name: v.string(), offset: place })),
  openedAt: v.number(),
});
const modelSchema = v.object({
  ...about,
  language: maybe(v.string()),
  text: v.string(),
  blocks: v.array(v.object({ ...span, kind: v.picklist(BLOCK_KINDS), level: place })),
  emphasis: v.array(v.object({ ...span, kind: v.picklist(EMPHASES) })),
  chapters: v.array(v.object({ ...span, title: v.string(), depth: place })),
  readings: v.array(v.object({ ...span, text: v.string() })),
});

interface Schema extends DBSchema {
  entries: { key: string; value: unknown };
  models: { key: string; value: unknown };
}

/** The database opens at first use, and again after a failure. */
export function indexedDbDocumentStore(databaseName = 'sotto-documents'): DocumentStore {
  let opening: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opening ??= openDB<Schema>(databaseName, 1, {
      upgrade: (db) => {
        db.createObjectStore('entries');
        db.createObjectStore('models');
      },
      terminated: () => (opening = null),
    });
    opening.catch(() => (opening = null));
    return opening;
  };
  return {
    entries: async () => {
      const all: unknown[] = await (await database()).getAll('entries');
      return all.flatMap((one) => parsed(entrySchema, one) ?? []);
    },
    entry: async (id) => parsed(entrySchema, await (await database()).get('entries', id)),
    model: async (id) => parsed(modelSchema, await (await database()).get('models', id)),
    put: async (entry, model) => {
      const transaction = (await database()).transaction(['entries', 'models'], 'readwrite');
      await Promise.all([
        transaction.objectStore('entries').put(entry, entry.id),
        transaction.objectStore('models').put(model, entry.id),
        transaction.done,
      ]);
    },
    change: async (id, change) => {
      const transaction = (await database()).transaction('entries', 'readwrite');
      const found = parsed(entrySchema, await transaction.store.get(id));
      if (found !== null) await transaction.store.put(change(found), id);
      await transaction.done;
    },
    remove: async (id) => {
      const transaction = (await database()).transaction(['entries', 'models'], 'readwrite');
      await Promise.all([
        transaction.objectStore('entries').delete(id),
        transaction.objectStore('models').delete(id),
        transaction.done,
      ]);
    },
  };
}

function parsed<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Output | null {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : null;
}
