/** The engine worker: one voice, loaded once, speaking one utterance after the other. */
import { transfer } from 'comlink';
import { SottoError } from '../src/base/errors';
import type { EngineInfo } from '../src/contracts/speech';
import type { Voice } from '../src/contracts/voices';
import type { EngineApi, EngineLoadRequest } from '../src/contracts/workers';
import { exposeApi } from '../src/rpc/expose';
import { openWeightsStore } from '../src/weights/store';
import { breathe } from './breathe';
import { voiceFiles, type Engine, type VoiceFiles } from './engines/engine';
import { openEngine, speaksOnCpu, type Providers } from './engines/open';
import { engineLoader } from './engines/registry';
import { heapBytes } from './ort/heap';
import { chooseThreads, surroundings } from './ort/probe';
import { SerialQueue } from './ort/queue';
import { openWasm, openWebGpu, warmWasm } from './ort/runtime';

declare const self: DedicatedWorkerGlobalScope;

const now = () => performance.now();
const queue = new SerialQueue<string>('engine.worker');

const providers: Providers = {
  wasm: openWasm,
  webgpu: async (threads) => ({
    gpu: await openWebGpu(threads),
    cpu: await openWasm(threads, 'webgpu'),
  }),
};

interface OpenVoice {
  readonly files: VoiceFiles;
  readonly close: () => void;
}

let engine: Engine | null = null;

/** Starts to read at once, while the runtime may still be getting ready. */
async function openVoice(voice: Voice): Promise<OpenVoice> {
  const store = await openWeightsStore();
  return { files: voiceFiles(voice, store), close: () => store.close() };
}

async function load(
  { voice, backend, threads }: EngineLoadRequest,
  opening: Promise<OpenVoice>,
): Promise<EngineInfo> {
  const startMs = now();
  const { files, close } = await opening;
  try {
    const loadEngine = engineLoader(voice.engine);
    await engine?.release();
    engine = null;
    const opened = await openEngine({
      loadEngine,
      backend,
      threads,
      around: surroundings(self),
      providers,
      deps: { files, now, breathe },
    });
    engine = opened.engine;
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

async function prepare({ backend, threads }: Omit<EngineLoadRequest, 'voice'>): Promise<void> {
  const around = surroundings(self);
  if (await speaksOnCpu(backend, around)) await warmWasm(chooseThreads(threads, around));
}

function loadedEngine(): Engine {
  if (engine !== null) return engine;
  throw new SottoError(
    'No voice is loaded yet.',
    { kind: 'internal', where: 'engine.worker.synthesize' },
    { operation: 'synthesize', component: 'engine.worker', suggestion: 'Choose a voice.' },
  );
}

exposeApi({
  prepare: (request) => queue.run('prepare', () => prepare(request)),
  load: (request) => {
    const opening = openVoice(request.voice);
    // Reported when its turn comes.
    opening.catch(() => undefined);
    return queue.run('load', () => load(request, opening));
  },
  synthesize: async (job, utterance, options) => {
    const output = await queue.run(job, (signal) =>
      loadedEngine().synthesize(utterance, options, signal),
    );
    return transfer(output, [output.chunk.pcm.buffer]);
  },
  cancel: (job) => queue.cancel(job),
  memory: async () => ({ heapBytes: heapBytes() }),
} satisfies EngineApi);
