/** The page's part of outgoing callbacks: it knows when one is due and wakes the service worker, which posts. */
import type { Clock } from '../../base/clock';
import { DELIVER_SYNC_TAG, type DeliverMessage } from '../../contracts/callback';
import { nextDue } from '../../stories/courier';
import type { StoryStore } from '../../stories/store';

/** The parts of a registration that are needed; background sync is Chromium's alone. */
export interface PostRegistration {
  readonly active: { postMessage(message: DeliverMessage): void } | null;
  readonly sync?: { register(tag: string): Promise<void> };
}

export interface PostOfficeDeps {
  readonly store: Pick<StoryStore, 'outbox'>;
  /** Null while there is no service worker. */
  readonly registration: () => Promise<PostRegistration | null>;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
}

export interface PostOffice {
  /** Looks what waits; to be called when a story has changed. */
  look(): Promise<void>;
  /** The network is back. */
  online(): Promise<void>;
  dispose(): void;
}

/** After waking it: a service worker that is gone or busy is asked again. */
const AGAIN_MS = 30_000;

export function createPostOffice(deps: PostOfficeDeps): PostOffice {
  const { store, registration, clock, timestamp } = deps;
  let stopTimer: () => void = () => undefined;
  let isDisposed = false;

  async function look(when: DeliverMessage['when']): Promise<void> {
    const dueAt = nextDue(await store.outbox().catch(() => []));
    stopTimer();
    if (dueAt === null || isDisposed) return;
    const waitMs = when === 'now' ? 0 : dueAt - timestamp();
    if (waitMs > 0) {
      stopTimer = clock.after(waitMs, () => void look('due'));
      return;
    }
    stopTimer = clock.after(AGAIN_MS, () => void look('due'));
    const found = await registration().catch(() => null);
    found?.active?.postMessage({ type: 'sotto-deliver-callbacks', when });
    // So that it goes on when this page is closed before the network is back; not all browsers can.
    await found?.sync?.register(DELIVER_SYNC_TAG).catch(() => undefined);
  }

  return {
    look: () => look('due'),
    online: () => look('now'),
    dispose: () => {
      isDisposed = true;
      stopTimer();
    },
  };
}
