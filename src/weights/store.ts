import { withDeadline, type DeadlineContext } from '../base/abort';
import { systemClock, type Clock } from '../base/clock';
import { Connection } from './connection';
import { storageUnavailable } from './errors';
import { IndexedDbStore } from './indexed-db-store';
import { openWeightsDatabase, type WeightsDatabase } from './schema';
import type { WeightsStore } from './weights-store';

export type { WeightsStore } from './weights-store';

export interface StoreOptions {
  readonly databaseName?: string;
  readonly clock?: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp?: () => number;
}

const OPEN_TIMEOUT_MS = 10_000;

/** Rejects with kind `resource` where the browser keeps no database for this page. */
export async function openWeightsStore({
  databaseName = 'sotto-weights',
  clock = systemClock,
  timestamp = Date.now,
}: StoreOptions = {}): Promise<WeightsStore> {
  const context = { operation: 'open', component: 'weights', clock };
  const connection = new Connection((onLost) => openWithDeadline(databaseName, onLost, context));
  await connection.database();
  return new IndexedDbStore(connection, timestamp);
}

async function openWithDeadline(
  name: string,
  onLost: () => void,
  context: DeadlineContext,
): Promise<WeightsDatabase> {
  const opening = openWeightsDatabase(name, onLost);
  try {
    return await withDeadline(opening, OPEN_TIMEOUT_MS, context);
  } catch (thrown) {
    // Should it open after all, nobody will use it.
    opening.then(
      (database) => database.close(),
      () => undefined,
    );
    throw storageUnavailable(thrown);
  }
}
