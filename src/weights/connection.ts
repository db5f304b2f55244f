import type { IDBPTransaction, StoreNames } from 'idb';
import { hasName, storageError } from './errors';
import type { WeightsDatabase, WeightsSchema } from './schema';

export type Table = StoreNames<WeightsSchema>;
export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<
  WeightsSchema,
  Table[],
  Mode
>;

/** A database connection that may be lost (another tab upgrades, storage is cleared) and comes back. */
export class Connection {
  readonly #open: (onLost: () => void) => Promise<WeightsDatabase>;
  #database: Promise<WeightsDatabase> | null = null;

  constructor(open: (onLost: () => void) => Promise<WeightsDatabase>) {
    this.#open = open;
  }

  /** The open database; a failure to open is forgotten, so that the next call tries again. */
  database(): Promise<WeightsDatabase> {
    if (this.#database !== null) return this.#database;
    const forget = () => {
      if (this.#database === opening) this.#database = null;
    };
    const opening = this.#open(forget);
    this.#database = opening;
    opening.catch(forget);
    return opening;
  }

  /**
   * Runs `work` in one transaction over `tables`; rejects with a SottoError. `path` names what is
   * touched. Work that found the connection closed did nothing yet, so it is run once more.
   */
  async transact<Mode extends IDBTransactionMode, T>(
    mode: Mode,
    tables: Table[],
    operation: string,
    path: string,
    work: (transaction: Transaction<Mode>) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const database = await this.database();
      try {
        return await runOnce(database, mode, tables, work);
      } catch (thrown) {
        if (attempt > 1 || !hasName(thrown, 'InvalidStateError')) {
          throw storageError(operation, path, thrown);
        }
        this.#database = null;
      }
    }
  }

  close(): void {
    void this.#database?.then(
      (database) => database.close(),
      () => undefined,
    );
    this.#database = null;
  }
}

async function runOnce<Mode extends IDBTransactionMode, T>(
  database: WeightsDatabase,
  mode: Mode,
  tables: Table[],
  work: (transaction: Transaction<Mode>) => Promise<T>,
): Promise<T> {
  // Weights can be fetched again, so nothing waits for the disk; a torn write is found by length.
  const transaction: Transaction<Mode> = database.transaction(tables, mode, {
    durability: 'relaxed',
  });
  // Its failure reaches the caller below; here it only must not count as unhandled.
  transaction.done.catch(() => undefined);
  try {
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (thrown) {
    const cause = transaction.error ?? thrown;
    abortQuietly(transaction);
    throw cause;
  }
}

function abortQuietly(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}
