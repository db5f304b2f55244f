/**
 * Keeps the whole shell for use without a network, offers new versions without forcing them, and adds
 * isolation headers where the host cannot. A voice's weights pass by: they live in IndexedDB.
 */
import { clientsClaim, type WorkboxPlugin } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  matchPrecache,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { createPartialResponse } from 'workbox-range-requests';
import { registerRoute, setCatchHandler } from 'workbox-routing';
import { CacheFirst, NetworkOnly } from 'workbox-strategies';
import { systemClock } from '../src/base/clock';
import { SHARE_PATH } from '../src/contracts/documents';
import { isActivateMessage } from '../src/contracts/shell';
import { isolated, needsIsolation } from './isolation';
import {
  GRAPHICS_CACHE,
  forgetOldGraphics,
  isGraphicsRuntime,
  keepGraphics,
} from './graphics-cache';
import { installCallbacks } from './callback-fetch';
import { installRecoveryRoutes } from './recovery-fetch';
import { takeShare } from './share-target';
import { installSpeechRoutes } from './speech-fetch';

declare const self: ServiceWorkerGlobalScope;

const manifest = self.__WB_MANIFEST;
const urlOf = (entry: PrecacheEntry | string) => (typeof entry === 'string' ? entry : entry.url);
const urls = manifest.map((entry) => new URL(urlOf(entry), self.location.href).href);
const graphicsUrls = urls.filter(isGraphicsRuntime);
/** The CPU runtime; its address names its content. */
const runtimeUrls = urls.filter((url) => url.endsWith('.wasm') && !isGraphicsRuntime(url));

/** Media elements ask for ranges; a cache holds whole files. */
const cutRange: WorkboxPlugin = {
  cachedResponseWillBeUsed: async ({ request, cachedResponse }) =>
    cachedResponse && request.headers.has('range')
      ? createPartialResponse(request, cachedResponse)
      : cachedResponse,
};
const isolate: WorkboxPlugin = {
  handlerWillRespond: async ({ response }) => isolated(response),
};

/** Null when it is not there, which some browsers tell by failing. */
async function fromHttpCache({ url }: Request): Promise<Response | null> {
  const cached = await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }).catch(
    () => null,
  );
  return cached?.ok === true ? cached : null;
}

installCallbacks(self, systemClock);
installRecoveryRoutes(self, systemClock);
installSpeechRoutes(self, systemClock);
const { scope } = self.registration;
registerRoute(
  ({ url }) => url.href === `${scope}${SHARE_PATH}`,
  ({ request }) => takeShare(request, { caches, scope }),
  'POST',
);
addPlugins([cutRange, isolate]);
// Before the precache, which holds it too: the browser keeps what it compiled with the copy it ran first,
// and that came through the HTTP cache, before there was a service worker.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && runtimeUrls.includes(url.href),
  async ({ request }) =>
    (await fromHttpCache(request)) ?? (await matchPrecache(request.url)) ?? fetch(request),
);
precacheAndRoute(
  manifest.filter((entry) => !isGraphicsRuntime(urlOf(entry))),
  // Pages keep what they were opened with (`?text=...`) in the address; the file is the same.
  { ignoreURLParametersMatching: [/./] },
);
cleanupOutdatedCaches();

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && graphicsUrls.includes(url.href),
  new CacheFirst({ cacheName: GRAPHICS_CACHE, plugins: [isolate] }),
);
registerRoute(
  ({ request, sameOrigin }) => sameOrigin && needsIsolation(request),
  new NetworkOnly({ plugins: [isolate] }),
);
// An unknown address without a network: the app itself, at its own address.
setCatchHandler(({ request }) =>
  Promise.resolve(
    request.mode === 'navigate' ? Response.redirect(self.registration.scope) : Response.error(),
  ),
);

self.addEventListener('install', (event) => event.waitUntil(keepGraphics(graphicsUrls)));
self.addEventListener('activate', (event) => event.waitUntil(forgetOldGraphics(graphicsUrls)));
self.addEventListener('message', (event) => {
  if (isActivateMessage(event.data)) event.waitUntil(self.skipWaiting());
});
clientsClaim();
