/** From "this voice, if possible on that backend" to an engine that was seen to compute rightly. */
import type { BackendPreference } from '../../src/contracts/speech';
import { asSottoError } from '../../src/base/errors';
import { unreachable } from '../../src/base/never';
import { chooseThreads, probeAdapter, type Surroundings } from '../ort/probe';
import { compare } from '../ort/self-test';
import type { SessionProvider } from '../ort/session';
import type { Engine, EngineDeps, LoadEngine } from './engine';

export interface OpenedEngine {
  readonly engine: Engine;
  readonly provider: SessionProvider;
  /** Why it is not the first choice; null when it is. */
  readonly backendReason: string | null;
  /** A better one was there, or asked for by name, and failed. */
  readonly backendFailed: boolean;
}

export interface Providers {
  wasm(threads: number): Promise<SessionProvider>;
  /** The GPU, and the CPU provider of the same build to compare it with. */
  webgpu(threads: number): Promise<{ gpu: SessionProvider; cpu: SessionProvider }>;
}

export interface OpenRequest {
  readonly loadEngine: LoadEngine;
  readonly backend: BackendPreference;
  /** 0 lets us choose. */
  readonly threads: number;
  readonly around: Surroundings;
  readonly providers: Providers;
  readonly deps: Omit<EngineDeps, 'provider'>;
}

export async function openEngine(request: OpenRequest): Promise<OpenedEngine> {
  const threads = chooseThreads(request.threads, request.around);
  const attempt = await tryWebGpu(request, threads);
  if (attempt.kind === 'opened') return attempt.opened;
  const provider = await request.providers.wasm(threads);
  const engine = await request.loadEngine({ ...request.deps, provider });
  await engine.selfTest();
  return { engine, provider, backendReason: attempt.reason, backendFailed: attempt.failed };
}

/** Known before anything is loaded; a GPU may still fail its self-test later. */
export async function speaksOnCpu(
  backend: BackendPreference,
  { gpu }: Pick<Surroundings, 'gpu'>,
): Promise<boolean> {
  return (await refusal(backend, gpu)) !== null;
}

type Attempt =
  | { readonly kind: 'opened'; readonly opened: OpenedEngine }
  | { readonly kind: 'passed'; readonly reason: string | null; readonly failed: boolean };

async function tryWebGpu(request: OpenRequest, threads: number): Promise<Attempt> {
  const { backend, around, loadEngine, deps } = request;
  const avoided = backend === 'wasm' ? null : (loadEngine.avoidsGpu?.(deps.files.voice) ?? null);
  if (avoided !== null) return { kind: 'passed', reason: avoided, failed: false };
  const refused = await refusal(backend, around.gpu);
  if (refused !== null)
    return { kind: 'passed', reason: refused.reason, failed: backend === 'webgpu' };
  try {
    return await testWebGpu(request, threads);
  } catch (thrown) {
    const { cause, message } = asSottoError(thrown, { operation: 'load', component: 'engine' });
    const detail = cause instanceof Error ? cause.message : message;
    const reason = `The graphics processor could not be used (${detail.slice(0, 200)}).`;
    return { kind: 'passed', reason, failed: true };
  }
}

/**
 * Why the GPU is out of the question, or null. `auto` wants a real one; an explicit `webgpu` takes what
 * there is, as long as it computes rightly.
 */
async function refusal(
  backend: BackendPreference,
  gpu: Surroundings['gpu'],
): Promise<{ readonly reason: string | null } | null> {
  if (backend === 'wasm') return { reason: null };
  const adapter = await probeAdapter(gpu);
  switch (adapter) {
    case 'none':
      return { reason: 'This browser offers no graphics processor to compute on.' };
    case 'software':
      if (backend === 'webgpu') return null;
      return {
        reason: 'The graphics processor is only imitated here, which is slower than the CPU.',
      };
    case 'hardware':
      return null;
    default:
      return unreachable(adapter);
  }
}

async function testWebGpu(
  { providers, loadEngine, deps }: OpenRequest,
  threads: number,
): Promise<Attempt> {
  const { gpu, cpu } = await providers.webgpu(threads);
  const reference = await loadEngine({ ...deps, provider: cpu });
  const expected = await reference.selfTest().finally(() => reference.release());
  const engine = await loadEngine({ ...deps, provider: gpu });
  const computed = await engine.selfTest().catch(async (thrown: unknown) => {
    await engine.release();
    throw thrown;
  });
  const verdict = compare(computed, expected);
  if (verdict.kind === 'agrees') {
    const opened = { engine, provider: gpu, backendReason: null, backendFailed: false };
    return { kind: 'opened', opened };
  }
  await engine.release();
  const reason =
    'The graphics processor computed something else than the CPU did, so the CPU speaks.';
  return { kind: 'passed', reason, failed: true };
}
