/**
 * Players that may have an engine at once, over all pages of a browser that share our storage. An engine
 * holds a hundred megabytes: a page of thirty players must not take three thousand.
 */
import { SottoError } from '../base/errors';
import { MOST_CLIENTS } from '../contracts/embed';

export const PLACE_NAME = 'sotto-player-';

/** Leaves the place. */
export type Leave = () => void;

/** Null where the browser has none for this page: then everybody is let in. */
export type Locks = Pick<LockManager, 'request'> | null;

/** Rejects with kind `resource` (capacity) while all places are taken. */
export async function takePlace(locks: Locks, most = MOST_CLIENTS): Promise<Leave> {
  if (locks === null) return () => {};
  for (let place = 1; place <= most; place++) {
    const leave = await tryPlace(locks, `${PLACE_NAME}${place}`);
    if (leave !== null) return leave;
  }
  throw atCapacity(most);
}

function tryPlace(locks: Pick<LockManager, 'request'>, name: string): Promise<Leave | null> {
  return new Promise((resolve) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((leave) => resolve(leave));
      })
      // Denied, as everything is that has to do with storage: nobody can be counted then.
      .catch(() => resolve(() => {}));
  });
}

export function atCapacity(most: number): SottoError {
  return new SottoError(
    `Sotto is at capacity (${most} clients) in this browser.`,
    { kind: 'resource', type: 'capacity' },
    {
      operation: 'takePlace',
      component: 'embed',
      suggestion: 'Close another player, then try again.',
    },
  );
}
