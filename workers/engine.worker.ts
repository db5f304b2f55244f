/** The engine worker: one voice, loaded once, speaking one utterance after the other. */
import { transfer } from 'comlink';
import { SottoError } from '../src/base/errors';
import type { EngineInfo } from '../src/contracts/speech';
import type { EngineApi, EngineLoadRequest } from '../src/contracts/workers';
import { exposeApi } from '../src/rpc/expose';
import { openWeightsStore } from '../src/weights/store';
import { breathe } from './breathe';
import { voiceFiles, type Engine } from './engines/engine';
import { openEngine, type Providers } from './engines/open';
import { engineLoader } from './engines/registry';
import { heapBytes } from './ort/heap';
import { surroundings } from './ort/probe';
import { SerialQueue } from './ort/queue';
import { openWasm, openWebGpu } from './ort/runtime';

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

let engine: Engine | null = null;

async function load({ voice, backend, threads }: EngineLoadRequest): Promise<EngineInfo> {
  const startMs = now();
  const loadEngine = engineLoader(voice.engine);
  await engine?.release();
  engine = null;
  const store = await openWeightsStore();
  try {
    const opened = await openEngine({
      loadEngine,
      backend,
      threads,
      around: surroundings(self),
      providers,
      deps: { files: voiceFiles(voice, store), now, breathe },
    });
    engine = opened.engine;
    return {
      voiceId: voice.id,
      backend: opened.provider.backend,
      threads: opened.provider.threads,
      backendReason: opened.backendReason,
      sampleRate: voice.sampleRate,
      languages: voice.languages,
      supports: opened.engine.supports,
      loadMs: now() - startMs,
    };
  } finally {
    store.close();
  }
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
  load: (request) => queue.run('load', () => load(request)),
  synthesize: async (job, utterance, options) => {
    const output = await queue.run(job, (signal) =>
      loadedEngine().synthesize(utterance, options, signal),
    );
    return transfer(output, [output.chunk.pcm.buffer]);
  },
  cancel: (job) => queue.cancel(job),
  memory: async () => ({ heapBytes: heapBytes() }),
} satisfies EngineApi);
