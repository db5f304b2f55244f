/** Whether this frame may keep anything, and what takes its place where it may not. */
import type { Clock } from '../base/clock';

/** A database that neither opens nor fails is one that cannot be counted on. */
const PATIENCE_MS = 3000;
const TRIAL = 'sotto-trial';

export function canStore(factory: () => IDBFactory, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    clock.after(PATIENCE_MS, () => resolve(false));
    try {
      const opening = factory().open(TRIAL);
      opening.onsuccess = () => {
        opening.result.close();
        resolve(true);
      };
      opening.onerror = (event) => {
        event.preventDefault();
        resolve(false);
      };
    } catch {
      // Sandboxed: even asking is an offence.
      resolve(false);
    }
  });
}

/** IndexedDB in this page's memory, for as long as it is open. To be called before anything uses it. */
export async function keepInMemory(): Promise<void> {
  await import('./memory-indexed-db');
}
