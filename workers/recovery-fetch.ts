/** Lets the recovery API answer fetches of the app's own origin. */
import type { Clock } from '../src/base/clock';
import { appPages } from './app-pages';
import { answerRecovery, type RouteDeps } from './recovery-routes';

/** Names of the files that hold the app; other pages of the folder answer nothing. */
const APP_FILES = ['', 'index.html', 'embed.html'];

/** To be called before Workbox gets its routes: the first listener of `fetch` decides. */
export function installRecoveryRoutes(worker: ServiceWorkerGlobalScope, clock: Clock): void {
  const { scope } = worker.registration;
  const findPages = () => appPages(worker, APP_FILES);
  const deps: RouteDeps = { scope, findPages, clock, newId: () => crypto.randomUUID() };
  worker.addEventListener('fetch', (event) => {
    const response = answerRecovery(event.request, deps);
    if (response === null) return;
    event.stopImmediatePropagation();
    event.respondWith(response);
  });
}
