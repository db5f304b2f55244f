import { proxy } from 'comlink';
import type { DeviceStorage, Freed, PackWatch, Voice } from '../contracts/voices';
import type { PackStep, WeightsApi } from '../contracts/workers';
import type { WorkerLink } from '../rpc/connect';
import { packedFiles } from '../weights/pack';
import type { Leases } from './shelf-leases';

export interface StorageDeps {
  readonly weights: Pick<WorkerLink<WeightsApi>, 'call'>;
  readonly leases: Leases;
  readonly onKept: (voices: readonly Voice[]) => Promise<void>;
  readonly onFreed: () => Promise<void>;
}

const QUICK_TIMEOUT_MS = 15_000;
/** Packs of all voices there are, on a slow disk. */
const WHOLE_TIMEOUT_MS = 15 * 60_000;

export function createDeviceStorage({
  weights,
  leases,
  onKept,
  onFreed,
}: StorageDeps): DeviceStorage {
  const long = (operation: string) => ({ operation, timeoutMs: WHOLE_TIMEOUT_MS });
  return {
    overview: () =>
      weights.call((api) => api.overview(leases.paths), {
        operation: 'overview',
        timeoutMs: QUICK_TIMEOUT_MS,
      }),
    freeUp: async (bytes) => {
      const freed: Freed = await weights.call((api) => api.freeUp(bytes, leases.paths), {
        operation: 'freeUp',
        timeoutMs: QUICK_TIMEOUT_MS,
      });
      await onFreed();
      return freed;
    },
    exportPack: (voices, watch) => {
      const totalBytes = [...packedFiles(voices).values()].reduce(
        (sum, { file }) => sum + file.bytes,
        0,
      );
      const onStep = stepOf(watch, totalBytes);
      return weights.call<Blob>((api) => api.exportPack(voices, onStep), long('exportPack'));
    },
    importPack: async (pack, watch) => {
      const onStep = stepOf(watch, pack.size);
      const voices: readonly Voice[] = await weights.call(
        (api) => api.importPack(pack, onStep),
        long('importPack'),
      );
      await onKept(voices);
      return voices;
    },
    keep: async (voice, files) => {
      await weights.call((api) => api.keep(voice, files), long('keep'));
      await onKept([voice]);
    },
    digest: (file) => weights.call((api) => api.digest(file), long('digest')),
  };
}

function stepOf(watch: PackWatch | undefined, totalBytes: number): PackStep | undefined {
  if (watch === undefined) return undefined;
  return proxy((doneBytes: number) => {
    const { signal, onProgress } = watch;
    if (!signal.aborted) onProgress({ receivedBytes: Math.min(doneBytes, totalBytes), totalBytes });
    return !signal.aborted;
  });
}
