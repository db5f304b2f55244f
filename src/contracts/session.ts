/** A reading session: a text, a voice, a place in the text. The page, the embed and the lab drive this. */
import type { SottoError } from '../base/errors';
import type { Unsubscribe } from '../base/events';
import type { PlayerStats, PlayingWord } from './playback';
import type { Rung } from './resilience';
import type { BackendPreference, EngineInfo, QualityLevel, SynthesisOptions } from './speech';
import type { DocumentFormat, Language, Lexicon, Reading, Span } from './text';
import type { DownloadProgress, Voice } from './voices';

export type SessionState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing'; readonly step: Preparation }
  | { readonly kind: 'playing' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: SottoError };

/** What Play is waiting for; shown in words. */
export type Preparation =
  | { readonly kind: 'download'; readonly progress: DownloadProgress }
  | { readonly kind: 'engine' }
  | { readonly kind: 'text' }
  | { readonly kind: 'sound' };

export interface RenderedRange extends Span {
  /** Null: the chosen voice; otherwise the rung that spoke. */
  readonly rung: string | null;
}

export interface SessionProgress {
  /** Where the voice is, in characters of the source. */
  readonly offset: number;
  readonly length: number;
  /** How far sound has been made. */
  readonly rendered: readonly RenderedRange[];
  readonly spokenSeconds: number;
  /** Estimated from the pace so far, at the current speed; null before anything was spoken. */
  readonly leftSeconds: number | null;
}

export interface SessionStats extends PlayerStats {
  readonly engine: EngineInfo | null;
  /** Compute time / audio time of recent utterances; null before the first. */
  readonly rtf: number | null;
  readonly firstSoundMs: number | null;
  readonly utterances: number;
  /** Who speaks now; `chosen` unless something is broken. */
  readonly rung: Rung;
  readonly level: QualityLevel;
}

export interface Notice {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'error';
  /** Plain words: what happened, what was done, what the listener can do. */
  readonly text: string;
  readonly error: SottoError | null;
}

export interface SessionEvents {
  state: SessionState;
  word: PlayingWord | null;
  mark: { readonly name: string };
  progress: SessionProgress;
  stats: SessionStats;
  notice: Notice;
}

export interface SessionSettings {
  readonly language: Language;
  readonly lexicon: Lexicon;
  readonly synthesis: SynthesisOptions;
  readonly backend: BackendPreference;
  /** Player speed, 0.5 to 3. */
  readonly speed: number;
  readonly volume: number;
  /** A voice that would need more is refused before it is loaded; null sets no limit. */
  readonly memoryLimitBytes: number | null;
}

export interface ExportOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}
export interface ExportProgress {
  readonly offset: number;
  readonly length: number;
  readonly seconds: number;
  /** Audio seconds made per second of waiting. */
  readonly speed: number;
}

export interface SpeechSession {
  readonly state: SessionState;
  readonly progress: SessionProgress;
  readonly stats: SessionStats;
  readonly settings: SessionSettings;
  readonly voice: Voice | null;
  /**
   * Replaces the text; speech stops. Bad markup: state `failed` with kind `text` and the offset.
   * @param readings Of plain text alone: what is said otherwise than it is written (contracts/documents.ts).
   */
  setDocument(source: string, format: DocumentFormat, readings?: readonly Reading[]): void;
  /**
   * While sound is heard, the new voice takes over where a clause begins, as soon as it is ready: until then
   * what is queued sounds on. Otherwise the text is made anew from the current word.
   * @param change Settings that come with it: they are heard from the same clause on, though the voice be the same.
   */
  setVoice(voice: Voice, change?: Partial<SessionSettings>): void;
  /** Takes effect at the next utterance; the player's speed and volume at once. */
  configure(change: Partial<SessionSettings>): void;
  /** Makes voice and engine ready and renders the first words, so that Play answers at once. */
  prepare(): Promise<void>;
  play(): void;
  pause(): void;
  stop(): void;
  /** To the word at or after this character of the source. */
  seek(offset: number): void;
  nextSentence(): void;
  previousSentence(): void;
  /** The whole text as WAV, piece by piece. Independent of playing. */
  exportWav(options: ExportOptions): Promise<Blob>;
  /** Something else speaks beside it, whose load counts as the listener's; the returned function ends that. */
  shareLoad(): Unsubscribe;
  on<Name extends keyof SessionEvents>(
    name: Name,
    listener: (payload: SessionEvents[Name]) => void,
  ): Unsubscribe;
  dispose(): Promise<void>;
}
