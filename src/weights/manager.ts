import { asSottoError } from '../base/errors';
import {
  ownerOf,
  type DownloadProgress,
  type Freed,
  type StorageOverview,
  type Voice,
} from '../contracts/voices';
import type { PackStep, WeightsApi } from '../contracts/workers';
import { digestOfBlob } from './digest';
import type { DownloadDeps, DownloadRequest } from './download';
import { ensureVoice } from './ensure';
import { fileLocks } from './file-locks';
import { keepFiles } from './keep';
import { keyOf, keysOf, pathOf, pathsInUse, pathsOf, setOf } from './names';
import { keptVoices, sizeOf } from './overview';
import { exportPack } from './pack-export';
import { importPack } from './pack-import';
import { lackOfRoom } from './room';
import type { TabChannel } from './tab-channel';
import type { WeightsStore } from './weights-store';

export interface ManagerDeps extends Omit<DownloadDeps, 'store' | 'locks'> {
  readonly openStore: () => Promise<WeightsStore>;
  /** Null where the browser has none (no secure context): then every tab fetches for itself. */
  readonly locks: LockManager | null;
  readonly storage: Pick<StorageManager, 'estimate' | 'persisted'> | null;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  /** Reads the list of voices of a pack, which may be anything. Throws when it is none. */
  readonly parseVoices: (json: unknown) => readonly Voice[];
  readonly tabs: TabChannel;
}

interface Running {
  readonly voice: Voice;
  readonly controller: AbortController;
  readonly listeners: Set<(progress: DownloadProgress) => void>;
  readonly done: Promise<void>;
}

/** Unfinished downloads that nobody went on with are dropped after a week. */
const UNFINISHED_KEPT_MS = 7 * 24 * 3600 * 1000;

/** The weights worker's calls: one download a voice, however many ask for it. */
export function createWeightsManager(deps: ManagerDeps): WeightsApi {
  const manager = new Manager(deps);
  return {
    statuses: async (voices) => (await manager.store()).statuses(voices),
    kept: async () =>
      (await (await manager.store()).inventory()).holds.flatMap(({ voice }) => voice ?? []),
    ensure: (voice, baseUrl, onProgress) => manager.ensure(voice, baseUrl, onProgress),
    cancel: (voice, arrived) => manager.cancel(voice, arrived),
    remove: (voice) => manager.remove(voice),
    overview: (inUse) => manager.overview(inUse),
    freeUp: (bytes, inUse) => manager.freeUp(bytes, inUse),
    exportPack: async (voices, onStep) => exportPack(voices, await manager.store(), onStep),
    importPack: (pack, onStep) => manager.importPack(pack, onStep),
    keep: (voice, files) => manager.keep(voice, files),
    digest: digestOfBlob,
  };
}

class Manager {
  readonly #deps: ManagerDeps;
  readonly #downloadDeps: Omit<DownloadDeps, 'store'>;
  /** By set of files: voices of the very same files share one download. */
  readonly #running = new Map<string, Running>();
  #opening: Promise<WeightsStore> | null = null;

  constructor(deps: ManagerDeps) {
    this.#deps = deps;
    this.#downloadDeps = { ...deps, locks: fileLocks(deps.locks) };
    deps.tabs.onRemoving((set) => this.#running.get(set)?.controller.abort());
  }

  store(): Promise<WeightsStore> {
    this.#opening ??= this.#open().catch((thrown: unknown) => {
      this.#opening = null;
      throw thrown;
    });
    return this.#opening;
  }

  async ensure(
    voice: Voice,
    baseUrl: string,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<void> {
    const job = this.#running.get(setOf(voice)) ?? this.#start(voice, baseUrl);
    job.listeners.add(onProgress);
    try {
      await job.done;
    } catch (thrown) {
      throw asSottoError(thrown, { operation: 'ensure', component: 'weights' });
    }
  }

  async cancel(voice: Voice, arrived: 'keep' | 'discard'): Promise<void> {
    await this.#stop(voice);
    if (arrived === 'keep') return;
    const store = await this.store();
    const [status] = await store.statuses([voice]);
    if (status?.kind !== 'stored') await this.remove(voice);
  }

  async remove(voice: Voice): Promise<Freed> {
    await this.#stop(voice);
    this.#deps.tabs.tellRemoving(setOf(voice));
    return (await this.store()).remove({ voiceId: voice.id, files: keysOf(voice) });
  }

  async overview(inUse: readonly string[]): Promise<StorageOverview> {
    const { storage, locks } = this.#deps;
    const inventory = await (await this.store()).inventory();
    const used = new Set([...inUse, ...this.#underWay(), ...(await pathsInUse(locks))]);
    // A browser that does not tell must not hide what we know ourselves.
    const estimate = await storage?.estimate().catch(() => null);
    return {
      voices: keptVoices(inventory, used),
      voiceBytes: sizeOf(inventory.files),
      usedBytes: estimate?.usage ?? null,
      quotaBytes: estimate?.quota ?? null,
      isPersistent: (await storage?.persisted().catch(() => false)) ?? false,
    };
  }

  async freeUp(bytes: number, inUse: readonly string[]): Promise<Freed> {
    const store = await this.store();
    const freed = { bytes: 0, removed: new Set<Voice['id']>(), keptFor: new Set<Voice['id']>() };
    while (freed.bytes < bytes) {
      const { voices } = await this.overview(inUse);
      const oldest = voices.findLast(({ isInUse, ownBytes }) => !isInUse && ownBytes > 0);
      const { holds } = await store.inventory();
      const hold = holds.find(({ voiceId }) => voiceId === oldest?.id);
      if (hold === undefined) break;
      const part = await store.remove(hold);
      freed.bytes += part.bytes;
      for (const id of part.removed) freed.removed.add(id);
      for (const id of part.keptFor) freed.keptFor.add(id);
    }
    return { bytes: freed.bytes, removed: [...freed.removed], keptFor: [...freed.keptFor] };
  }

  async importPack(pack: Blob, onStep?: PackStep): Promise<readonly Voice[]> {
    const store = await this.store();
    const { parseVoices } = this.#deps;
    const assertRoom = (voices: readonly Voice[]) => this.#assertRoom(store, voices);
    return importPack(pack, { ...this.#downloadDeps, store, parseVoices, assertRoom, onStep });
  }

  async keep(voice: Voice, files: Readonly<Record<string, Blob>>): Promise<void> {
    const store = await this.store();
    await this.#assertRoom(store, [voice]);
    await keepFiles(voice, files, { ...this.#downloadDeps, store });
  }

  async #open(): Promise<WeightsStore> {
    const store = await this.#deps.openStore();
    // Nobody waits for it, and what it does not get rid of today it will another day.
    void store.collect(this.#deps.timestamp() - UNFINISHED_KEPT_MS).catch(() => undefined);
    return store;
  }

  #start(voice: Voice, baseUrl: string): Running {
    const controller = new AbortController();
    const listeners: Running['listeners'] = new Set();
    const onProgress = (progress: DownloadProgress) => {
      for (const listener of listeners) listener(progress);
    };
    const download = async () => {
      const store = await this.store();
      const request: DownloadRequest = { voice, baseUrl, onProgress, signal: controller.signal };
      const assertRoom = () => this.#assertRoom(store, [voice]);
      await ensureVoice(request, { ...this.#downloadDeps, store, assertRoom });
    };
    const done = download().finally(() => this.#running.delete(setOf(voice)));
    const job = { voice, controller, listeners, done };
    this.#running.set(setOf(voice), job);
    return job;
  }

  async #stop(voice: Voice): Promise<void> {
    const job = this.#running.get(setOf(voice));
    job?.controller.abort();
    await job?.done.catch(() => undefined);
  }

  #underWay(): string[] {
    return [...this.#running.values()].flatMap(({ voice }) => pathsOf(voice));
  }

  async #assertRoom(store: WeightsStore, voices: readonly Voice[]): Promise<void> {
    const files = new Map(
      voices.flatMap((voice) =>
        voice.files.map((file) => [pathOf(keyOf(voice, file)), { voice, file }]),
      ),
    );
    let neededBytes = 0;
    for (const { voice, file } of files.values()) {
      const record = await store.find(ownerOf(voice, file), file);
      neededBytes += file.bytes - (record?.receivedBytes ?? 0);
    }
    const names = voices.map(({ name }) => name).join(', ');
    const lack = lackOfRoom(names, neededBytes, await this.overview([]));
    if (lack !== null) throw lack;
  }
}
