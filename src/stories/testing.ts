/** What tests of stories are made of. */
import type { Clock } from '../base/clock';
import type { UtteranceId, VoiceId } from '../base/ids';
import { NEUTRAL_PROSODY } from '../contracts/text';
import type { KeptClause, StoryDraft, StoryEntry } from '../contracts/story';
import type { StoryEvent } from './machine';
import { newStory } from './new-story';

export const SECRET_TEXT = 'The heron kept very still. Nobody else may read this.';

export const DRAFT: StoryDraft = {
  title: null,
  text: SECRET_TEXT,
  format: 'plain',
  readings: [],
  language: 'en',
  voiceProfile: {
    voiceId: 'emma' as VoiceId,
    synthesis: {
      steps: 8,
      temperature: 0.7,
      guidance: 0,
      pace: 1,
      pitchSemitones: 0,
      seed: 1,
      maxFramesPerChunk: 0,
    },
    lexicon: [],
  },
};

export function story(change: Partial<StoryEntry> = {}, id = 'one'): StoryEntry {
  return { ...newStory(DRAFT, id, 1000), ...change };
}

export function spoke(jobId: string, clauses: number): Extract<StoryEvent, { kind: 'spoke' }> {
  const span = { start: (clauses - 1) * 10, end: clauses * 10 };
  const last = { id: `u${clauses}` as UtteranceId, span };
  return {
    kind: 'spoke',
    jobId,
    progress: { spoken: span.end, clauses, words: clauses * 2, last },
    audioSeconds: 1,
    renderSeconds: 0.5,
    audioBytes: 100,
  };
}

export function clause(number: number): KeptClause {
  const span = { start: (number - 1) * 10, end: number * 10 };
  return {
    utterance: {
      id: `u${number}` as UtteranceId,
      span,
      sentence: span,
      language: 'en',
      words: [{ span, spoken: 'word' }],
      phonemes: 'wɜːd',
      phonemeWords: [0, 0, 0, 0],
      pauseBeforeMs: 0,
      pauseAfterMs: 0,
      ends: 'clause',
      prosody: NEUTRAL_PROSODY,
      marks: [],
    },
    pieces: [
      {
        format: 'pcm16',
        bytes: new Uint8Array([1, 2, 3, 4]),
        samples: 2,
        sampleRate: 24_000,
        words: [],
      },
    ],
    stages: null,
  };
}

/** Time that a test moves on by hand. */
export function handClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  let timers: { readonly dueMs: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = { dueMs: now + ms, callback };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
    pass: (ms) => {
      now += ms;
      const due = timers.filter(({ dueMs }) => dueMs <= now);
      timers = timers.filter(({ dueMs }) => dueMs > now);
      for (const { callback } of due) callback();
    },
  };
}
