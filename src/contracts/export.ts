/**
 * Speech as files: sound with chapters, captions, and the work in progress between them, which outlives
 * the page. Speaking and writing are apart: what was spoken is kept as samples first, and a file is made of it.
 */
import type { UtteranceId } from '../base/ids';
import type { Rung } from './resilience';
import type { SessionSettings } from './session';
import type { WordTiming } from './speech';
import type { DocumentFormat, Reading, Span } from './text';
import type { Voice } from './voices';

export const SOUND_FORMATS = ['mp3', 'm4b', 'opus', 'wav'] as const;
export type SoundFormat = (typeof SOUND_FORMATS)[number];

export const CAPTION_FORMATS = ['srt', 'vtt', 'words', 'json'] as const;
/** `vtt`: a cue for each sentence, its words timed within; `words`: WebVTT with a cue for each word. */
export type CaptionFormat = (typeof CAPTION_FORMATS)[number];

export interface ExportChapter {
  readonly title: string;
  /** Of the source; chapters may leave parts of it out. */
  readonly span: Span;
}

/** A chapter as it lies in the file; `start` and `end` in samples of it. */
export interface ChapterMark {
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

/** All that determines the sound: kept with the work, so that it can go on without the page it began on. */
export interface ExportRequest {
  /** Of the work, and the file's name without its ending. */
  readonly title: string;
  readonly author: string | null;
  /** JPEG or PNG. */
  readonly cover: Blob | null;
  readonly document: ExportDocument;
  readonly chapters: readonly ExportChapter[];
  /** What of the source is spoken. */
  readonly range: Span;
  readonly voice: Voice;
  readonly settings: ExportSettings;
  readonly sound: SoundFormat;
  readonly captions: readonly CaptionFormat[];
  /** Time-stretching of the whole, 0.5 to 3, pauses included; 1 leaves every sample alone. */
  readonly speed: number;
}

export interface ExportDocument {
  readonly source: string;
  readonly format: DocumentFormat;
  readonly readings: readonly Reading[];
}

export type ExportSettings = Pick<
  SessionSettings,
  'language' | 'lexicon' | 'synthesis' | 'backend' | 'memoryLimitBytes'
>;

/** A clause as it was spoken; the sound of its pieces lies in the work's sample file. */
export interface SpokenClause {
  readonly id: UtteranceId;
  readonly span: Span;
  readonly sentence: Span;
  /** As written, in order. */
  readonly words: readonly Span[];
  readonly pauseBeforeMs: number;
  readonly pauseAfterMs: number;
  readonly pieces: readonly SpokenPiece[];
}

export interface SpokenPiece {
  /** Sample index in the work's sample file. */
  readonly at: number;
  readonly samples: number;
  readonly sampleRate: number;
  /** In samples of the piece. */
  readonly words: readonly WordTiming[];
  /** Who spoke, if it was not the chosen voice. */
  readonly rung: Rung | null;
}

/** A clause on its way to the work: its sound is not yet anywhere. */
export interface FreshClause extends Omit<SpokenClause, 'pieces'> {
  readonly pieces: readonly (Omit<SpokenPiece, 'at' | 'samples'> & {
    readonly pcm: Float32Array;
  })[];
}

/** A work that lies on this device, or has just been begun. */
export interface KeptExport {
  readonly id: string;
  readonly request: ExportRequest;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Of the file to come, in hertz. */
  readonly sampleRate: number;
  readonly tally: ExportTally;
}

/** What has been spoken of a work. */
export interface ExportTally {
  /** Null before the first. */
  readonly last: Pick<SpokenClause, 'id' | 'span'> | null;
  readonly clauses: number;
  readonly words: number;
  /** Of the file to come. */
  readonly seconds: number;
  /** Of the sample file. */
  readonly bytes: number;
  /** What the chosen voice did not speak. */
  readonly substituted: readonly SubstitutedClause[];
}

export interface SubstitutedClause {
  readonly index: number;
  readonly span: Span;
  readonly rung: Rung;
}

export interface WrittenExport {
  /** Of the sound file. */
  readonly bytes: number;
  readonly samples: number;
  readonly sampleRate: number;
  readonly words: number;
  readonly chapters: number;
  /** Null when it was written to the place the listener chose. */
  readonly file: Blob | null;
  readonly captions: readonly { readonly format: CaptionFormat; readonly blob: Blob }[];
}

/** Bytes written, or `samples` of `totalSamples` turned into them. */
export interface WritingProgress {
  readonly samples: number;
  readonly totalSamples: number;
  readonly bytes: number;
}

/** The calls of the export worker, which owns the kept works and loads the encoders. */
export interface ExportWorkerApi {
  formats(): Promise<readonly SoundFormat[]>;
  /** Whether works outlive the page here, and how much room there is; null where the browser does not say. */
  room(): Promise<ExportRoom>;
  /** Works begun on this device that no open page is busy with. Finished ones are removed. */
  kept(): Promise<readonly KeptExport[]>;
  create(request: ExportRequest, sampleRate: number): Promise<KeptExport>;
  /** Takes up a kept work; rejects with kind `io` when it is gone or another page is at it. */
  open(id: string): Promise<KeptExport>;
  /** Kept, once this resolves. */
  append(id: string, clause: FreshClause): Promise<ExportTally>;
  /** In the place of the clause with this index. */
  replace(id: string, index: number, clause: FreshClause): Promise<ExportTally>;
  /** @param target Written and closed as a whole, or left as it was; null keeps the file with the work. */
  write(
    id: string,
    target: FileSystemFileHandle | null,
    onProgress: (progress: WritingProgress) => void,
  ): Promise<WrittenExport>;
  /** Writing under way rejects with kind `cancelled`. */
  cancel(id: string): Promise<void>;
  /** Leaves the work to be taken up later, by this page or another. */
  close(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface ExportRoom {
  readonly isKept: boolean;
  readonly freeBytes: number | null;
}

export type ExportProgress =
  | {
      readonly stage: 'speaking';
      /** Characters spoken, of all there are in the range. */
      readonly done: number;
      readonly total: number;
      readonly words: number;
      /** Of sound. */
      readonly seconds: number;
      /** Kept so far, before encoding. */
      readonly bytes: number;
      /** Until the file is there; null before there is anything to judge it by. */
      readonly leftSeconds: number | null;
    }
  | {
      readonly stage: 'writing';
      readonly done: number;
      readonly total: number;
      readonly bytes: number;
      readonly leftSeconds: number | null;
    };

export interface ExportRun {
  readonly target: FileSystemFileHandle | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}

export interface ExportResult extends WrittenExport {
  readonly id: string;
  readonly substituted: readonly SubstitutedClause[];
}

/** Where exports are made. What was spoken of one is kept until it is removed. Rejects with a SottoError. */
export interface ExportDesk {
  formats(): Promise<readonly SoundFormat[]>;
  room(): Promise<ExportRoom>;
  /** Works that were interrupted: to go on with, or to remove. */
  unfinished(): Promise<readonly KeptExport[]>;
  begin(request: ExportRequest): Promise<KeptExport>;
  /** Speaks what is not yet spoken of a work, then writes its files. An abort leaves it to be run again. */
  run(id: string, run: ExportRun): Promise<ExportResult>;
  /** Speaks again what the chosen voice did not speak, then writes anew. */
  mend(id: string, run: ExportRun): Promise<ExportResult>;
  remove(id: string): Promise<void>;
}
