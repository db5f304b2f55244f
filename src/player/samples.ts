/** Sounds for the tests. */
import type { UtteranceId } from '../base/ids';
import type { QueuedSound } from '../contracts/playback';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';

/** An utterance of these words, separated by one space. */
export function sentence(id: string, words: readonly string[]): Utterance {
  let start = 0;
  const spoken = words.map((word) => {
    const span = { start, end: start + word.length };
    start = span.end + 1;
    return { span, spoken: word };
  });
  const span = { start: 0, end: Math.max(0, start - 1) };
  return {
    id: id as UtteranceId,
    span,
    sentence: span,
    language: 'en',
    words: spoken,
    phonemes: '',
    phonemeWords: [],
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

/** All different, so that a lost or doubled sample shows. */
export const sampleAt = (n: number) => Math.fround((n + 1 + Math.sin(n * n) / 4) * 2 ** -20);

/** Its words share the samples equally; the samples count from `first`. */
export function soundOf(
  utterance: Utterance,
  samples: number,
  options: { sampleRate?: number; first?: number; pauseMs?: number } = {},
): QueuedSound {
  const { sampleRate = 24_000, first = 0, pauseMs = 0 } = options;
  const share = samples / utterance.words.length;
  return {
    utterance,
    chunk: {
      utteranceId: utterance.id,
      pcm: Float32Array.from({ length: samples }, (_, i) => sampleAt(first + i)),
      sampleRate,
      words: utterance.words.map(({ span }, i) => ({
        span,
        startSample: Math.floor(i * share),
        endSample: Math.floor((i + 1) * share),
      })),
    },
    pauseBeforeMs: pauseMs,
    pauseAfterMs: pauseMs,
    rung: null,
  };
}
