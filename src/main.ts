/** The app: composes the parts, mounts the page, keeps it ready to speak. */
import { systemClock } from './base/clock';
import { asSottoError } from './base/errors';
import { compose } from './compose';
import { settingsFor } from './speech/builder';
import { DEFAULT_SETTINGS } from './speech/settings';
import { connectMediaKeys } from './ops/media-keys';
import { createShell } from './ops/shell';
import { browserEnvironment } from './ui/environment';
import { mountApp } from './ui/mount';
import {
  createPreferences,
  indexedDbTextStore,
  localStorageOrNull,
  withRemembered,
} from './ui/preferences';

/** Caching the shell competes with the first visit for network and processor; it cannot wait for ever. */
const REGISTER_AFTER_MS = 3000;
const REGISTER_AT_LATEST_MS = 15_000;

async function start(): Promise<void> {
  const app = await compose();
  const preferences = createPreferences(localStorageOrNull(), indexedDbTextStore());
  const { voiceId } = preferences.settings;
  const voice = app.shelf.voices.find(({ id }) => id === voiceId) ?? app.shelf.voices[0];
  const defaults = voice === undefined ? DEFAULT_SETTINGS : settingsFor(voice).build();
  const settings = withRemembered(defaults, preferences.settings);
  const session = app.createSession(settings);
  const trial = app.createSession(settings);
  if (voice !== undefined) session.setVoice(voice);
  // The longest way to the first sound begins before the page is drawn. What keeps the session from
  // being ready is said when Play is pressed, which tries again.
  const prepared = session.prepare().catch(() => undefined);

  const shell = createShell({
    navigator,
    window,
    serviceWorkerUrl: new URL('service.worker.js', document.baseURI).href,
    // A page that holds a text is not to be reloaded under its writer's or listener's hands.
    isBusy: () => session.state.kind !== 'empty',
  });
  const target = document.getElementById('app');
  if (target === null) throw new Error('The page has no #app.');
  mountApp(target, {
    session,
    shelf: app.shelf,
    shell,
    preferences,
    environment: browserEnvironment(app.catalogueUrl, trial),
  });
  connectMediaKeys(session, {
    mediaSession: navigator.mediaSession ?? null,
    createMetadata: (init) => new MediaMetadata(init),
    createAudio: () => new Audio(),
    createUrl: (blob) => URL.createObjectURL(blob),
    revokeUrl: (url) => URL.revokeObjectURL(url),
  });
  await Promise.race([prepared, pause(REGISTER_AT_LATEST_MS)]);
  await pause(REGISTER_AFTER_MS);
  await shell.register().catch(() => undefined);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(ms, resolve));
}

/** Without the list of voices there is no page to mount: plain words stand in its place. */
function tellFailure(thrown: unknown): void {
  const { message, suggestion } = asSottoError(thrown, { operation: 'start', component: 'main' });
  const told = Object.assign(document.createElement('p'), {
    role: 'alert',
    textContent: `${message} ${suggestion}`,
  });
  document.querySelector('main')?.replaceChildren(told);
  document.querySelector('main')?.removeAttribute('aria-busy');
}

start().catch(tellFailure);
