/** The app: composes the parts, mounts the page, keeps it ready to speak. */
import { systemClock } from './base/clock';
import { asSottoError } from './base/errors';
import { compose } from './compose';
import { settingsFor } from './speech/builder';
import { DEFAULT_SETTINGS } from './speech/settings';
import { connectMediaKeys } from './ops/media-keys';
import { createDeviceRoom } from './ops/device-room';
import { createOps } from './ops/ops';
import { createShell } from './ops/shell';
import { openSpeechDoor } from './ops/speech-door';
import { createSpeechEncoder } from './ops/speech-door-encoder';
import { browserDocumentLibrary } from './library/browser-library';
import { browserStories, browserStoryShelf } from './library/stories/browser-stories';
import { spawnDocumentsWorker, spawnEncodeWorker } from './rpc/spawn';
import { createProfileShelf } from './voices/profile-shelf';
import { indexedDbProfileStore } from './voices/profile-store';
import { voiceForListener } from './voices/suited';
import { createLogDisk } from './telemetry/log-disk';
import { browserEnvironment } from './ui/environment';
import { mountApp } from './ui/mount';
import { recallProfile, withRecalled } from './ui/profiles/recall';
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
  const isOurs = voiceId === undefined || app.shelf.voices.some(({ id }) => id === voiceId);
  // The voice of last time came from elsewhere: only the device knows of it.
  if (!isOurs) await app.shelf.recalled();
  const voice =
    app.shelf.voices.find(({ id }) => id === voiceId) ??
    voiceForListener(app.shelf.voices, navigator.languages);
  const defaults = voice === null ? DEFAULT_SETTINGS : settingsFor(voice).build();
  const profiles = createProfileShelf({
    store: indexedDbProfileStore(),
    newId: () => crypto.randomUUID(),
  });
  const recalled = await recallProfile(profiles, preferences.settings.profileId ?? null);
  const settings = withRecalled(withRemembered(defaults, preferences.settings), recalled);
  const storyShelf = browserStoryShelf();
  const session = app.createSession(settings, 'openings', storyShelf.recordings.over);
  const trial = app.createSession(settings);
  if (voice !== null) session.setVoice(voice);
  // The longest way to the first sound begins before the page is drawn. What keeps the session from
  // being ready is said when Play is pressed, which tries again.
  const prepared = session.prepare().catch(() => undefined);

  const ops = createOps({
    ...app,
    session,
    logDisk: createLogDisk({ databaseName: 'sotto-logs', timestamp: Date.now }),
    scope: window,
    serviceWorker: navigator.serviceWorker ?? null,
    clock: systemClock,
    timestamp: Date.now,
  });
  window.addEventListener('pagehide', () => void ops.flush());

  const door = openSpeechDoor({
    ...app,
    session,
    container: navigator.serviceWorker ?? null,
    createEncoder: () => createSpeechEncoder(spawnEncodeWorker, systemClock),
    clock: systemClock,
  });

  const shell = createShell({
    navigator,
    window,
    serviceWorkerUrl: new URL('service.worker.js', document.baseURI).href,
    // A page that holds a text is not to be reloaded under its writer's or listener's hands.
    isBusy: () => session.state.kind !== 'empty' || door.isBusy,
  });
  const target = document.getElementById('app');
  if (target === null) throw new Error('The page has no #app.');
  mountApp(target, {
    session,
    shelf: app.shelf,
    loadFinder: app.loadFinder,
    shell,
    preferences,
    environment: {
      ...browserEnvironment(app.catalogueUrl, trial, app.createExports(session)),
      device: createDeviceRoom({
        logs: ops.feed.logs,
        indexedDb: indexedDB,
        // Absent outside secure contexts, whatever the types say.
        caches: 'caches' in globalThis ? caches : null,
        persist: () => navigator.storage.persist(),
      }),
    },
    health: ops.feed,
    stories: browserStories(storyShelf, { ...app, session, clock: systemClock }),
    documents: browserDocumentLibrary({
      spawn: spawnDocumentsWorker,
      clock: systemClock,
      page: window,
    }),
    profiles: { shelf: profiles, ...recalled },
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
