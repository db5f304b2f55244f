/** Outcomes that are still to be told, kept across visits where the frame may keep anything. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CourierDeps } from '../stories/courier';
import { afterAttempt, isForgotten, type OutboxEntry } from '../stories/outbox';

interface OutboxSchema extends DBSchema {
  outbox: { key: string; value: OutboxEntry };
}

export interface CallbackOutbox {
  readonly store: CourierDeps['store'];
  /** Leaves it out where too many wait already. */
  add(entry: OutboxEntry): Promise<void>;
}

/** A page that makes failures by the hundred must not fill the disk with them. */
const MOST_WAITING = 200;

/** @param timestamp Milliseconds since the epoch. */
export function callbackOutbox(databaseName: string, timestamp: () => number): CallbackOutbox {
  let opening: Promise<IDBPDatabase<OutboxSchema>> | null = null;
  const forget = () => (opening = null);
  const database = () => {
    opening ??= openDB<OutboxSchema>(databaseName, 1, {
      upgrade: (db) => void db.createObjectStore('outbox', { keyPath: 'jobId' }),
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  };
  return {
    store: {
      outbox: async () => (await database()).getAll('outbox'),
      settle: async (jobId, result, random) => {
        const tx = (await database()).transaction('outbox', 'readwrite');
        const entry = await tx.store.get(jobId);
        if (entry?.state === 'waiting') {
          await tx.store.put(afterAttempt(entry, result, timestamp(), random));
        }
        for (const one of await tx.store.getAll()) {
          if (isForgotten(one, timestamp())) await tx.store.delete(one.jobId);
        }
        await tx.done;
      },
    },
    add: async (entry) => {
      const tx = (await database()).transaction('outbox', 'readwrite');
      const waiting = (await tx.store.getAll()).filter(({ state }) => state === 'waiting');
      if (waiting.length < MOST_WAITING) await tx.store.put(entry);
      await tx.done;
    },
  };
}
