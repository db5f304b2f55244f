/** Lets the speech API answer fetches of the app's own origin. */
import type { Clock } from '../src/base/clock';
import { appPages } from './app-pages';
import { answerSpeech, type SpeechRouteDeps } from './speech-routes';

/** Embedded players speak for their hosts alone. */
const SPEAKING_FILES = ['', 'index.html'];

/** To be called before Workbox gets its routes: the first listener of `fetch` decides. */
export function installSpeechRoutes(worker: ServiceWorkerGlobalScope, clock: Clock): void {
  const { scope } = worker.registration;
  const findPages = () => appPages(worker, SPEAKING_FILES);
  const deps: SpeechRouteDeps = { scope, findPages, clock };
  worker.addEventListener('fetch', (event) => {
    const response = answerSpeech(event.request, deps, (work) => event.waitUntil(work));
    if (response === null) return;
    event.stopImmediatePropagation();
    event.respondWith(response);
  });
}
