import type { VoiceId } from '../base/ids';
import type { SottoError } from '../base/errors';
import type { Backend } from './speech';
import type { Language } from './text';

/**
 * What a file is known by, in lower-case hexadecimal: its SHA-256 or, where a hub tells no better, its git
 * blob id (a SHA-1 over length and content) or its MD5.
 */
export type FileDigest = `${'sha256' | 'git' | 'md5'}:${string}`;

export interface VoiceFile {
  readonly name: string;
  /** Relative to the catalogue, or an https address. */
  readonly url: string;
  /** Other https addresses of the same bytes, asked in turn where the first fails. */
  readonly mirrors?: readonly string[];
  readonly bytes: number;
  readonly digest: FileDigest;
  /** Under whose name it is kept, where several voices share this one file; see `ownerOf`. */
  readonly owner?: VoiceId;
}

/** What the catalogue says of a voice; enough to show, fetch, verify and load it. */
export interface Voice {
  readonly id: VoiceId;
  readonly name: string;
  /** Where it comes from: with the app (absent), from a public hub, from a file of the listener's. */
  readonly source?: 'hub' | 'device';
  /** As its makers grade it, e.g. `medium`. */
  readonly quality?: string;
  /** Engine that speaks it, a key of the registry. */
  readonly engine: string;
  /** BCP 47, e.g. `en-US`; `languages` are those of the front-end. */
  readonly locale: string;
  readonly languages: readonly Language[];
  readonly speaker: {
    /** Null where nobody says. */
    readonly sex: 'female' | 'male' | null;
    readonly age: string | null;
    /** Whom of several speakers its files are to speak as; absent where they know only one. */
    readonly id?: string;
  };
  readonly licence: {
    readonly name: string;
    /** Empty where there is nothing to read: a file of the listener's. */
    readonly url: string;
    /** A plain sentence where the licence limits what the voice may be used for. */
    readonly limits?: string;
  };
  readonly credits: string;
  readonly sample: { readonly url: string; readonly text: string } | null;
  readonly sampleRate: number;
  readonly files: readonly VoiceFile[];
  /** Whom its files can speak as, where they know several; `speaker.id` is one of these. */
  readonly speakers?: readonly string[];
  /** The processor its files were made for, where another does clearly worse with them. */
  readonly madeFor?: Backend;
  /** Voices that name the same share their files, which are fetched and kept once; see `weightsOf`. */
  readonly weights?: VoiceId;
  readonly defaults: {
    readonly steps: number;
    readonly temperature: number;
    readonly pace: number;
  };
}

/** The name under which a file is stored. Files of one owner and one name are the same file. */
export function ownerOf(voice: Pick<Voice, 'id' | 'weights'>, file: VoiceFile): VoiceId {
  return file.owner ?? weightsOf(voice);
}

/** The name under which a voice's own files are stored: its own, unless it shares them all. */
export function weightsOf(voice: Pick<Voice, 'id' | 'weights'>): VoiceId {
  return voice.weights ?? voice.id;
}

export interface Catalogue {
  readonly version: 1;
  readonly voices: readonly Voice[];
}

interface FlowVoiceShape {
  readonly sampleRate: number;
  readonly hopSamples: number;
  readonly fftSize: number;
  readonly melBins: number;
  /** A symbol's id is its place; empty places are never to be used. */
  readonly symbols: readonly string[];
}

/** One speaker, one language. */
export interface FlowVoiceFormat1 extends FlowVoiceShape {
  readonly format: 1;
}

/** Several speakers of several languages, whose pitch can be led. Described in training/README.md. */
export interface FlowVoiceFormat2 extends FlowVoiceShape {
  readonly format: 2;
  readonly flowContextFrames: number;
  readonly vocoderContextFrames: number;
  /** Embeddings by name. */
  readonly languages: Readonly<Partial<Record<Language, readonly number[]>>>;
  readonly speakers: Readonly<Record<string, readonly number[]>>;
  /** The unit in which a speaker's pitch is given. */
  readonly pitch: Readonly<Record<string, { readonly deviationSemitones: number }>>;
  /** What brings a speaker's sound in a language to the level of all others; 1 where absent. */
  readonly gains?: Readonly<Record<string, Readonly<Partial<Record<Language, number>>>>>;
}

/** What the flow engine reads from its voice's `voice.json`. */
export type FlowVoiceManifest = FlowVoiceFormat1 | FlowVoiceFormat2;

export type StoredVoice =
  /** `sharedBytes`: what of it is here all the same, because other voices share those files. */
  | { readonly kind: 'absent'; readonly sharedBytes?: number }
  | { readonly kind: 'partial'; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'stored'; readonly totalBytes: number; readonly storedAt: number };

export interface DownloadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

/** What became of the room that was asked back. */
export interface Freed {
  readonly bytes: number;
  /** Voices that are no longer here: the one removed, and those of the very same files. */
  readonly removed: readonly VoiceId[];
  /** Voices on this device for whose sake files of the removed one stayed. */
  readonly keptFor: readonly VoiceId[];
}

/** One voice as a storage page lists it. Times are milliseconds since the epoch. */
export interface KeptVoice {
  readonly id: VoiceId;
  /** Null where it is known by its files only, kept by an earlier version of Sotto. */
  readonly voice: Voice | null;
  /** On this device, files that others share with it included. */
  readonly bytes: number;
  /** What removing it would free. */
  readonly ownBytes: number;
  readonly isWhole: boolean;
  /** When the last of its files was found right; null until one was. */
  readonly verifiedAt: number | null;
  readonly lastUsedAt: number | null;
  /** Someone speaks with it, here or in another tab: freeing room passes it by. */
  readonly isInUse: boolean;
}

export interface StorageOverview {
  /** Last used first. */
  readonly voices: readonly KeptVoice[];
  /** Of all voices, shared files counted once. */
  readonly voiceBytes: number;
  /** Of all that this site stores; null where the browser does not tell. */
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** The browser promised never to drop it by itself. */
  readonly isPersistent: boolean;
}

/** From where a pack that is being written or read is followed, and called off: then it rejects with kind `cancelled`. */
export interface PackWatch {
  readonly onProgress: (progress: DownloadProgress) => void;
  readonly signal: AbortSignal;
}

/** What is kept on this device, beyond the single voice. */
export interface DeviceStorage {
  overview(): Promise<StorageOverview>;
  /** Removes voices, least recently used first, none that is in use, until `bytes` are freed or none is left. */
  freeUp(bytes: number): Promise<Freed>;
  /** One file (a tar) to carry stored voices to a device without network. Each file is verified on its way. */
  exportPack(voices: readonly Voice[], watch?: PackWatch): Promise<Blob>;
  /** Verifies and keeps the voices of a pack, adds them to the shelf and tells them. */
  importPack(pack: Blob, watch?: PackWatch): Promise<readonly Voice[]>;
  /** Keeps a voice whose files the listener gave, by name; each must have the length and digest it is said to have. */
  keep(voice: Voice, files: Readonly<Record<string, Blob>>): Promise<void>;
  /** SHA-256, off the page's thread. */
  digest(file: Blob): Promise<FileDigest>;
}

/** The voices there are, and what of them is on this device. */
export interface VoiceShelf {
  /** Those of the catalogue, and those that were kept from elsewhere; grows. */
  readonly voices: readonly Voice[];
  readonly storage: DeviceStorage;
  /** Takes voices in; ones that are here already stay as they are. Listeners are told of each. */
  add(voices: readonly Voice[]): void;
  /** Resolves when those kept on an earlier visit are on the shelf; never rejects. */
  recalled(): Promise<void>;
  status(voice: Voice): ShelfStatus;
  /** Resolves when the voice is stored whole; calls for one voice share one download. Goes on with a paused one. */
  download(voice: Voice): Promise<void>;
  /** The download rejects with kind `cancelled`; the status is `paused`, and `partial` after a reload. */
  pauseDownload(voice: Voice): void;
  resumeDownload(voice: Voice): Promise<void>;
  /** Ends a download, running or paused; what arrived is kept for another time, or discarded. */
  cancelDownload(voice: Voice, arrived?: 'keep' | 'discard'): void;
  /** Files that other stored voices need stay. */
  remove(voice: Voice): Promise<Freed>;
  /** Keeps a voice from being removed to free room, in any tab, until the returned function is called. */
  lease(voice: Voice): () => void;
  onChange(listener: (voice: Voice, status: ShelfStatus) => void): () => void;
}

export type ShelfStatus =
  | StoredVoice
  | { readonly kind: 'downloading'; readonly progress: DownloadProgress }
  | { readonly kind: 'paused'; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'failed'; readonly error: SottoError };
