import { cancelled, isCancelled } from '../base/errors';
import { writeLock } from './names';

/** Who may write a file. */
export interface FileLocks {
  /** Runs `work` while nobody else writes the file. Rejects with kind `cancelled` when the signal aborts first. */
  hold<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** @param locks Null where the browser has none (no secure context): then this worker alone takes turns. */
export function fileLocks(locks: LockManager | null): FileLocks {
  return locks === null ? new OwnTurns() : new BrowserLocks(locks);
}

/** Across all tabs. */
class BrowserLocks implements FileLocks {
  readonly #locks: LockManager;

  constructor(locks: LockManager) {
    this.#locks = locks;
  }

  async hold<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#locks.request(writeLock(path), { signal }, work);
    } catch (thrown) {
      throw isCancelled(thrown) ? cancelled('download', 'weights') : thrown;
    }
  }
}

class OwnTurns implements FileLocks {
  readonly #last = new Map<string, Promise<unknown>>();

  hold<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(path) ?? Promise.resolve()).then(() => {
      if (signal.aborted) throw cancelled('download', 'weights');
      return work();
    });
    this.#last.set(
      path,
      turn.catch(() => undefined),
    );
    return turn;
  }
}
