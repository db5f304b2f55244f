/** The app: composes the parts, mounts the page, keeps it ready to speak. */
import { systemClock } from './base/clock';
import { compose } from './compose';
import { DEFAULT_SETTINGS } from './speech/settings';
import { connectMediaKeys } from './ops/media-keys';
import { createShell } from './ops/shell';
import { browserEnvironment } from './ui/environment';
import { mountApp } from './ui/mount';
import { createPreferences, indexedDbTextStore, localStorageOrNull } from './ui/preferences';

/** Caching the shell competes with the first visit for network and processor. */
const REGISTER_AFTER_MS = 3000;

async function start(): Promise<void> {
  const app = await compose();
  const preferences = createPreferences(localStorageOrNull(), indexedDbTextStore());
  const session = app.createSession(DEFAULT_SETTINGS);
  const trial = app.createSession(DEFAULT_SETTINGS);
  const { voiceId } = preferences.settings;
  const voice = app.shelf.voices.find(({ id }) => id === voiceId) ?? app.shelf.voices[0];
  if (voice !== undefined) session.setVoice(voice);

  const isBusy = () => session.state.kind === 'playing' || session.state.kind === 'preparing';
  const shell = createShell({
    navigator,
    window,
    serviceWorkerUrl: new URL('service.worker.js', document.baseURI).href,
    isBusy,
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
  // What keeps it from being ready is said when Play is pressed, which tries again.
  await session.prepare().catch(() => undefined);
  systemClock.after(REGISTER_AFTER_MS, () => void shell.register().catch(() => undefined));
}

void start();
