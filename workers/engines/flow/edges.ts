/** Silence at the edges of an utterance, so that pauses are what the text front-end asked for. */
import type { WordTiming } from '../../../src/contracts/speech';

/** -60 dB: below the recordings' own noise. */
const SILENCE = 1e-3;
const LEAD_IN_SECONDS = 0.02;
const LEAD_OUT_SECONDS = 0.04;

export interface Trimmed {
  readonly pcm: Float32Array<ArrayBuffer>;
  readonly words: readonly WordTiming[];
}

/**
 * Leaves at most 20 ms before the first and 40 ms after the last sound. Nothing above -60 dB and no
 * sample of a word is ever cut.
 */
export function trimEdges(
  pcm: Float32Array<ArrayBuffer>,
  words: readonly WordTiming[],
  sampleRate: number,
): Trimmed {
  const sounding = words.filter(({ startSample, endSample }) => endSample > startSample);
  const firstWord = sounding[0]?.startSample ?? pcm.length;
  const lastWord = sounding.at(-1)?.endSample ?? 0;
  const firstSound = pcm.findIndex((sample) => Math.abs(sample) > SILENCE);
  const lastSound = pcm.findLastIndex((sample) => Math.abs(sample) > SILENCE);
  if (firstSound < 0) return { pcm, words };
  const leadIn = Math.round(LEAD_IN_SECONDS * sampleRate);
  const leadOut = Math.round(LEAD_OUT_SECONDS * sampleRate);
  const from = Math.max(0, Math.min(firstWord, firstSound - leadIn));
  const to = Math.min(pcm.length, Math.max(lastWord, lastSound + 1 + leadOut));
  const shift = (sample: number) => Math.min(to, Math.max(from, sample)) - from;
  return {
    pcm: pcm.slice(from, to),
    words: words.map(({ span, startSample, endSample }) => ({
      span,
      startSample: shift(startSample),
      endSample: shift(endSample),
    })),
  };
}
