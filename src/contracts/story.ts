/** Stories: texts that are kept with their sound (docs/stories.md). Times are milliseconds since the epoch. */
import type { SottoError } from '../base/errors';
import type { Unsubscribe } from '../base/events';
import type { UtteranceId, VoiceId } from '../base/ids';
import type { StageTimings, SynthesisOptions, WordTiming } from './speech';
import type { DocumentFormat, Language, Lexicon, Reading, Span, Utterance } from './text';

export const AUDIO_STATUSES = ['pending', 'rendering', 'ready', 'failed'] as const;
export type AudioStatus = (typeof AUDIO_STATUSES)[number];

/** Why a pending story is not in the queue: `evicted` gave its sound up for another's. */
export type StoryHold = 'paused' | 'cancelled' | 'evicted';

export const STORY_PRIORITIES = ['high', 'normal', 'low'] as const;
export type StoryPriority = (typeof STORY_PRIORITIES)[number];

/** What can keep a story from being spoken; each has words of its own (stories/failures.ts). */
export const STORY_FAILURE_KINDS = [
  'voiceMissing',
  'voiceCorrupted',
  'voiceInvalidFormat',
  'textEncoding',
  'textTooShort',
  'textTooLong',
  'textLanguage',
  'modelMissing',
  'modelLoad',
  'modelRun',
  'gpuMemory',
  'storageFull',
  'storageRefused',
  'networkDown',
  'serverError',
  'wrongBytes',
  'memory',
  'disk',
  'cpu',
  'callbackRefused',
  /** Told by whoever posted to the error callback. */
  'reported',
  'unknown',
] as const;
export type StoryFailureKind = (typeof STORY_FAILURE_KINDS)[number];

/** Who speaks and how: enough to go on in another tab, on another day. */
export interface VoiceProfile {
  readonly voiceId: VoiceId;
  readonly synthesis: SynthesisOptions;
  readonly lexicon: Lexicon;
}

export interface AudioErrorMetadata {
  readonly language: Language;
  readonly storyType: string;
  readonly textLength: number;
  readonly errorType: StoryFailureKind;
  /** What somebody else's report said beyond that. */
  readonly more?: Readonly<Record<string, string | number | boolean | null>>;
}

/** One failure of a story, as its history keeps it. */
export interface StoryErrorRecord {
  readonly at: number;
  readonly kind: StoryFailureKind;
  readonly message: string;
  readonly suggestion: string;
  /** Technical: kinds and places, never a word of the text. */
  readonly details: string;
  readonly jobId: string | null;
}

export interface StoryProgress {
  /** Characters spoken, of `textLength`. */
  readonly spoken: number;
  readonly clauses: number;
  readonly words: number;
  /** Where rendering goes on; null before the first clause. */
  readonly last: { readonly id: UtteranceId; readonly span: Span } | null;
}

export interface StoryDurations {
  /** Of the sound, pauses included. */
  readonly audioSeconds: number;
  /** Spent on making it. */
  readonly renderSeconds: number;
}

/** All but the text, which lists do not need. */
export interface StoryEntry {
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  readonly voiceProfile: VoiceProfile;
  readonly storyType: string;
  readonly textLength: number;
  readonly audioStatus: AudioStatus;
  /** Of a pending story alone. */
  readonly hold: StoryHold | null;
  /** For people; null unless failed. */
  readonly audioError: string | null;
  readonly audioErrorDetails: string | null;
  readonly audioErrorMetadata: AudioErrorMetadata | null;
  /** One for each way from pending to ready or failed. */
  readonly audioJobId: string | null;
  readonly progress: StoryProgress;
  readonly durations: StoryDurations;
  /** Of its sound, as kept. */
  readonly audioBytes: number;
  readonly priority: StoryPriority;
  /** Times rendering began since a clause was last kept: a story that stops the page is not tried for ever. */
  readonly starts: number;
  readonly callbackUrl: string | null;
  readonly userId: string | null;
  /** Newest first. */
  readonly errorHistory: readonly StoryErrorRecord[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly playedAt: number | null;
}

export interface StoryText {
  readonly text: string;
  readonly format: DocumentFormat;
  readonly readings: readonly Reading[];
}

export type Story = StoryEntry & StoryText;

/** What is asked for when a story is added. */
export interface StoryDraft extends StoryText {
  /** Null: the first words of the text. */
  readonly title: string | null;
  readonly language: Language;
  readonly voiceProfile: VoiceProfile;
  readonly storyType?: string;
  readonly priority?: StoryPriority;
  readonly callbackUrl?: string | null;
  readonly userId?: string | null;
}

/** `opus` in Ogg, or 16-bit samples where the browser encodes no Opus. */
export type KeptFormat = 'opus' | 'pcm16';

export interface KeptPiece {
  readonly format: KeptFormat;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the sound as it was spoken; a decoder's surplus is cut off. */
  readonly samples: number;
  readonly sampleRate: number;
  readonly words: readonly WordTiming[];
}

/** A clause as it was planned and spoken. */
export interface KeptClause {
  readonly utterance: Utterance;
  readonly pieces: readonly KeptPiece[];
  /** What it took; null where there was nothing to say. */
  readonly stages: StageTimings | null;
}

/** What will not work, or may not, found before any work is done. */
export interface PreflightProblem {
  readonly kind: StoryFailureKind;
  readonly severity: 'blocks' | 'warns';
  readonly message: string;
  readonly suggestion: string;
}

/** One line of the analytics. */
export interface FailureRecord {
  readonly at: number;
  readonly kind: StoryFailureKind;
  readonly voiceId: string | null;
  /** Of the machine, in a few words. */
  readonly device: string;
  readonly storyId: string;
}

export interface FailureCounts {
  readonly total: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly byVoice: Readonly<Record<string, number>>;
  readonly byDevice: Readonly<Record<string, number>>;
  /** By UTC day, e.g. `2026-11-21`, oldest first. */
  readonly byDay: readonly { readonly day: string; readonly count: number }[];
}

/** The stories of this device, live in every tab. Methods reject with a SottoError. */
export interface StoryLibrary {
  /** Newest first; empty until `ready`. */
  readonly entries: readonly StoryEntry[];
  /** Null while all is well; the reason why stories cannot be kept here. */
  readonly failure: SottoError | null;
  ready(): Promise<void>;
  onChange(listener: () => void): Unsubscribe;
  check(draft: StoryDraft): Promise<readonly PreflightProblem[]>;
  /** Rejects with kind `validation` where the check finds what blocks. */
  add(draft: StoryDraft): Promise<StoryEntry>;
  /** To be shown and heard: its kept sound is what the session speaks it with. Null: it is gone. */
  open(id: string): Promise<Story | null>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  cancel(id: string): Promise<void>;
  /** Goes on where it failed. */
  retry(id: string): Promise<void>;
  prioritise(id: string, priority: StoryPriority): Promise<void>;
  remove(id: string): Promise<void>;
  counts(): Promise<FailureCounts>;
  exportFailures(format: 'json' | 'csv'): Promise<Blob>;
  dispose(): void;
}
