/** Stand-ins for tests: clauses of a book, and what an engine says of them. */
import type { Random } from '../base/random';
import { SottoError } from '../base/errors';
import type { UtteranceId } from '../base/ids';
import type { SynthesisResult } from '../contracts/speech';
import { NEUTRAL_PROSODY, type Span, type Utterance } from '../contracts/text';

export const FAKE_RATE_HZ = 1000;

export function fakeUtterance(span: Span, sentence: Span = span): Utterance {
  const characters = span.end - span.start;
  return {
    id: `u${span.start}` as UtteranceId,
    span,
    sentence,
    language: 'en',
    words: [{ span, spoken: 'word' }],
    phonemes: 'a'.repeat(characters),
    phonemeWords: Array.from({ length: characters }, () => 0),
    pauseBeforeMs: 0,
    pauseAfterMs: span.end === sentence.end ? 300 : 120,
    ends: span.end === sentence.end ? 'sentence' : 'clause',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

/**
 * Sentences as the planner cuts them: of one to four clauses of 20 to 180 characters, most about 70;
 * the first of a reading has a short start (text/clauses.ts).
 */
export function* fakeText(random: Random, from = 0): Generator<Utterance, never> {
  let at = from;
  for (let isFirst = true; ; isFirst = false) {
    const count = 1 + Math.floor(3.5 * random.uniform() ** 1.5);
    const lengths = Array.from({ length: count }, () => clauseLength(random));
    const all = isFirst ? [30, 70, ...lengths] : lengths;
    const end = all.reduce((sum, length) => sum + length, at);
    const sentence = { start: at, end };
    for (const length of all) {
      yield fakeUtterance({ start: at, end: at + length }, sentence);
      at += length;
    }
  }
}

function clauseLength(random: Random): number {
  const length = 70 * Math.exp(0.5 * random.gaussian());
  return Math.round(Math.min(180, Math.max(20, length)));
}

export interface FakeSpeech {
  readonly audioSeconds: number;
  readonly computeSeconds: number;
  /** What of it one flow step took. */
  readonly stepSeconds?: number;
  readonly steps?: number;
  readonly fallback?: string;
  readonly error?: SottoError;
  readonly utteranceId?: UtteranceId;
}

export function fakeResult(speech: FakeSpeech): SynthesisResult {
  const { audioSeconds, computeSeconds, stepSeconds = 0, steps = 4 } = speech;
  return {
    utteranceId: speech.utteranceId ?? ('u0' as UtteranceId),
    sampleRate: FAKE_RATE_HZ,
    samples: Math.round(audioSeconds * FAKE_RATE_HZ),
    stages: {
      textMs: 0,
      encodeMs: 0,
      flowMs: 1000 * steps * stepSeconds,
      vocodeMs: 1000 * (computeSeconds - steps * stepSeconds),
      totalMs: 1000 * computeSeconds,
      frames: 0,
      tokens: 0,
      steps,
    },
    fallback: speech.fallback ?? null,
    error: speech.error ?? null,
    timestamp: 0,
  };
}

/** The ladder could not wait for the voice. */
export function lateError(ms: number): SottoError {
  return new SottoError(
    'The voice was not ready in time.',
    { kind: 'timeout', ms },
    { operation: 'synthesize', component: 'test', suggestion: 'A simpler voice speaks meanwhile.' },
  );
}
