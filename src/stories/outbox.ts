/** Callbacks that are to be posted: what they say, and when the next attempt is. Pure. */
import { errorCallbackUrl } from '../contracts/callback';
import type { StoryEntry } from '../contracts/story';
import { wireKind } from './failures';

export interface OutboxEntry {
  /** A job has one outcome, and that is told once. */
  readonly jobId: string;
  readonly storyId: string;
  readonly url: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly state: 'waiting' | 'delivered' | 'refused' | 'givenUp';
  readonly attempts: number;
  /** Milliseconds since the epoch, as the next two. */
  readonly nextAt: number;
  readonly createdAt: number;
  readonly settledAt: number | null;
  /** Why the last attempt was not enough, in a plain sentence. */
  readonly lastError: string | null;
}

export type DeliveryResult =
  | { readonly kind: 'delivered' }
  /** The receiver understood and said no: asking again would not change that. */
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'retry'; readonly error: string };

export const FIRST_RETRY_MS = 5000;
export const LONGEST_RETRY_MS = 60 * 60_000;
/** About two days of trying. */
export const MOST_ATTEMPTS = 56;
const JITTER = 0.2;
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Null where the story names no receiver or has no outcome. Nothing of its text or title is in it. */
export function callbackOf(story: StoryEntry, at: number): OutboxEntry | null {
  const { callbackUrl, audioJobId: jobId, audioStatus } = story;
  if (callbackUrl === null || jobId === null) return null;
  if (audioStatus !== 'ready' && audioStatus !== 'failed') return null;
  const isFailure = audioStatus === 'failed';
  return {
    jobId,
    storyId: story.id,
    url: isFailure ? errorCallbackUrl(callbackUrl) : callbackUrl,
    payload: isFailure ? failurePayload(story, jobId) : successPayload(story, jobId),
    ...waitingSince(at),
  };
}

/** Due at once, and not tried yet. */
export function waitingSince(at: number) {
  return {
    state: 'waiting',
    attempts: 0,
    nextAt: at,
    createdAt: at,
    settledAt: null,
    lastError: null,
  } as const;
}

/** @param random Uniform in [0, 1): receivers must not be asked by all at once. */
export function afterAttempt(
  entry: OutboxEntry,
  result: DeliveryResult,
  at: number,
  random: number,
): OutboxEntry {
  const attempts = entry.attempts + 1;
  switch (result.kind) {
    case 'delivered':
      return { ...entry, attempts, state: 'delivered', settledAt: at, lastError: null };
    case 'refused':
      return { ...entry, attempts, state: 'refused', settledAt: at, lastError: result.error };
    case 'retry': {
      const lastError = result.error;
      if (attempts >= MOST_ATTEMPTS) {
        return { ...entry, attempts, state: 'givenUp', settledAt: at, lastError };
      }
      return { ...entry, attempts, lastError, nextAt: at + retryMs(attempts, random) };
    }
  }
}

/** Doubles from the first to an hour, give or take a fifth. */
export function retryMs(attempts: number, random: number): number {
  const base = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(base * (1 + JITTER * (2 * random - 1)));
}

/** Kept for a while, so that the same job is not told twice; then forgotten. */
export function isForgotten({ settledAt }: OutboxEntry, at: number): boolean {
  return settledAt !== null && at - settledAt > KEPT_MS;
}

function aboutStory({ id, userId, voiceProfile }: StoryEntry, jobId: string) {
  const user = userId === null ? {} : { user_id: userId };
  return { story_id: id, ...user, voice_id: voiceProfile.voiceId, job_id: jobId };
}

function failurePayload(story: StoryEntry, jobId: string): OutboxEntry['payload'] {
  const { language, storyType, textLength, audioErrorMetadata, errorHistory } = story;
  return {
    ...aboutStory(story, jobId),
    error: errorHistory[0]?.message ?? story.audioError ?? '',
    error_details: story.audioErrorDetails ?? '',
    metadata: {
      language,
      story_type: storyType,
      text_length: textLength,
      error_type: wireKind(audioErrorMetadata?.errorType ?? 'unknown'),
    },
  };
}

function successPayload(story: StoryEntry, jobId: string): OutboxEntry['payload'] {
  const { language, storyType, textLength, durations } = story;
  return {
    ...aboutStory(story, jobId),
    duration_seconds: Math.round(durations.audioSeconds * 1000) / 1000,
    metadata: { language, story_type: storyType, text_length: textLength },
  };
}
