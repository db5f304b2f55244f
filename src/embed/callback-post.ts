/** Posts what waits in the outbox of embedded players, from the player itself: it may reach any origin. */
import type { Clock } from '../base/clock';
import { createCourier, nextDue, type CourierDeps } from '../stories/courier';
import type { OutboxEntry } from '../stories/outbox';
import type { CallbackOutbox } from './callback-outbox';
import type { Locks } from './places';

export interface CallbackPostDeps extends Pick<CourierDeps, 'deliver' | 'timestamp' | 'random'> {
  readonly outbox: CallbackOutbox;
  readonly clock: Clock;
  /** So that of players that share an outbox one posts at a time; null: this one has its own. */
  readonly locks: Locks;
}

export interface CallbackPost {
  /** Keeps it and posts it. Never rejects: a callback must not hurt the speech. */
  send(entry: OutboxEntry): Promise<void>;
  /** Posts what waits from earlier: when the player opens (`due`), when the network is back (`now`). */
  look(when: 'due' | 'now'): Promise<void>;
}

const LOCK_NAME = 'sotto-player-callbacks';
/** Where what is due could not be settled: the outbox cannot be written. */
const AGAIN_MS = 30_000;

export function createCallbackPost(deps: CallbackPostDeps): CallbackPost {
  const { outbox, clock, locks, timestamp } = deps;
  const round = createCourier({ ...deps, store: outbox.store });
  let stopTimer: () => void = () => undefined;

  async function look(when: 'due' | 'now'): Promise<void> {
    stopTimer();
    const posting = locks === null ? round(when) : locks.request(LOCK_NAME, () => round(when));
    await posting.catch(() => undefined);
    const dueAt = nextDue(await outbox.store.outbox().catch(() => []));
    stopTimer();
    if (dueAt === null) return;
    const waitMs = dueAt - timestamp();
    stopTimer = clock.after(waitMs > 0 ? waitMs : AGAIN_MS, () => void look('due'));
  }

  return {
    send: async (entry) => {
      await outbox.add(entry).catch(() => undefined);
      await look('due');
    },
    look,
  };
}
