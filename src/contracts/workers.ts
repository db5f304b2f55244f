/** The calls that cross threads. A worker `expose(api satisfies EngineApi)`; errors cross whole (rpc/errors.ts). */
import type { JobId } from '../base/ids';
import type {
  BackendPreference,
  EngineInfo,
  PcmChunk,
  StageTimings,
  SynthesisOptions,
} from './speech';
import type { Block, DocumentFormat, PlanOptions, Run, Utterance } from './text';
import type {
  DownloadProgress,
  FileDigest,
  Freed,
  StorageOverview,
  StoredVoice,
  Voice,
} from './voices';

/** Every worker answers it: `exposeApi` adds it (rpc/expose.ts), the heartbeat asks (rpc/heartbeat.ts). */
export interface Pingable {
  ping(): Promise<void>;
}

export interface TextApi {
  /** Loads the phonemiser and what the language of this BCP 47 tag needs, so that the first plan is fast. */
  warm(tag: string): Promise<void>;
  /** Runs of a marked-up text. Rejects with kind `text` and the offset of what is wrong. */
  parse(source: string, format: DocumentFormat): Promise<readonly Run[]>;
  /** Stateless: a lost worker costs one call. Never drops a word. */
  plan(block: Block, options: PlanOptions): Promise<readonly Utterance[]>;
}

export interface EngineLoadRequest {
  readonly voice: Voice;
  readonly backend: BackendPreference;
  /** 0 lets the worker choose. */
  readonly threads: number;
}

export interface EngineOutput {
  readonly chunk: PcmChunk;
  readonly stages: Omit<StageTimings, 'textMs'>;
  /** Phonemes the voice has no sound for; they were left out. */
  readonly unknownSymbols?: number;
  /** Most samples the predicted durations allow; silence at the edges may have been cut. */
  readonly predictedSamples?: number;
}

export interface EngineApi {
  /** Gets the runtime ready while the voice is still on its way. A hint: `load` works without it. */
  prepare(request: Omit<EngineLoadRequest, 'voice'>): Promise<void>;
  /** Reads the voice from storage, makes the sessions, warms them up. */
  load(request: EngineLoadRequest): Promise<EngineInfo>;
  synthesize(job: JobId, utterance: Utterance, options: SynthesisOptions): Promise<EngineOutput>;
  /** Takes effect between two steps; the job rejects with kind `cancelled`. */
  cancel(job: JobId): void;
  /** Bytes of the WASM heap and of stored weights held, for the health page and the bench. */
  memory(): Promise<{ readonly heapBytes: number }>;
}

/** Told now and then how many bytes of a pack are done; false calls it off. */
export type PackStep = (doneBytes: number) => boolean | Promise<boolean>;

export interface WeightsApi {
  /** In the order asked for. */
  statuses(voices: readonly Voice[]): Promise<readonly StoredVoice[]>;
  /** Voices kept on this device as they were when they were kept, whatever the catalogue says today. */
  kept(): Promise<readonly Voice[]>;
  /** Fetches what is missing, verifies it, stores it. `baseUrl` is the catalogue's address. */
  ensure(
    voice: Voice,
    baseUrl: string,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<void>;
  /** Stops fetching; what arrived stays unless it is to be discarded. */
  cancel(voice: Voice, arrived: 'keep' | 'discard'): Promise<void>;
  remove(voice: Voice): Promise<Freed>;
  /** `inUse`: `<owner>/<file>` of what the caller's own tab speaks with; others' are known by their locks. */
  overview(inUse: readonly string[]): Promise<StorageOverview>;
  freeUp(bytes: number, inUse: readonly string[]): Promise<Freed>;
  exportPack(voices: readonly Voice[], onStep?: PackStep): Promise<Blob>;
  importPack(pack: Blob, onStep?: PackStep): Promise<readonly Voice[]>;
  keep(voice: Voice, files: Readonly<Record<string, Blob>>): Promise<void>;
  digest(file: Blob): Promise<FileDigest>;
}
