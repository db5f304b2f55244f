/** Builds the parts of Sotto and hands each what it needs. Shared by the page and the lab. */
import workletUrl from '../workers/player.worklet.ts?worker&url';
import { prepareChunk } from './audio/join';
import { systemClock } from './base/clock';
import type { Player } from './contracts/playback';
import type { SessionSettings, SpeechSession } from './contracts/session';
import type { VoiceShelf } from './contracts/voices';
import type { WeightsApi } from './contracts/workers';
import { createEngineClient } from './engines/client';
import { createPlayer } from './player/player';
import { webAudio } from './player/web-audio';
import { revivingLink } from './rpc/reviving';
import { spawnEngineWorker, spawnTextWorker, spawnWeightsWorker } from './rpc/spawn';
import type { CreateSynthesizer } from './speech/engine-keeper';
import { Session } from './speech/session';
import { shareSynthesizers } from './speech/shared-synthesizers';
import { createShelf } from './speech/shelf';
import { createTextClient, type TextClient } from './speech/text-client';
import { fetchCatalogue } from './voices/catalogue';

const clock = systemClock;

export interface ComposeOptions {
  /** Threads of the WASM backend; 0 lets the engine choose. */
  readonly threads?: number;
  /** 'off' takes the message transport although shared memory is there. */
  readonly sharedMemory?: 'auto' | 'off';
}

export interface Composition {
  readonly catalogueUrl: string;
  readonly shelf: VoiceShelf;
  readonly text: TextClient;
  readonly createSynthesizer: CreateSynthesizer;
  createSession(settings: SessionSettings): SpeechSession;
  dispose(): void;
}

export async function compose(options: ComposeOptions = {}): Promise<Composition> {
  const catalogueUrl = new URL('voices/catalogue.json', document.baseURI).href;
  const catalogue = await fetchCatalogue((...request) => fetch(...request), catalogueUrl);
  const text = createTextClient({ spawn: spawnTextWorker, clock });
  const weights = revivingLink<WeightsApi>(spawnWeightsWorker, { component: 'weights', clock });
  const shelf = createShelf({
    voices: catalogue.voices,
    weights,
    baseUrl: catalogueUrl,
    persist: () => navigator.storage.persist(),
  });
  const createSynthesizer = shareSynthesizers((voice, backend) =>
    createEngineClient({
      spawn: spawnEngineWorker,
      voice,
      backend,
      threads: options.threads ?? 0,
      clock,
    }),
  );
  return {
    catalogueUrl,
    shelf,
    text,
    createSynthesizer,
    createSession: (settings) =>
      new Session({
        text,
        shelf,
        player: createWebPlayer(options.sharedMemory ?? 'auto'),
        createSynthesizer,
        clock,
        settings,
      }),
    dispose: () => {
      text.dispose();
      weights.terminate();
    },
  };
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
