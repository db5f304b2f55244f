import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A list as the hub sent it, to be read again without the network. */
export interface StoredList {
  readonly text: string;
  readonly etag: string | null;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

/** By address. */
export interface ListStore {
  read(url: string): Promise<StoredList | null>;
  write(url: string, list: StoredList): Promise<void>;
}

interface ListSchema extends DBSchema {
  lists: { key: string; value: StoredList };
}

/** In IndexedDB; the database opens on first use, and again after a failure. */
export function indexedDbListStore(databaseName = 'sotto-voice-lists'): ListStore {
  let opening: Promise<IDBPDatabase<ListSchema>> | null = null;
  const forget = () => (opening = null);
  const database = () => {
    opening ??= openDB<ListSchema>(databaseName, 1, {
      upgrade: (db) => void db.createObjectStore('lists'),
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  };
  return {
    read: async (url) => (await (await database()).get('lists', url)) ?? null,
    write: async (url, list) => void (await (await database()).put('lists', list, url)),
  };
}
