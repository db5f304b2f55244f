import type { StoryDraft, StoryEntry } from '../contracts/story';

const TITLE_WORDS = 8;
const TITLE_UNITS = 80;

/** A story as it enters the queue. @param at Milliseconds since the epoch. */
export function newStory(draft: StoryDraft, id: string, at: number): StoryEntry {
  return {
    id,
    title: draft.title?.trim() || titleOf(draft.text),
    language: draft.language,
    voiceProfile: draft.voiceProfile,
    storyType: draft.storyType ?? 'story',
    textLength: draft.text.length,
    audioStatus: 'pending',
    hold: null,
    audioError: null,
    audioErrorDetails: null,
    audioErrorMetadata: null,
    audioJobId: null,
    progress: { spoken: 0, clauses: 0, words: 0, last: null },
    durations: { audioSeconds: 0, renderSeconds: 0 },
    audioBytes: 0,
    priority: draft.priority ?? 'normal',
    starts: 0,
    callbackUrl: draft.callbackUrl ?? null,
    userId: draft.userId ?? null,
    errorHistory: [],
    createdAt: at,
    updatedAt: at,
    playedAt: null,
  };
}

/** The first words of the first line that has any. */
export function titleOf(text: string): string {
  const plain = text.slice(0, 2000).replaceAll(/<[^>]*>/g, ' ');
  const line = plain.split('\n').find((one) => /[\p{L}\p{N}]/u.test(one)) ?? '';
  const words = line.trim().split(/\s+/u).slice(0, TITLE_WORDS).join(' ');
  return words.slice(0, TITLE_UNITS).replace(/[\s.,;:]+$/u, '') || 'Untitled';
}
