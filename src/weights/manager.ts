import { asSottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import type { DownloadProgress, Voice } from '../contracts/voices';
import type { WeightsApi } from '../contracts/workers';
import { ensureVoice, withVoiceLock, type EnsureDeps } from './ensure';
import type { WeightsStore } from './weights-store';

export interface ManagerDeps extends Omit<EnsureDeps, 'store'> {
  readonly openStore: () => Promise<WeightsStore>;
}

interface Running {
  readonly controller: AbortController;
  readonly listeners: Set<(progress: DownloadProgress) => void>;
  readonly done: Promise<void>;
}

/** The weights worker's calls: one download a voice, however many ask for it. */
export function createWeightsManager({ openStore, ...deps }: ManagerDeps): WeightsApi {
  const running = new Map<VoiceId, Running>();
  let opening: Promise<WeightsStore> | null = null;

  const openedStore = (): Promise<WeightsStore> => {
    opening ??= openStore().catch((thrown: unknown) => {
      opening = null;
      throw thrown;
    });
    return opening;
  };

  const start = (voice: Voice, baseUrl: string): Running => {
    const controller = new AbortController();
    const listeners: Running['listeners'] = new Set();
    const onProgress = (progress: DownloadProgress) => {
      for (const listener of listeners) listener(progress);
    };
    const download = async () => {
      const store = await openedStore();
      const { signal } = controller;
      await ensureVoice({ voice, baseUrl, onProgress, signal }, { ...deps, store });
    };
    const done = download().finally(() => running.delete(voice.id));
    const job = { controller, listeners, done };
    running.set(voice.id, job);
    return job;
  };

  const stop = async (voice: Voice): Promise<void> => {
    const job = running.get(voice.id);
    job?.controller.abort();
    await job?.done.catch(() => undefined);
  };

  return {
    status: async (voice) => (await openedStore()).status(voice),
    ensure: async (voice, baseUrl, onProgress) => {
      const job = running.get(voice.id) ?? start(voice, baseUrl);
      job.listeners.add(onProgress);
      try {
        await job.done;
      } catch (thrown) {
        throw asSottoError(thrown, { operation: 'ensure', component: 'weights' });
      }
    },
    cancel: (voice) => {
      running.get(voice.id)?.controller.abort();
    },
    remove: async (voice) => {
      await stop(voice);
      const store = await openedStore();
      const never = new AbortController().signal;
      await withVoiceLock(deps.locks, voice.id, never, () => store.remove(voice.id));
    },
  };
}
