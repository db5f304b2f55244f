/**
 * Keeps the whole shell for use without a network, offers new versions without forcing them, and adds
 * isolation headers where the host cannot. A voice's weights pass by: they live in IndexedDB.
 */
import { clientsClaim, type WorkboxPlugin } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { createPartialResponse } from 'workbox-range-requests';
import { registerRoute, setCatchHandler } from 'workbox-routing';
import { CacheFirst, NetworkOnly } from 'workbox-strategies';
import { isActivateMessage } from '../src/contracts/shell';
import { isolated, needsIsolation } from './isolation';
import {
  GRAPHICS_CACHE,
  forgetOldGraphics,
  isGraphicsRuntime,
  keepGraphics,
} from './graphics-cache';

declare const self: ServiceWorkerGlobalScope;

const manifest = self.__WB_MANIFEST;
const urlOf = (entry: PrecacheEntry | string) => (typeof entry === 'string' ? entry : entry.url);
const graphicsUrls = manifest
  .map(urlOf)
  .filter(isGraphicsRuntime)
  .map((url) => new URL(url, self.location.href).href);

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

addPlugins([cutRange, isolate]);
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
