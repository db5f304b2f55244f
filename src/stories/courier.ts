/** Delivers what is due in the outbox, one round at a time. */
import type { DeliveryResult, OutboxEntry } from './outbox';
import type { StoryStore } from './store';

export interface CourierDeps {
  readonly store: Pick<StoryStore, 'outbox' | 'settle'>;
  readonly deliver: (entry: OutboxEntry) => Promise<DeliveryResult>;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** @param when `now`: all that waits, because the network has just come back. */
export type DeliveryRound = (when: 'due' | 'now') => Promise<void>;

/** Rounds that are asked for while one is under way are that one. Never rejects. */
export function createCourier(deps: CourierDeps): DeliveryRound {
  let running: Promise<void> | null = null;
  return (when) => {
    running ??= round(deps, when)
      .catch(() => undefined)
      .finally(() => (running = null));
    return running;
  };
}

async function round(
  { store, deliver, timestamp, random }: CourierDeps,
  when: 'due' | 'now',
): Promise<void> {
  const waiting = (await store.outbox()).filter(({ state }) => state === 'waiting');
  const due = waiting.filter(({ nextAt }) => when === 'now' || nextAt <= timestamp());
  for (const entry of due) await store.settle(entry.jobId, await deliver(entry), random());
}

/** When the next attempt is due; null when nothing waits. */
export function nextDue(entries: readonly OutboxEntry[]): number | null {
  const times = entries.filter(({ state }) => state === 'waiting').map(({ nextAt }) => nextAt);
  return times.length === 0 ? null : Math.min(...times);
}
