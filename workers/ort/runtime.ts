/** ONNX Runtime as a SessionProvider. Its parts are loaded when first wanted and ship with the app. */
import type * as Ort from 'onnxruntime-web';
import webgpuUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { SottoError } from '../../src/base/errors';
import type { Backend } from '../../src/contracts/speech';
import type { Providers } from '../engines/open';
import { observeHeaps } from './heap';
import { graphSession } from './graph-session';
import type { SessionProvider } from './session';

type Runtime = typeof Ort;

/** Warnings about nodes on the CPU and the like say nothing a listener could use. */
const LOG_LEVEL_ERRORS = 3;

/**
 * A static import would make every thread of the runtime run this worker's whole script again.
 * `webgpu` is the native provider (26 MB) and holds a CPU provider too; `wasm` is the CPU alone (14 MB).
 */
const importRuntime: Record<Backend, () => Promise<Runtime>> = {
  wasm: () => import('onnxruntime-web/wasm'),
  webgpu: () => import('onnxruntime-web/webgpu'),
};

/**
 * Without an origin of its own (a sandboxed frame) a worker is of another origin than this script, and the
 * runtime would look for a second file of code beside it. Told where its binary is, it uses what it holds.
 */
const binaryUrls: Record<Backend, string> | null =
  globalThis.origin === 'null' ? { wasm: wasmUrl, webgpu: webgpuUrl } : null;

/** `b = Identity(a)`: a runtime starts only with its first session. */
const IDENTITY_GRAPH = Uint8Array.from(
  atob('CAg6NwoQCgFhEgFiIghJZGVudGl0eRIBdFoPCgFhEgoKCAgBEgQKAggBYg8KAWISCgoICAESBAoCCAFCBAoAEBE='),
  (character) => character.charCodeAt(0),
);

const loaded = new Map<Backend, Promise<Runtime>>();

/** Memoised: a runtime's thread count is fixed by its first session. A failed import is forgotten. */
function loadRuntime(build: Backend, threads: number): Promise<Runtime> {
  const known = loaded.get(build);
  if (known !== undefined) return known;
  observeHeaps();
  const loading = importRuntime[build]().then((runtime) => {
    runtime.env.wasm.numThreads = threads;
    runtime.env.logLevel = 'error';
    if (binaryUrls !== null) {
      runtime.env.wasm.wasmPaths = { wasm: new URL(binaryUrls[build], import.meta.url).href };
    }
    return runtime;
  });
  loaded.set(build, loading);
  loading.catch(() => loaded.delete(build));
  return loading;
}

/** Downloads, compiles and starts the CPU runtime, which the first session would have to wait for. */
export async function warmWasm(threads: number): Promise<void> {
  const provider = await openWasm(threads);
  const session = await provider.createSession(IDENTITY_GRAPH, 'identity');
  await session.release();
}

/** The CPU provider, either of its own small build or, for comparison, of the WebGPU build. */
async function openWasm(threads: number, build: Backend = 'wasm'): Promise<SessionProvider> {
  const runtime = await loadRuntime(build, threads).catch(unloadable('wasm'));
  return provider(runtime, 'wasm', threads);
}

async function openWebGpu(threads: number): Promise<SessionProvider> {
  const runtime = await loadRuntime('webgpu', threads).catch(unloadable('webgpu'));
  return provider(runtime, 'webgpu', threads);
}

/** Both backends, as engines are opened with them (engines/open.ts). */
export const runtimeProviders: Providers = {
  wasm: openWasm,
  webgpu: async (threads) => ({
    gpu: await openWebGpu(threads),
    cpu: await openWasm(threads, 'webgpu'),
  }),
};

function provider(runtime: Runtime, backend: Backend, threads: number): SessionProvider {
  const options: Ort.InferenceSession.SessionOptions = {
    executionProviders: [backend],
    // The graphs ship fused (tools/voice-graphs.py): only the folding of stored casts is left to do.
    // `disabled` with ready float32 weights was measured to load no faster; it looked as if Chromium
    // then kept no compiled code, which was not proven.
    graphOptimizationLevel: 'basic',
    executionMode: 'sequential',
    logSeverityLevel: LOG_LEVEL_ERRORS,
  };
  return {
    backend,
    threads,
    createSession: async (graph, name) => {
      try {
        const session = await runtime.InferenceSession.create(graph, options);
        return graphSession(runtime.Tensor, session);
      } catch (thrown) {
        throw new SottoError(
          'The voice could not be made ready.',
          { kind: 'modelLoad', component: 'ort', file: name },
          {
            operation: 'createSession',
            component: `ort.${backend}`,
            suggestion: 'Remove the voice and download it again, or reload the page.',
            cause: thrown,
          },
        );
      }
    },
  };
}

function unloadable(backend: Backend): (thrown: unknown) => never {
  return (thrown) => {
    throw new SottoError(
      'The part of Sotto that runs voices could not be loaded.',
      { kind: 'modelLoad', component: 'ort', file: `onnxruntime-web/${backend}` },
      {
        operation: 'loadRuntime',
        component: `ort.${backend}`,
        suggestion: 'Reload the page.',
        cause: thrown,
      },
    );
  };
}
