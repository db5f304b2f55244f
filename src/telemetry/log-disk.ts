/**
 * Log entries in IndexedDB, in batches. Each append throws out what is too old or too much, in the same
 * transaction: several tabs may write at once and none can make the log outgrow its limits.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { LogEntry } from '../contracts/health';

export interface LogDisk {
  append(entries: readonly LogEntry[]): Promise<void>;
  /** Of all tabs and visits, oldest first. */
  read(): Promise<LogEntry[]>;
  clear(): Promise<void>;
  close(): void;
}

export interface LogLimits {
  /** Of ordinary entries and of errors each. */
  readonly maxBytes: number;
  readonly ordinaryMs: number;
  readonly errorsMs: number;
}

const DAY_MS = 24 * 60 * 60_000;
export const LOG_LIMITS: LogLimits = {
  maxBytes: 2 ** 20,
  ordinaryMs: 30 * DAY_MS,
  errorsMs: 90 * DAY_MS,
};

interface Batch {
  readonly entries: readonly LogEntry[];
  readonly bytes: number;
  /** Time of the latest entry. */
  readonly to: number;
}

interface BatchStore {
  key: number;
  value: Batch;
  indexes: { bytes: number; to: number };
}
interface LogSchema extends DBSchema {
  ordinary: BatchStore;
  errors: BatchStore;
}
type Table = 'ordinary' | 'errors';
const TABLES: readonly Table[] = ['ordinary', 'errors'];
type Writing = IDBPTransaction<LogSchema, Table[], 'readwrite'>;

export interface LogDiskOptions {
  readonly databaseName: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  readonly limits?: LogLimits;
}

export function createLogDisk({
  databaseName,
  timestamp,
  limits = LOG_LIMITS,
}: LogDiskOptions): LogDisk {
  let opened: Promise<IDBPDatabase<LogSchema>> | null = null;
  const close = () => {
    const closing = opened;
    opened = null;
    closing?.then((database) => database.close()).catch(() => undefined);
  };
  const open = () => {
    opened ??= openLog(databaseName, close);
    // A failure is forgotten: the next batch tries again.
    opened.catch(() => (opened = null));
    return opened;
  };
  const transact = async (work: (tx: Writing) => Promise<unknown>[]) => {
    const tx = (await open()).transaction([...TABLES], 'readwrite', { durability: 'relaxed' });
    await Promise.all([...work(tx), tx.done]);
  };
  const oldestMs = (table: Table) =>
    timestamp() - (table === 'errors' ? limits.errorsMs : limits.ordinaryMs);
  return {
    append: async (entries) => {
      await transact((tx) => {
        const added = TABLES.flatMap((table) => {
          const batch = batchOf(entries.filter((entry) => tableOf(entry) === table));
          return batch === null ? [] : tx.objectStore(table).add(batch);
        });
        // Not left to the browser: the page may be put aside before it would, and block others with it.
        tx.commit();
        return added;
      });
      await transact((tx) =>
        TABLES.map(async (table) => {
          await dropOld(tx, table, oldestMs(table));
          await dropExcess(tx, table, limits.maxBytes);
        }),
      );
    },
    read: async () => {
      const database = await open();
      const batches = await Promise.all(TABLES.map((table) => database.getAll(table)));
      const entries = batches.flatMap((all) => all.flatMap((batch) => batch.entries));
      return entries.sort((a, b) => a.timestamp - b.timestamp);
    },
    clear: () => transact((tx) => TABLES.map((table) => tx.objectStore(table).clear())),
    close,
  };
}

function openLog(name: string, close: () => void): Promise<IDBPDatabase<LogSchema>> {
  return openDB<LogSchema>(name, 1, {
    upgrade: (database) => {
      for (const table of TABLES) {
        const store = database.createObjectStore(table, { autoIncrement: true });
        store.createIndex('bytes', 'bytes');
        store.createIndex('to', 'to');
      }
    },
    // A newer version in another tab is not to wait for this one.
    blocking: close,
    terminated: close,
  });
}

function tableOf({ severity }: LogEntry): Table {
  return severity === 'error' || severity === 'critical' ? 'errors' : 'ordinary';
}

function batchOf(entries: readonly LogEntry[]): Batch | null {
  if (entries.length === 0) return null;
  const to = entries.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0);
  return { entries, bytes: JSON.stringify(entries).length, to };
}

async function dropOld(tx: Writing, table: Table, beforeMs: number): Promise<void> {
  const store = tx.objectStore(table);
  const old = await store.index('to').getAllKeys(IDBKeyRange.upperBound(beforeMs, true));
  await Promise.all(old.map((key) => store.delete(key)));
}

/** The oldest go first. Sizes are read from the index alone, without the entries. */
async function dropExcess(tx: Writing, table: Table, maxBytes: number): Promise<void> {
  const store = tx.objectStore(table);
  const sizes: { readonly key: number; readonly bytes: number }[] = [];
  let cursor = await store.index('bytes').openKeyCursor();
  for (; cursor !== null; cursor = await cursor.continue()) {
    sizes.push({ key: cursor.primaryKey, bytes: cursor.key });
  }
  let excessBytes = sizes.reduce((sum, { bytes }) => sum + bytes, 0) - maxBytes;
  for (const { key, bytes } of sizes.sort((a, b) => a.key - b.key)) {
    if (excessBytes <= 0) return;
    await store.delete(key);
    excessBytes -= bytes;
  }
}
