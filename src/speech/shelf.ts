import { proxy, type Remote } from 'comlink';
import { asSottoError, type SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import type {
  DownloadProgress,
  ShelfStatus,
  StoredVoice,
  Voice,
  VoiceShelf,
} from '../contracts/voices';
import type { WeightsApi } from '../contracts/workers';
import type { WorkerLink } from '../rpc/connect';

export interface ShelfDeps {
  readonly voices: readonly Voice[];
  readonly weights: Pick<WorkerLink<WeightsApi>, 'call'>;
  /** The catalogue's address. */
  readonly baseUrl: string;
  /** Asks the browser never to drop what is stored, e.g. `navigator.storage.persist`. */
  readonly persist: () => Promise<unknown>;
}

const QUICK_TIMEOUT_MS = 15_000;
/** The slowest line on which a download still makes sense: a stalled one is given up far earlier. */
const SLOWEST_BYTES_PER_MS = 8;

export function createShelf(deps: ShelfDeps): VoiceShelf {
  return new WorkerShelf(deps);
}

class WorkerShelf implements VoiceShelf {
  readonly #deps: ShelfDeps;
  readonly #statuses = new Map<VoiceId, ShelfStatus>();
  readonly #downloads = new Map<VoiceId, Promise<void>>();
  readonly #cancelling = new Set<VoiceId>();
  readonly #listeners = new Set<(voice: Voice, status: ShelfStatus) => void>();
  #askedToPersist = false;

  constructor(deps: ShelfDeps) {
    this.#deps = deps;
    for (const voice of deps.voices) void this.#refresh(voice);
  }

  get voices(): readonly Voice[] {
    return this.#deps.voices;
  }

  status(voice: Voice): ShelfStatus {
    return this.#statuses.get(voice.id) ?? { kind: 'absent' };
  }

  download(voice: Voice): Promise<void> {
    const running = this.#downloads.get(voice.id);
    if (running === undefined) return this.#begin(voice);
    if (!this.#cancelling.has(voice.id)) return running;
    // Who asks again after a cancel wants it after all, not to be told of the cancel.
    return running.catch(() => undefined).then(() => this.download(voice));
  }

  cancelDownload(voice: Voice): void {
    if (!this.#downloads.has(voice.id)) return;
    this.#cancelling.add(voice.id);
    // The download itself then rejects with kind `cancelled`; a dead worker makes it reject anyway.
    this.#call('cancel', QUICK_TIMEOUT_MS, (api) => api.cancel(voice)).catch(() => undefined);
  }

  async remove(voice: Voice): Promise<void> {
    await this.#call('remove', QUICK_TIMEOUT_MS, (api) => api.remove(voice));
    this.#set(voice, { kind: 'absent' });
  }

  onChange(listener: (voice: Voice, status: ShelfStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #begin(voice: Voice): Promise<void> {
    const download = this.#download(voice).finally(() => {
      this.#downloads.delete(voice.id);
      this.#cancelling.delete(voice.id);
    });
    this.#downloads.set(voice.id, download);
    return download;
  }

  async #download(voice: Voice): Promise<void> {
    void this.#askToPersist();
    const totalBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
    const timeoutMs = QUICK_TIMEOUT_MS + totalBytes / SLOWEST_BYTES_PER_MS;
    let ended = false;
    const onProgress = proxy((progress: DownloadProgress) => {
      // Messages may come late: what has ended stays ended.
      if (!ended) this.#set(voice, { kind: 'downloading', progress });
    });
    try {
      await this.#call('download', timeoutMs, (api) =>
        api.ensure(voice, this.#deps.baseUrl, onProgress),
      );
      ended = true;
      this.#set(voice, await this.#stored(voice));
    } catch (thrown) {
      ended = true;
      const error = asSottoError(thrown, { operation: 'download', component: 'shelf' });
      this.#set(voice, await this.#afterFailure(voice, error));
      throw error;
    }
  }

  /** Who cancels has not failed: what arrived is still there to go on from. */
  async #afterFailure(voice: Voice, error: SottoError): Promise<ShelfStatus> {
    const failed: ShelfStatus = { kind: 'failed', error };
    return error.kind === 'cancelled' ? this.#stored(voice).catch(() => failed) : failed;
  }

  /** Looks what of the voice is here, unless it is being fetched: then the download knows better. */
  async #refresh(voice: Voice): Promise<void> {
    const status = await this.#stored(voice).catch((thrown: unknown): ShelfStatus => {
      const error = asSottoError(thrown, { operation: 'status', component: 'shelf' });
      return { kind: 'failed', error };
    });
    if (!this.#downloads.has(voice.id)) this.#set(voice, status);
  }

  #stored(voice: Voice): Promise<ShelfStatus> {
    return this.#call<StoredVoice>('status', QUICK_TIMEOUT_MS, (api) => api.status(voice));
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

  #set(voice: Voice, status: ShelfStatus): void {
    this.#statuses.set(voice.id, status);
    for (const listener of [...this.#listeners]) listener(voice, status);
  }
}
