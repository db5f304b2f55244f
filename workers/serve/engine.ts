/** The engine worker's calls: one voice, loaded once, speaking one utterance after the other. */
import { transfer } from 'comlink';
import { SottoError } from '../../src/base/errors';
import type { VoiceId } from '../../src/base/ids';
import type { EngineInfo } from '../../src/contracts/speech';
import type { Voice } from '../../src/contracts/voices';
import type { EngineApi, EngineLoadRequest } from '../../src/contracts/workers';
import type { WeightsStore } from '../../src/weights/store';
import { voiceFiles, type Engine, type VoiceFiles } from '../engines/engine';
import { openEngine, speaksOnCpu, type Providers } from '../engines/open';
import { engineLoader } from '../engines/registry';
import { chooseThreads, type Surroundings } from '../ort/probe';
import { SerialQueue } from '../ort/queue';

export interface EngineParts {
  readonly around: Surroundings;
  readonly providers: Providers;
  /** Gets the CPU runtime ready before there is a voice. */
  readonly warmWasm: (threads: number) => Promise<void>;
  readonly openStore: () => Promise<Pick<WeightsStore, 'read' | 'close'>>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Lets waiting messages, such as a cancel, be heard. */
  readonly breathe: () => Promise<void>;
  readonly heapBytes: () => number;
}

export function createEngineApi(parts: EngineParts): EngineApi {
  const host = new EngineHost(parts);
  const queue = new SerialQueue<string>('engine.worker');
  return {
    prepare: (request) => queue.run('prepare', () => host.prepare(request)),
    load: (request) => {
      const opening = host.openVoice(request.voice);
      // Reported when its turn comes.
      opening.catch(() => undefined);
      return queue.run('load', () => host.load(request, opening));
    },
    synthesize: async (job, utterance, options) => {
      const output = await queue.run(job, (signal) =>
        host.engine.synthesize(utterance, options, signal),
      );
      return transfer(output, [output.chunk.pcm.buffer]);
    },
    cancel: (job) => queue.cancel(job),
    memory: async () => ({ heapBytes: parts.heapBytes() }),
  };
}

interface OpenVoice {
  readonly files: VoiceFiles;
  /** What was read is held no longer, and no more can be read. */
  readonly close: () => void;
}

/** For what is wanted seldom, long after loading: a voice to blend in. */
async function readOnce(
  openStore: EngineParts['openStore'],
  owner: VoiceId,
  fileName: string,
): Promise<Uint8Array> {
  const store = await openStore();
  try {
    return await store.read(owner, fileName);
  } finally {
    store.close();
  }
}

/** Holds the one engine of this worker. Its calls never overlap. */
class EngineHost {
  readonly #parts: EngineParts;
  #engine: Engine | null = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  get engine(): Engine {
    if (this.#engine !== null) return this.#engine;
    throw new SottoError(
      'No voice is loaded yet.',
      { kind: 'internal', where: 'engine.worker.synthesize' },
      { operation: 'synthesize', component: 'engine.worker', suggestion: 'Choose a voice.' },
    );
  }

  async prepare({ backend, threads }: Omit<EngineLoadRequest, 'voice'>): Promise<void> {
    const { around, warmWasm } = this.#parts;
    if (await speaksOnCpu(backend, around)) await warmWasm(chooseThreads(threads, around));
  }

  /** Starts to read at once, while the runtime may still be getting ready. */
  async openVoice(voice: Voice): Promise<OpenVoice> {
    const { openStore } = this.#parts;
    const store = await openStore();
    const files = voiceFiles(voice, store, { read: (id, name) => readOnce(openStore, id, name) });
    const close = () => {
      files.forget();
      store.close();
    };
    return { files, close };
  }

  async load(
    { voice, backend, threads }: EngineLoadRequest,
    opening: Promise<OpenVoice>,
  ): Promise<EngineInfo> {
    const { around, providers, now, breathe } = this.#parts;
    const startMs = now();
    const { files, close } = await opening;
    try {
      const loadEngine = engineLoader(voice.engine);
      await this.#engine?.release();
      this.#engine = null;
      const deps = { files, now, breathe };
      const opened = await openEngine({ loadEngine, backend, threads, around, providers, deps });
      this.#engine = opened.engine;
      return {
        voiceId: voice.id,
        backend: opened.provider.backend,
        threads: opened.provider.threads,
        backendReason: opened.backendReason,
        backendFailed: opened.backendFailed,
        sampleRate: voice.sampleRate,
        languages: voice.languages,
        supports: opened.engine.supports,
        loadMs: now() - startMs,
      };
    } finally {
      close();
    }
  }
}
