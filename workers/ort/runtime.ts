/** ONNX Runtime as a SessionProvider. Its parts are loaded when first wanted and ship with the app. */
import type * as Ort from 'onnxruntime-web';
import { SottoError } from '../../src/base/errors';
import type { Backend } from '../../src/contracts/speech';
import { observeHeaps } from './heap';
import type { GraphSession, SessionProvider, TensorInput } from './session';

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
export async function openWasm(threads: number, build: Backend = 'wasm'): Promise<SessionProvider> {
  const runtime = await loadRuntime(build, threads).catch(unloadable('wasm'));
  return provider(runtime, 'wasm', threads);
}

export async function openWebGpu(threads: number): Promise<SessionProvider> {
  const runtime = await loadRuntime('webgpu', threads).catch(unloadable('webgpu'));
  return provider(runtime, 'webgpu', threads);
}

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
        return graphSession(runtime, await runtime.InferenceSession.create(graph, options));
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

function graphSession(runtime: Runtime, session: Ort.InferenceSession): GraphSession {
  const toTensor = ({ data, dims }: TensorInput) =>
    data instanceof Float32Array
      ? new runtime.Tensor('float32', data, dims)
      : new runtime.Tensor('int64', data, dims);
  return {
    run: async (inputs) => {
      const feeds = Object.entries(inputs).map(([name, input]) => [name, toTensor(input)] as const);
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
    release: () => session.release(),
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
