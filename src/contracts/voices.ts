import type { VoiceId } from '../base/ids';
import type { SottoError } from '../base/errors';
import type { Language } from './text';

export interface VoiceFile {
  readonly name: string;
  /** Relative to the catalogue. */
  readonly url: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** What the catalogue says of a voice; enough to show, fetch, verify and load it. */
export interface Voice {
  readonly id: VoiceId;
  readonly name: string;
  /** Engine that speaks it, a key of the registry. */
  readonly engine: string;
  /** BCP 47, e.g. `en-US`; `languages` are those of the front-end. */
  readonly locale: string;
  readonly languages: readonly Language[];
  readonly speaker: { readonly sex: 'female' | 'male'; readonly age: string | null };
  readonly licence: { readonly name: string; readonly url: string };
  readonly credits: string;
  readonly sample: { readonly url: string; readonly text: string } | null;
  readonly sampleRate: number;
  readonly files: readonly VoiceFile[];
  readonly defaults: {
    readonly steps: number;
    readonly temperature: number;
    readonly pace: number;
  };
}

export interface Catalogue {
  readonly version: 1;
  readonly voices: readonly Voice[];
}

/** What the flow engine reads from its voice's `voice.json`. */
export interface FlowVoiceManifest {
  readonly sampleRate: number;
  readonly hopSamples: number;
  readonly melBins: number;
  readonly symbols: readonly string[];
}

export type StoredVoice =
  | { readonly kind: 'absent' }
  | { readonly kind: 'partial'; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'stored'; readonly totalBytes: number; readonly storedAt: number };

export interface DownloadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

/** The voices there are, and what of them is on this device. */
export interface VoiceShelf {
  readonly voices: readonly Voice[];
  status(voice: Voice): ShelfStatus;
  /** Resolves when the voice is stored whole; calls for one voice share one download. */
  download(voice: Voice): Promise<void>;
  cancelDownload(voice: Voice): void;
  remove(voice: Voice): Promise<void>;
  onChange(listener: (voice: Voice, status: ShelfStatus) => void): () => void;
}

export type ShelfStatus =
  | StoredVoice
  | { readonly kind: 'downloading'; readonly progress: DownloadProgress }
  | { readonly kind: 'failed'; readonly error: SottoError };
