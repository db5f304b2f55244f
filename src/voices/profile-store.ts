import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Profiles as they were written, by id. What is read is judged by the reader. */
export interface ProfileStore {
  all(): Promise<readonly (readonly [key: string, value: unknown])[]>;
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

interface ProfileSchema extends DBSchema {
  profiles: { key: string; value: unknown };
}

/** In IndexedDB; the database opens on first use, and again after a failure. */
export function indexedDbProfileStore(databaseName = 'sotto-profiles'): ProfileStore {
  let opening: Promise<IDBPDatabase<ProfileSchema>> | null = null;
  const forget = () => (opening = null);
  const database = () => {
    opening ??= openDB<ProfileSchema>(databaseName, 1, {
      upgrade: (db) => void db.createObjectStore('profiles'),
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  };
  return {
    all: async () => {
      const { store, done } = (await database()).transaction('profiles');
      const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll(), done]);
      return keys.map((key, i) => [key, values[i]] as const);
    },
    get: async (key) => (await database()).get('profiles', key),
    put: async (key, value) => void (await (await database()).put('profiles', value, key)),
    remove: async (key) => (await database()).delete('profiles', key),
  };
}
