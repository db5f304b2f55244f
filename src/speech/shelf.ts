import { proxy, type Remote } from 'comlink';
import { asSottoError, type SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import type {
  DeviceStorage,
  DownloadProgress,
  Freed,
  ShelfStatus,
  StoredVoice,
  Voice,
  VoiceShelf,
} from '../contracts/voices';
import type { WeightsApi } from '../contracts/workers';
import type { WorkerLink } from '../rpc/connect';
import { setOf } from '../weights/names';
import { Leases } from './shelf-leases';
import { ShelfStatuses } from './shelf-statuses';
import { createDeviceStorage } from './shelf-storage';

export interface ShelfDeps {
  readonly voices: readonly Voice[];
  readonly weights: Pick<WorkerLink<WeightsApi>, 'call'>;
  /** The catalogue's address. */
  readonly baseUrl: string;
  /** Asks the browser never to drop what is stored, e.g. `navigator.storage.persist`. */
  readonly persist: () => Promise<unknown>;
  /** `navigator.locks`, by which tabs tell each other what they speak with; null where there are none. */
  readonly locks: LockManager | null;
}

const QUICK_TIMEOUT_MS = 15_000;
/** The slowest line on which a download still makes sense: a stalled one is given up far earlier. */
const SLOWEST_BYTES_PER_MS = 8;

type Stopping = 'pause' | 'keep' | 'discard';

export function createShelf(deps: ShelfDeps): VoiceShelf {
  return new WorkerShelf(deps);
}

/** Voices of the very same files are fetched together, and told of together. */
class WorkerShelf implements VoiceShelf {
  readonly storage: DeviceStorage;
  readonly #deps: ShelfDeps;
  readonly #leases: Leases;
  readonly #voices = new Map<VoiceId, Voice>();
  readonly #statuses = new ShelfStatuses(() => this.voices);
  /** By set of files, as is the next. */
  readonly #downloads = new Map<string, Promise<void>>();
  readonly #stopping = new Map<string, Stopping>();
  readonly #recalled: Promise<void>;
  #askedToPersist = false;

  constructor(deps: ShelfDeps) {
    this.#deps = deps;
    this.#leases = new Leases(deps.locks);
    this.storage = createDeviceStorage({
      weights: deps.weights,
      leases: this.#leases,
      onKept: async (voices) => {
        this.#take(voices);
        await this.#refresh();
      },
      onFreed: () => this.#refresh(),
    });
    this.#take(deps.voices);
    void this.#refresh();
    this.#recalled = this.#findKept();
  }

  get voices(): readonly Voice[] {
    return [...this.#voices.values()];
  }

  add(voices: readonly Voice[]): void {
    if (this.#take(voices)) void this.#refresh();
  }

  recalled(): Promise<void> {
    return this.#recalled;
  }

  status(voice: Voice): ShelfStatus {
    return this.#statuses.of(voice);
  }

  download(voice: Voice): Promise<void> {
    const set = setOf(voice);
    const running = this.#downloads.get(set);
    if (running === undefined) return this.#begin(voice);
    if (!this.#stopping.has(set)) return running;
    // Who asks again after a cancel wants it after all, not to be told of the cancel.
    return running.catch(() => undefined).then(() => this.download(voice));
  }

  resumeDownload(voice: Voice): Promise<void> {
    return this.download(voice);
  }

  pauseDownload(voice: Voice): void {
    if (this.#downloads.has(setOf(voice))) this.#stop(voice, 'pause');
  }

  cancelDownload(voice: Voice, arrived: 'keep' | 'discard' = 'keep'): void {
    if (this.#downloads.has(setOf(voice))) this.#stop(voice, arrived);
    else void this.#forget(voice, arrived);
  }

  async remove(voice: Voice): Promise<Freed> {
    const freed = await this.#call<Freed>('remove', QUICK_TIMEOUT_MS, (api) => api.remove(voice));
    await this.#refresh();
    return freed;
  }

  lease(voice: Voice): () => void {
    return this.#leases.take(voice);
  }

  onChange(listener: (voice: Voice, status: ShelfStatus) => void): () => void {
    return this.#statuses.onChange(listener);
  }

  /** Whether any of them was new. */
  #take(voices: readonly Voice[]): boolean {
    const fresh = voices.filter(({ id }) => !this.#voices.has(id));
    for (const voice of fresh) this.#voices.set(voice.id, voice);
    return fresh.length > 0;
  }

  /** Voices of packs and of the listener's own, kept on an earlier visit. */
  async #findKept(): Promise<void> {
    const kept = this.#call<readonly Voice[]>('kept', QUICK_TIMEOUT_MS, (api) => api.kept());
    // Without storage there is none; the statuses tell of that.
    this.add(await kept.catch(() => []));
  }

  #stop(voice: Voice, how: Stopping): void {
    this.#stopping.set(setOf(voice), how);
    const arrived = how === 'discard' ? 'discard' : 'keep';
    // The download itself then rejects with kind `cancelled`; a dead worker makes it reject anyway.
    const cancelling = this.#call('cancel', QUICK_TIMEOUT_MS, (api) =>
      api.cancel(voice, arrived),
    ).catch(() => undefined);
    if (how === 'discard') void cancelling.then(() => this.#lookAgain(voice));
  }

  /** What arrived may be discarded only after the download has told what was there. */
  async #lookAgain(voice: Voice): Promise<void> {
    await this.#downloads.get(setOf(voice))?.catch(() => undefined);
    const status = await this.#look(voice);
    if (!this.#downloads.has(setOf(voice))) this.#statuses.tell(voice, status);
  }

  /** Ends what is paused, or was left by an earlier visit. */
  async #forget(voice: Voice, arrived: 'keep' | 'discard'): Promise<void> {
    const { kind } = this.status(voice);
    if (kind !== 'paused' && kind !== 'partial' && kind !== 'failed') return;
    if (arrived === 'discard') {
      const discarding = this.#call('cancel', QUICK_TIMEOUT_MS, (api) =>
        api.cancel(voice, 'discard'),
      );
      await discarding.catch(() => undefined);
    }
    if (kind !== 'failed' || arrived === 'discard')
      this.#statuses.tell(voice, await this.#look(voice));
  }

  #begin(voice: Voice): Promise<void> {
    const set = setOf(voice);
    const download = this.#download(voice).finally(() => {
      this.#downloads.delete(set);
      this.#stopping.delete(set);
    });
    this.#downloads.set(set, download);
    return download;
  }

  async #download(voice: Voice): Promise<void> {
    void this.#askToPersist();
    const totalBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
    const timeoutMs = QUICK_TIMEOUT_MS + totalBytes / SLOWEST_BYTES_PER_MS;
    let ended = false;
    const onProgress = proxy((progress: DownloadProgress) => {
      // Messages may come late: what has ended stays ended.
      if (!ended) this.#statuses.tell(voice, { kind: 'downloading', progress });
    });
    try {
      await this.#call('download', timeoutMs, (api) =>
        api.ensure(voice, this.#deps.baseUrl, onProgress),
      );
      ended = true;
      this.#statuses.tell(voice, await this.#look(voice));
      // Others that share some of its files have less to fetch now.
      void this.#refresh();
    } catch (thrown) {
      ended = true;
      const error = asSottoError(thrown, { operation: 'download', component: 'shelf' });
      this.#statuses.tell(voice, await this.#afterFailure(voice, error));
      throw error;
    }
  }

  /** Who cancels has not failed: what arrived is still there to go on from. */
  async #afterFailure(voice: Voice, error: SottoError): Promise<ShelfStatus> {
    if (error.kind !== 'cancelled') return { kind: 'failed', error };
    const status = await this.#look(voice);
    if (this.#stopping.get(setOf(voice)) !== 'pause') return status;
    if (status.kind === 'partial') return { ...status, kind: 'paused' };
    if (status.kind !== 'absent') return status;
    const totalBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
    return { kind: 'paused', receivedBytes: status.sharedBytes ?? 0, totalBytes };
  }

  /** Looks what is here of all voices but those under way: their downloads know better. */
  async #refresh(): Promise<void> {
    const isQuiet = (voice: Voice) =>
      !this.#downloads.has(setOf(voice)) && this.status(voice).kind !== 'paused';
    const asked = this.voices.filter(isQuiet);
    const statuses = await this.#stored(asked).catch((thrown: unknown) => {
      const error = asSottoError(thrown, { operation: 'status', component: 'shelf' });
      return asked.map((): ShelfStatus => ({ kind: 'failed', error }));
    });
    asked.forEach((voice, i) => {
      const status = statuses[i];
      if (status !== undefined && isQuiet(voice)) this.#statuses.set(voice, status);
    });
  }

  async #look(voice: Voice): Promise<ShelfStatus> {
    try {
      return (await this.#stored([voice]))[0] ?? { kind: 'absent' };
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: 'status', component: 'shelf' });
      return { kind: 'failed', error };
    }
  }

  #stored(voices: readonly Voice[]): Promise<readonly ShelfStatus[]> {
    return this.#call<readonly StoredVoice[]>('status', QUICK_TIMEOUT_MS, (api) =>
      api.statuses(voices),
    );
  }

  #call<T>(
    operation: string,
    timeoutMs: number,
    work: (api: Remote<WeightsApi>) => Promise<T>,
  ): Promise<T> {
    return this.#deps.weights.call(work, { operation, timeoutMs });
  }

  /** Once a visit, and only when there is something to keep: some browsers ask the listener. */
  async #askToPersist(): Promise<void> {
    if (this.#askedToPersist) return;
    this.#askedToPersist = true;
    try {
      await this.#deps.persist();
    } catch {
      // Refused, or no secure context: the voice is stored all the same, only less firmly.
    }
  }
}
