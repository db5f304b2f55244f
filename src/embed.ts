/** The embedded player: composes the parts, mounts the face, opens the door to the page around it. */
import { systemClock } from './base/clock';
import { asSottoError } from './base/errors';
import { browserParts, compose, type ComposeOptions, type Composition } from './compose';
import type { CallbackTarget, Theme } from './contracts/embed';
import { EMBED_VERSION } from './contracts/embed';
import type { SessionSettings } from './contracts/session';
import type { Voice } from './contracts/voices';
import { pageKeptWorkers } from './embed-workers';
import { callbackOutbox } from './embed/callback-outbox';
import { createCallbackPost } from './embed/callback-post';
import { judgeTarget } from './embed/callback-target';
import { openDoor, type DoorWindow } from './embed/door';
import { toEmbedError } from './embed/errors';
import { guardedWindow } from './embed/guarded-window';
import { mountPlayer } from './embed/mount';
import { parseOptions, type EmbedOptions } from './embed/options';
import { Outcomes } from './embed/outcomes';
import { takePlace, type Locks } from './embed/places';
import { EmbedPlayer } from './embed/player';
import { runCommand } from './embed/run-command';
import { canStore, keepInMemory } from './embed/storage';
import { ThemeSwitch } from './embed/theme';
import { createOps } from './ops/ops';
import { answerMessages } from './ops/recovery-messages';
import { settingsFor } from './speech/builder';
import { DEFAULT_SETTINGS } from './speech/settings';
import { deliver } from './stories/deliver';
import { createLogDisk } from './telemetry/log-disk';
import { voiceOfLanguage } from './voices/suited';

const options = parseOptions(location.search);
const hasOrigin = globalThis.origin !== 'null';

async function start(): Promise<void> {
  // A frame without an origin that is let observe the processor crashes (seen in Chromium 156).
  if (!hasOrigin) Reflect.deleteProperty(globalThis, 'PressureObserver');
  const theme = new ThemeSwitch(document, options.accent);
  theme.show(options.theme);
  const persistent = await canStore(() => indexedDB, systemClock);
  if (!persistent) await keepInMemory();
  const app = await composeFor(persistent);
  const voice = chooseVoice(app, options);
  const session = app.createSession(settingsWith(voice), persistent ? 'openings' : undefined);
  if (voice !== null) session.setVoice(voice);
  const { callback, problems } = ownCallback();
  const player = new EmbedPlayer({
    session,
    shelf: app.shelf,
    fetch: (...request) => fetch(...request),
    clock: systemClock,
    takePlace: () => takePlace(hasOrigin && persistent ? browserLocks() : null),
    hasGesture: () => navigator.userActivation?.hasBeenActive ?? true,
    page: { origin: location.origin, isSecure: globalThis.isSecureContext },
    callback,
  });
  tellOutcomes(player, persistent);
  const target = document.getElementById('player');
  if (target === null) throw new Error('The page has no #player.');
  const { title } = options;
  // Whoever only passes by must not have to fetch a voice.
  const isStored = () =>
    session.voice !== null && app.shelf.status(session.voice).kind === 'stored';
  const onnear = () => isStored() && player.approach();
  mountPlayer(target, { player, title, problems, appUrl: () => appUrl(player.text), onnear });
  connect(app, player, { persistent, theme });
  if (options.source !== null) await player.load(options.source, options.language).catch(() => {});
  if (options.preloads) player.approach();
}

/** What the address names, and what is wrong with it. */
function ownCallback(): { callback: CallbackTarget | null; problems: readonly string[] } {
  const { callback, problems } = options;
  const page = { origin: location.origin, isSecure: isSecureContext };
  try {
    return { callback: callback && judgeTarget(callback, page), problems };
  } catch (thrown) {
    return { callback: null, problems: [...problems, toEmbedError(thrown, 'start').message] };
  }
}

/** Callbacks: of what happens to texts here, and of what could not be told on an earlier visit. */
function tellOutcomes(player: EmbedPlayer, persistent: boolean): void {
  const post = createCallbackPost({
    outbox: callbackOutbox('sotto-player-callbacks', Date.now),
    deliver: (entry) =>
      deliver(entry, { fetch: (...request) => fetch(...request), clock: systemClock }),
    timestamp: Date.now,
    random: Math.random,
    clock: systemClock,
    locks: hasOrigin && persistent ? browserLocks() : null,
  });
  const outcomes = new Outcomes({
    facts: () => ({
      voiceId: player.session.voice?.id ?? null,
      language: player.session.settings.language,
      textLength: player.text.length,
    }),
    newJobId: () => crypto.randomUUID(),
    timestamp: Date.now,
    post: (entry) => void post.send(entry),
  });
  player.on('outcome', (outcome) => outcomes.on(outcome));
  window.addEventListener('online', () => void post.look('now'));
  if (persistent) void post.look('due');
}

interface Connected {
  readonly persistent: boolean;
  readonly theme: ThemeSwitch;
}

/** The doors: the protocol of the SDK, and the recovery API as plain messages. */
function connect(app: Composition, player: EmbedPlayer, { persistent, theme }: Connected): void {
  const ops = createOps({
    ...app,
    session: player.session,
    logDisk: createLogDisk({ databaseName: 'sotto-logs', timestamp: Date.now }),
    scope: window,
    serviceWorker: hasOrigin ? (navigator.serviceWorker ?? null) : null,
    clock: systemClock,
    timestamp: Date.now,
  });
  const { answer } = ops;
  const { origins } = options;
  const showTheme = (asked: Theme) => theme.show(asked);
  const stopRecovery = answerMessages({
    window: guardedWindow(window, systemClock),
    answer,
    // An answer goes to an origin by its name; a host without one has the SDK's port.
    isAllowed: (origin) => origin !== 'null' && origins.includes(origin),
    clock: systemClock,
  });
  const isolated = globalThis.crossOriginIsolated;
  const door = openDoor({
    window: window as unknown as DoorWindow,
    // Opened by itself, there is nobody around it to talk to.
    origins: window.parent === window ? [] : origins,
    run: (command) => runCommand(command, { player, showTheme, answer }),
    info: () => ({
      version: EMBED_VERSION,
      voices: player.voices,
      status: player.status,
      isolated,
      persistent,
    }),
    clock: systemClock,
  });
  player.on('event', (event) => door.tell(event));
  window.addEventListener('pagehide', (event) => {
    void ops.flush();
    if (event.persisted) return;
    stopRecovery();
    door.close();
  });
}

function composeFor(persistent: boolean): Promise<Composition> {
  // A thread of a runtime is a worker by address, which a frame without an origin may not start.
  const given: ComposeOptions = hasOrigin ? {} : { threads: 1 };
  if (persistent) return compose(given);
  return compose(given, { ...browserParts, ...pageKeptWorkers(hasOrigin) });
}

function chooseVoice({ shelf }: Composition, asked: EmbedOptions): Voice | null {
  const { voices } = shelf;
  const named = voices.find(({ id }) => id === asked.voiceId);
  return named ?? voiceOfLanguage(voices, asked.language);
}

function settingsWith(voice: Voice | null): SessionSettings {
  const settings = voice === null ? DEFAULT_SETTINGS : settingsFor(voice).build();
  const isSpoken = options.language !== null && voice?.languages.includes(options.language);
  const language = isSpoken === true ? options.language : settings.language;
  return { ...settings, speed: options.speed, language: language ?? settings.language };
}

/** A fragment stays in the browser: what is read is not sent to the app's server. */
function appUrl(text: string): string {
  const url = new URL('./', document.baseURI);
  if (text !== '' && text.length <= MOST_LINKED) url.hash = `read=${encodeURIComponent(text)}`;
  return url.href;
}
const MOST_LINKED = 20_000;

function browserLocks(): Locks {
  return 'locks' in navigator ? navigator.locks : null;
}

/** Without the list of voices there is no player to mount: plain words stand in its place. */
function tellFailure(thrown: unknown): void {
  const { message, suggestion } = asSottoError(thrown, { operation: 'start', component: 'embed' });
  const told = document.getElementById('told');
  if (told !== null) told.textContent = `${message} ${suggestion}`;
}

start().catch(tellFailure);
