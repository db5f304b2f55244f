/**
 * What can happen to a story, and what it is then: pure. An event that does not fit the state is not
 * an error, it came too late; `null` says that nothing changes.
 */
import { unreachable } from '../base/never';
import type {
  AudioErrorMetadata,
  StoryEntry,
  StoryErrorRecord,
  StoryFailureKind,
  StoryPriority,
  StoryProgress,
} from '../contracts/story';
import { FAILURE_WORDS } from './failures';

export type StoryEvent =
  /** The one tab that renders begins, or takes over from one that is gone: then the job stays what it was. */
  | { readonly kind: 'begin'; readonly jobId: string }
  | {
      readonly kind: 'spoke';
      readonly jobId: string;
      readonly progress: StoryProgress;
      readonly audioSeconds: number;
      readonly renderSeconds: number;
      readonly audioBytes: number;
    }
  /** Another story is more urgent. */
  | { readonly kind: 'yield'; readonly jobId: string }
  | { readonly kind: 'finish'; readonly jobId: string }
  | { readonly kind: 'fail'; readonly jobId: string; readonly failure: StoryFailure }
  | { readonly kind: 'pause' | 'resume' | 'cancel' | 'retry' | 'evict' | 'played' }
  | { readonly kind: 'prioritise'; readonly priority: StoryPriority }
  /** Its receiver will not have the callback: noted, and nothing else changes. */
  | { readonly kind: 'callbackFailed'; readonly jobId: string; readonly message: string }
  | {
      readonly kind: 'reportedReady';
      readonly jobId: string | null;
      readonly seconds: number | null;
    }
  | {
      readonly kind: 'reportedFailed';
      readonly jobId: string | null;
      readonly failure: StoryFailure;
    };

export interface StoryFailure {
  readonly kind: StoryFailureKind;
  /** Null: the words of its kind. */
  readonly message: string | null;
  readonly details: string;
  readonly more?: AudioErrorMetadata['more'];
}

const MOST_ERRORS = 50;
/** Without a clause between them. A page that is closed and opened again counts, so it is not few. */
export const MOST_STARTS = 6;

const NOTHING_SPOKEN: Pick<StoryEntry, 'progress' | 'durations' | 'audioBytes'> = {
  progress: { spoken: 0, clauses: 0, words: 0, last: null },
  durations: { audioSeconds: 0, renderSeconds: 0 },
  audioBytes: 0,
};
const NO_ERROR: Pick<
  StoryEntry,
  'audioError' | 'audioErrorDetails' | 'audioErrorMetadata' | 'starts'
> = { audioError: null, audioErrorDetails: null, audioErrorMetadata: null, starts: 0 };

/** The story after the event, or null where it changes nothing. */
export function transition(story: StoryEntry, event: StoryEvent, at: number): StoryEntry | null {
  const change = changeOf(story, event, at);
  return change === null ? null : { ...story, ...change, updatedAt: at };
}

function changeOf(story: StoryEntry, event: StoryEvent, at: number): Partial<StoryEntry> | null {
  const { audioStatus: status, hold } = story;
  const isMine = 'jobId' in event && status === 'rendering' && event.jobId === story.audioJobId;
  switch (event.kind) {
    case 'begin':
      if (status !== 'rendering' && !(status === 'pending' && hold === null)) return null;
      return {
        audioStatus: 'rendering',
        audioJobId: story.audioJobId ?? event.jobId,
        starts: story.starts + 1,
      };
    case 'spoke':
      return isMine ? spoken(story, event) : null;
    case 'yield':
      return isMine ? { audioStatus: 'pending', starts: 0 } : null;
    case 'finish':
      return isMine ? { ...NO_ERROR, audioStatus: 'ready', hold: null } : null;
    case 'fail':
      return isMine ? failed(story, event.failure, event.jobId, at) : null;
    case 'pause':
      return isOpen(story) ? { audioStatus: 'pending', hold: 'paused' } : null;
    case 'cancel':
      return isOpen(story) || hold === 'paused'
        ? { ...NOTHING_SPOKEN, audioStatus: 'pending', hold: 'cancelled', audioJobId: null }
        : null;
    case 'resume':
      return status === 'pending' && hold !== null ? { hold: null, starts: 0 } : null;
    case 'retry':
      return status === 'failed'
        ? { ...NO_ERROR, audioStatus: 'pending', hold: null, audioJobId: null }
        : null;
    case 'evict':
      return status === 'rendering' || story.audioBytes === 0
        ? null
        : { ...NOTHING_SPOKEN, ...(status === 'failed' ? {} : EVICTED) };
    case 'played':
      return { playedAt: at };
    case 'prioritise':
      return event.priority === story.priority ? null : { priority: event.priority };
    case 'callbackFailed':
      return { errorHistory: withRecord(story, callbackRecord(event, at)) };
    case 'reportedReady':
      return reportedReady(story, event);
    case 'reportedFailed':
      return isKnownReport(story, event)
        ? null
        : failed(story, event.failure, event.jobId ?? story.audioJobId, at);
    default:
      return unreachable(event);
  }
}

const EVICTED = { audioStatus: 'pending', hold: 'evicted', audioJobId: null } as const;

/** In the queue, or being spoken. */
function isOpen({ audioStatus, hold }: StoryEntry): boolean {
  return audioStatus === 'rendering' || (audioStatus === 'pending' && hold === null);
}

function spoken(
  { durations, audioBytes }: StoryEntry,
  event: Extract<StoryEvent, { kind: 'spoke' }>,
): Partial<StoryEntry> {
  return {
    progress: event.progress,
    durations: {
      audioSeconds: durations.audioSeconds + event.audioSeconds,
      renderSeconds: durations.renderSeconds + event.renderSeconds,
    },
    audioBytes: audioBytes + event.audioBytes,
    starts: 0,
  };
}

function failed(
  story: StoryEntry,
  { kind, message, details, more }: StoryFailure,
  jobId: string | null,
  at: number,
): Partial<StoryEntry> {
  const words = { ...FAILURE_WORDS[kind], ...(message === null ? {} : { message }) };
  const record: StoryErrorRecord = { at, kind, ...words, details, jobId };
  const { language, storyType, textLength } = story;
  return {
    audioStatus: 'failed',
    hold: null,
    audioJobId: jobId,
    audioError: `${words.message} ${words.suggestion}`,
    audioErrorDetails: details,
    audioErrorMetadata: {
      language,
      storyType,
      textLength,
      errorType: kind,
      ...(more === undefined ? {} : { more }),
    },
    errorHistory: withRecord(story, record),
  };
}

function withRecord(
  { errorHistory }: StoryEntry,
  record: StoryErrorRecord,
): readonly StoryErrorRecord[] {
  return [record, ...errorHistory].slice(0, MOST_ERRORS);
}

function callbackRecord(
  { jobId, message }: Extract<StoryEvent, { kind: 'callbackFailed' }>,
  at: number,
): StoryErrorRecord {
  const { suggestion } = FAILURE_WORDS.callbackRefused;
  return { at, kind: 'callbackRefused', message, suggestion, details: 'callback', jobId };
}

function reportedReady(
  story: StoryEntry,
  { jobId, seconds }: Extract<StoryEvent, { kind: 'reportedReady' }>,
): Partial<StoryEntry> {
  const { durations } = story;
  return {
    ...NO_ERROR,
    audioStatus: 'ready',
    hold: null,
    audioJobId: jobId ?? story.audioJobId,
    durations: { ...durations, audioSeconds: seconds ?? durations.audioSeconds },
  };
}

/** A sender that heard no answer sends again. */
function isKnownReport(
  { audioStatus, errorHistory }: StoryEntry,
  { jobId, failure }: Extract<StoryEvent, { kind: 'reportedFailed' }>,
): boolean {
  const last = errorHistory[0];
  if (audioStatus !== 'failed' || jobId === null || last === undefined) return false;
  return last.jobId === jobId && last.details === failure.details;
}
