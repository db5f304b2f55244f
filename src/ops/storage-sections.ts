/** Sizes of what the browser keeps for us by name: its caches and small databases. */
import type { StorageSection } from '../contracts/storage-section';

type About = Omit<StorageSection, 'size' | 'clear'>;

/** Responses whose size is not written in their headers are read to be told. */
async function responseBytes(response: Response | undefined): Promise<number> {
  const told = Number(response?.headers.get('content-length') ?? Number.NaN);
  // What was packed on its way is larger here than its header says.
  const isPlain = (response?.headers.get('content-encoding') ?? null) === null;
  if (Number.isFinite(told) && isPlain) return told;
  return response === undefined ? 0 : (await response.blob()).size;
}

async function cacheBytes(caches: CacheStorage, name: string): Promise<number> {
  if (!(await caches.has(name))) return 0;
  const cache = await caches.open(name);
  let bytes = 0;
  for (const request of await cache.keys())
    bytes += await responseBytes(await cache.match(request));
  return bytes;
}

export interface CacheSectionOptions {
  readonly caches: CacheStorage;
  /** Of the caches that belong to it. */
  readonly isOurs: (name: string) => boolean;
  readonly canClear: boolean;
}

export function cacheSection(
  about: About,
  { caches, isOurs, canClear }: CacheSectionOptions,
): StorageSection {
  const names = async () => (await caches.keys()).filter(isOurs);
  return {
    ...about,
    size: async () => {
      let bytes = 0;
      for (const name of await names()) bytes += await cacheBytes(caches, name);
      return bytes;
    },
    ...(canClear
      ? {
          clear: async () => {
            for (const name of await names()) await caches.delete(name);
          },
        }
      : {}),
  };
}

/** About what a stored value takes: texts two bytes a character, buffers and files as long as they are. */
export function storedBytes(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length;
  if (value instanceof Blob) return value.size;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof Map || value instanceof Set) return storedBytes([...value]);
  if (typeof value !== 'object' || value === null) return 8;
  const parts: [string, unknown][] = Object.entries(value);
  return parts.reduce((sum, [key, part]) => sum + 2 * key.length + storedBytes(part), 0);
}

/** For stores whose owner keeps nothing of them in memory. */
export async function emptyDatabase(indexedDb: IDBFactory, name: string): Promise<void> {
  await within(indexedDb, name, 'readwrite', async (stores) => {
    for (const store of stores) await asked(store.clear());
  });
}

/** @param clear How its owner empties it. */
export function databaseSection(
  about: About,
  name: string,
  indexedDb: IDBFactory,
  clear?: () => Promise<void>,
): StorageSection {
  return {
    ...about,
    size: () => databaseBytes(indexedDb, name),
    ...(clear === undefined ? {} : { clear }),
  };
}

async function databaseBytes(indexedDb: IDBFactory, name: string): Promise<number> {
  let bytes = 0;
  await within(indexedDb, name, 'readonly', async (stores) => {
    for (const store of stores) bytes += await storeBytes(store);
  });
  return bytes;
}

/** Nothing is done where there is no such database. */
async function within(
  indexedDb: IDBFactory,
  name: string,
  mode: IDBTransactionMode,
  work: (stores: readonly IDBObjectStore[]) => Promise<void>,
): Promise<void> {
  // Opening one that is not there would make it.
  const known = await indexedDb.databases();
  if (known.every((one) => one.name !== name)) return;
  const database = await asked(indexedDb.open(name));
  // Whoever wants to change it must not wait for us.
  database.addEventListener('versionchange', () => database.close());
  try {
    const names = [...database.objectStoreNames];
    if (names.length === 0) return;
    const transaction = database.transaction(names, mode);
    await work(names.map((store) => transaction.objectStore(store)));
  } finally {
    database.close();
  }
}

/** Record by record: a store may hold more than fits in memory at once. */
function storeBytes(store: IDBObjectStore): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const request = store.openCursor();
    request.addEventListener('error', () => reject(request.error ?? new Error('unread')));
    request.addEventListener('success', () => {
      const cursor = request.result;
      if (cursor === null) return resolve(bytes);
      bytes += storedBytes(cursor.value);
      cursor.continue();
    });
  });
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('refused')));
  });
}
