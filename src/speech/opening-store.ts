import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { OpeningStore } from './opening-memory';

interface OpeningRecord {
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly keptAt: number;
}

interface OpeningSchema extends DBSchema {
  openings: { key: string; value: OpeningRecord; indexes: { keptAt: number } };
}

export interface OpeningStoreOptions {
  readonly databaseName?: string;
  /** Beyond it the oldest go. An opening is a plan and one to three utterances of sound. */
  readonly maxRecords?: number;
  readonly timestamp?: () => number;
}

/** In IndexedDB; the database opens on first use, and again after a failure. */
export function indexedDbOpeningStore({
  databaseName = 'sotto-openings',
  maxRecords = 24,
  timestamp = Date.now,
}: OpeningStoreOptions = {}): OpeningStore {
  let opening: Promise<IDBPDatabase<OpeningSchema>> | null = null;
  const forget = () => (opening = null);
  const database = () => {
    opening ??= openDB<OpeningSchema>(databaseName, 1, {
      upgrade: (db) => void db.createObjectStore('openings').createIndex('keptAt', 'keptAt'),
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  };
  return {
    get: async (key) => (await (await database()).get('openings', key))?.value,
    put: async (key, value) => {
      const tx = (await database()).transaction('openings', 'readwrite', { durability: 'relaxed' });
      await tx.store.put({ value, keptAt: timestamp() }, key);
      let surplus = (await tx.store.count()) - maxRecords;
      let oldest = surplus > 0 ? await tx.store.index('keptAt').openCursor() : null;
      for (; oldest !== null && surplus > 0; surplus--) {
        await oldest.delete();
        oldest = await oldest.continue();
      }
      await tx.done;
    },
    drop: async (prefix) => {
      await (await database()).delete('openings', IDBKeyRange.bound(prefix, `${prefix}\uffff`));
    },
  };
}
