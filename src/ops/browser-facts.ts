/** What the browser tells of memory and storage, where it tells anything. */
import type { HealthSnapshot } from '../contracts/health';

/** The parts of `window` that are asked; none of them is everywhere. */
export interface FactsScope {
  readonly crossOriginIsolated?: boolean;
  readonly performance?: Pick<Performance, 'now'> & {
    readonly measureUserAgentSpecificMemory?: () => Promise<{ readonly bytes: number }>;
  };
  readonly navigator: {
    /** In GiB, rounded, 8 at most. */
    readonly deviceMemory?: number;
    readonly storage?: Pick<StorageManager, 'estimate'>;
  };
}

const GIB = 2 ** 30;
/** One WebAssembly heap can have no more, and the voice's is by far the largest thing in the page. */
const MOST_GIB = 4;

/**
 * The browser measures at its next garbage collection, which may be many seconds away: each call gives
 * the measurement before, and asks for the next.
 */
export function memorySource(scope: FactsScope): () => Promise<HealthSnapshot['memory']> {
  const { performance, navigator } = scope;
  const limitBytes = GIB * Math.min(MOST_GIB, navigator.deviceMemory ?? MOST_GIB);
  let usedBytes: number | null = null;
  let isMeasuring = false;
  const measure = async () => {
    if (isMeasuring || scope.crossOriginIsolated !== true) return;
    isMeasuring = true;
    try {
      usedBytes = (await performance?.measureUserAgentSpecificMemory?.())?.bytes ?? null;
    } catch {
      usedBytes = null;
    } finally {
      isMeasuring = false;
    }
  };
  return async () => {
    void measure();
    return usedBytes === null ? null : { usedBytes, limitBytes };
  };
}

export function storageSource(scope: FactsScope): () => Promise<HealthSnapshot['storage']> {
  return async () => {
    const { usage, quota } = (await scope.navigator.storage?.estimate()) ?? {};
    return usage === undefined || !quota ? null : { usedBytes: usage, quotaBytes: quota };
  };
}
