/** Which backends this browser could run on, before anything is loaded. */

export interface Surroundings {
  readonly gpu: Pick<GPU, 'requestAdapter'> | undefined;
  readonly isIsolated: boolean;
  readonly hasSharedMemory: boolean;
  readonly cores: number;
}

/** The part of a worker's global scope that is asked. */
interface Scope {
  readonly navigator: { readonly hardwareConcurrency: number; readonly gpu?: GPU };
  readonly crossOriginIsolated: boolean;
}

export function surroundings(scope: Scope): Surroundings {
  return {
    gpu: scope.navigator.gpu,
    isIsolated: scope.crossOriginIsolated,
    hasSharedMemory: 'SharedArrayBuffer' in scope,
    cores: scope.navigator.hardwareConcurrency || 1,
  };
}

const MAX_THREADS = 4;

/** One core is left to the page and its audio; more than four threads no longer pay on clauses. */
export function chooseThreads(requested: number, around: Surroundings): number {
  if (!around.isIsolated || !around.hasSharedMemory) return 1;
  const wanted = requested > 0 ? requested : around.cores - 1;
  return Math.max(1, Math.min(wanted, MAX_THREADS, around.cores));
}

export type AdapterKind = 'none' | 'software' | 'hardware';

/** A software adapter computes on the CPU, 60 to 90 times slower than WebAssembly does. */
export async function probeAdapter(gpu: Surroundings['gpu']): Promise<AdapterKind> {
  const adapter = await gpu
    ?.requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) return 'none';
  return isSoftware(adapter.info) ? 'software' : 'hardware';
}

const SOFTWARE_NAMES = /swiftshader|llvmpipe|lavapipe|basic render|warp/i;

function isSoftware(info: GPUAdapterInfo): boolean {
  const names = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter || SOFTWARE_NAMES.test(names);
}
