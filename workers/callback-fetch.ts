/** Wires the service worker to stories: incoming callbacks, and the outgoing ones that pages ask it to post. */
import type { Clock } from '../src/base/clock';
import { DELIVER_SYNC_TAG, parseDeliverMessage } from '../src/contracts/callback';
import { createCourier, nextDue } from '../src/stories/courier';
import { deliver } from '../src/stories/deliver';
import { browserDevice } from '../src/stories/device';
import { storyNews, STORY_CHANNEL } from '../src/stories/news';
import { createStoryStore } from '../src/stories/store';
import { answerCallback } from './callback-routes';

/** https://wicg.github.io/background-sync/spec/, which Chromium alone has. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

/** To be called before other routes get theirs: the first listener of `fetch` decides. */
export function installCallbacks(worker: ServiceWorkerGlobalScope, clock: Clock): void {
  const news = storyNews(new BroadcastChannel(STORY_CHANNEL));
  const store = createStoryStore({
    timestamp: Date.now,
    device: browserDevice(worker.navigator),
    onChange: (storyId) => news.tell(storyId),
  });
  const deps = { scope: worker.registration.scope, store };
  // A worker's own posts do not come by its fetch listener: a story may name this very app.
  const post = (url: string, init: RequestInit) =>
    answerCallback(new Request(url, init), deps) ?? fetch(url, init);
  const round = createCourier({
    store,
    deliver: (entry) => deliver(entry, { fetch: post, clock }),
    timestamp: Date.now,
    random: Math.random,
  });
  worker.addEventListener('fetch', (event) => {
    const response = answerCallback(event.request, deps);
    if (response === null) return;
    event.stopImmediatePropagation();
    event.respondWith(response);
  });
  worker.addEventListener('message', (event) => {
    const message = parseDeliverMessage(event.data);
    if (message !== null) event.waitUntil(round(message.when));
  });
  // A sync that rejects is asked for again by the browser, later and later.
  const synced = async () => {
    await round('now');
    if (nextDue(await store.outbox()) !== null) throw new Error('Some callbacks still wait.');
  };
  worker.addEventListener('sync' as 'message', (event: unknown) => {
    const { tag, waitUntil } = event as SyncEvent;
    if (tag === DELIVER_SYNC_TAG) waitUntil.call(event, synced());
  });
}
