/** Builds the parts of Sotto and hands each what it needs. Shared by the page and the lab. */
import workletUrl from '../workers/player.worklet.ts?worker&url';
import { inspectChunk } from './audio/inspect';
import { prepareChunk } from './audio/join';
import { systemClock } from './base/clock';
import { Emitter } from './base/events';
import type { Player } from './contracts/playback';
import type { ExportDesk, ExportWorkerApi } from './contracts/export';
import type { SessionSettings, SpeechSession } from './contracts/session';
import type { Recovery } from './contracts/resilience';
import type { ResourceReport } from './contracts/resources';
import type { VoiceFinder } from './contracts/voice-finder';
import type { VoiceShelf } from './contracts/voices';
import type { WeightsApi } from './contracts/workers';
import { createEngineClient } from './engines/client';
import { createSilentSynthesizer } from './engines/silent';
import { createPlayer } from './player/player';
import { webAudio } from './player/web-audio';
import { createPressureSource, pressureObserverOf, type PressureSource } from './quality/pressure';
import { createQuality } from './quality/quality';
import { steadyQuality } from './quality/steady';
import { createSynthesizer as createLadder, type SynthesizerDeps } from './resilience/create';
import { Ladders } from './resilience/ladders';
import { createRecovery } from './resilience/recovery';
import type { WorkerLike } from './rpc/connect';
import { PutAside, type EndableWorker } from './rpc/put-aside';
import { restingLink } from './rpc/resting';
import { revivingLink } from './rpc/reviving';
import {
  spawnEncodeWorker,
  spawnEngineWorker,
  spawnFormantWorker,
  spawnTextWorker,
  spawnWeightsWorker,
  workersVersion,
} from './rpc/spawn';
import type { CreateSynthesizer } from './speech/engine-keeper';
import { EngineLedger } from './speech/engine-ledger';
import { EnginePool } from './speech/engine-pool';
import { defaultLimits } from './speech/engine-size';
import { createExportDesk } from './speech/export-desk';
import { indexedDbOpeningStore } from './speech/opening-store';
import { createOpenings, type Openings } from './speech/openings';
import { Session } from './speech/session';
import { sharedFormant } from './speech/shared-formant';
import { shareSynthesizers } from './speech/shared-synthesizers';
import { createShelf } from './speech/shelf';
import { smallerVoice } from './speech/smaller-voice';
import { createTextClient, type TextClient, type TextEvents } from './speech/text-client';
import { fetchCatalogue } from './voices/catalogue';

const clock = systemClock;
/** After a download its worker holds tens of megabytes of pieces that nobody needs any more. */
const WEIGHTS_REST_MS = 2000;

export interface ComposeOptions {
  /** Threads of the WASM backend; 0 lets the engine choose. */
  readonly threads?: number;
  /** 'off' takes the message transport although shared memory is there. */
  readonly sharedMemory?: 'auto' | 'off';
  /** The chosen voice alone, always at the quality asked for: what fails rejects, what is slow is late. */
  readonly isSteady?: boolean;
  /** The quality asked for, however slow the device; the ladder still stands. */
  readonly hasSteadyQuality?: boolean;
}

/** What touches the browser. The chaos page puts faulty ones in their place (chaos.html). */
export interface Parts {
  readonly spawnText: () => WorkerLike;
  readonly spawnEngine: () => EndableWorker;
  readonly spawnWeights: () => EndableWorker;
  readonly spawnFormant: () => WorkerLike;
  readonly createPlayer: (sharedMemory: 'auto' | 'off') => Player;
}

export const browserParts: Parts = {
  spawnText: spawnTextWorker,
  spawnEngine: spawnEngineWorker,
  spawnWeights: spawnWeightsWorker,
  spawnFormant: spawnFormantWorker,
  createPlayer: createWebPlayer,
};

export interface Composition {
  readonly catalogueUrl: string;
  readonly shelf: VoiceShelf;
  /** Fetches what finds more voices. */
  loadFinder(): Promise<VoiceFinder>;
  readonly text: TextClient;
  readonly textEvents: Pick<Emitter<TextEvents>, 'on'>;
  readonly createSynthesizer: CreateSynthesizer;
  readonly recovery: Recovery;
  readonly ladders: Ladders;
  readonly pressure: PressureSource;
  /** What the voices hold of the device's memory. */
  readonly resources: () => ResourceReport;
  /** @param remembers Keeps beginnings on the device, so that a page opened again speaks at once. */
  createSession(
    settings: SessionSettings,
    remembers?: 'openings',
    /** What is kept of texts beyond their beginnings, such as stories. */
    over?: (openings: Openings) => Openings,
  ): SpeechSession;
  /** Where the app's exports are made, beside what this session reads. */
  createExports(session: Pick<SpeechSession, 'shareLoad'>): ExportDesk;
  dispose(): void;
}

export async function compose(
  options: ComposeOptions = {},
  parts: Parts = browserParts,
): Promise<Composition> {
  const catalogueUrl = new URL('voices/catalogue.json', document.baseURI).href;
  const catalogue = await fetchCatalogue((...request) => fetch(...request), catalogueUrl);
  const textEvents = new Emitter<TextEvents>();
  const text = createTextClient({ spawn: parts.spawnText, clock, events: textEvents });
  const aside = new PutAside(window);
  const weights = restingLink(
    revivingLink<WeightsApi>(aside.watching(parts.spawnWeights), { component: 'weights', clock }),
    { clock, afterMs: WEIGHTS_REST_MS },
  );
  const shelf = createShelf({
    voices: catalogue.voices,
    weights,
    baseUrl: catalogueUrl,
    persist: () => navigator.storage.persist(),
    // Absent outside secure contexts, whatever the types say.
    locks: 'locks' in navigator ? navigator.locks : null,
  });
  const recovery = createRecovery({ clock, timestamp: Date.now, random: Math.random });
  const pressure = createPressureSource(pressureObserverOf(globalThis));
  const ladders = new Ladders();
  const hasGpu = 'gpu' in navigator;
  const ledger = new EngineLedger({ lease: (voice) => shelf.lease(voice), hasGpu });
  const spawn = aside.watching(parts.spawnEngine);
  const deps: SynthesizerDeps = {
    createEngine: (voice, backend) => {
      const threads = options.threads ?? 0;
      const engine = createEngineClient({ spawn, voice, backend, threads, clock });
      return ledger.watch(engine, voice, backend);
    },
    createFormant: sharedFormant({ spawn: parts.spawnFormant, clock }),
    createSilence: () => createSilentSynthesizer({ timestamp: Date.now }),
    smallerThan: (voice) => smallerVoice(voice, shelf),
    fetchWeights: (voice) => shelf.download(voice),
    recovery,
    surroundings: {
      webgpuAvailable: hasGpu,
      crossOriginIsolated: globalThis.crossOriginIsolated,
    },
    clock,
    random: Math.random,
  };
  const pool = new EnginePool({
    create: (voice, backend) =>
      options.isSteady === true
        ? createLadder({ voice, backend, safe: false }, deps)
        : ladders.add(createLadder({ voice, backend }, deps)),
    ledger,
    limits: defaultLimits((navigator as { readonly deviceMemory?: number }).deviceMemory),
    clock,
    hasGpu,
  });
  shelf.onChange((voice, { kind }) => {
    if (kind === 'absent') pool.unloadIdle(({ id }) => id === voice.id);
  });
  const createSynthesizer = shareSynthesizers(pool);
  const openings = browserOpenings(shelf);
  return {
    catalogueUrl,
    shelf,
    loadFinder: () => loadFinder(shelf),
    text,
    textEvents,
    createSynthesizer,
    recovery,
    ladders,
    pressure,
    resources: () => pool.report(),
    createSession: (settings, remembers, over = (it) => it) =>
      new Session({
        text,
        shelf,
        player: parts.createPlayer(options.sharedMemory ?? 'auto'),
        createSynthesizer,
        createQuality: (demand) =>
          options.isSteady === true || options.hasSteadyQuality === true
            ? steadyQuality()
            : createQuality({ clock, pressure, ...demand }),
        clock,
        settings,
        ...(remembers === 'openings' ? { openings: over(openings) } : {}),
      }),
    createExports: (session) =>
      createExportDesk({
        worker: revivingLink<ExportWorkerApi>(spawnEncodeWorker, { component: 'encode', clock }),
        text,
        shelf,
        createSynthesizer,
        shareLoad: () => session.shareLoad(),
        clock,
      }),
    dispose: () => {
      pressure.dispose();
      text.dispose();
      // Nobody is left to whom a voice kept ready could be of use.
      pool.unloadIdle();
      weights.terminate();
      aside.dispose();
    },
  };
}

/** Of no use to the first words, and most visits: it comes when the voices are opened. */
async function loadFinder(shelf: VoiceShelf): Promise<VoiceFinder> {
  const [{ createFinder }, { indexedDbListStore }] = await Promise.all([
    import('./voices/finder'),
    import('./voices/list-store'),
  ]);
  return createFinder({
    shelf,
    store: indexedDbListStore(),
    fetch: (...request) => fetch(...request),
    clock,
    timestamp: Date.now,
  });
}

function browserOpenings(shelf: VoiceShelf): Openings {
  const digest = async (text: string) => {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return btoa(String.fromCharCode(...new Uint8Array(bytes)));
  };
  const store = indexedDbOpeningStore();
  const openings = createOpenings({
    store,
    clock,
    digest,
    version: workersVersion,
    inspect: inspectChunk,
  });
  shelf.onChange((voice, { kind }) => {
    if (kind === 'absent') openings.forgetVoice(voice);
  });
  return openings;
}

function createWebPlayer(sharedMemory: 'auto' | 'off'): Player {
  const openDevice = webAudio({
    clock,
    workletUrl,
    sharedMemory,
    mediaDevices: navigator.mediaDevices ?? null,
    createContext: (contextOptions) => new AudioContext(contextOptions),
    createNode: (context, name, nodeOptions) => new AudioWorkletNode(context, name, nodeOptions),
  });
  return createPlayer({ clock, openDevice, prepareChunk });
}
