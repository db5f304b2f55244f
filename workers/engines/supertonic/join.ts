/** Passages one after the other as one sound, with the words of all of them. */
import type { WordTiming } from '../../../src/contracts/speech';
import type { SpokenWord } from '../../../src/contracts/text';
import { trimEdges } from '../flow/edges';
import { estimateTimings } from '../pieces/estimated-timings';
import type { Passage } from './passages';

export interface SpokenPassage {
  readonly passage: Passage;
  readonly pcm: Float32Array<ArrayBuffer>;
  readonly places: number;
  readonly tokens: number;
  readonly encodeMs: number;
  readonly flowMs: number;
  readonly vocodeMs: number;
}

export interface JoinedPassages {
  readonly pcm: Float32Array<ArrayBuffer>;
  /** One for each word; one that is in no passage has an empty place. */
  readonly words: readonly WordTiming[];
  readonly predictedSamples: number;
}

/** Between passages, as its makers have it. */
const PAUSE_SECONDS = 0.3;

export function joinPassages(
  spoken: readonly SpokenPassage[],
  words: readonly SpokenWord[],
  sampleRate: number,
): JoinedPassages {
  const pauseSamples = Math.round(PAUSE_SECONDS * sampleRate);
  const pauses = Math.max(0, spoken.length - 1) * pauseSamples;
  // Its own silence at the edges would lengthen the pauses that the text asks for.
  const trimmed = spoken.map(({ pcm }) => trimEdges(pcm, [], sampleRate).pcm);
  const pcm = new Float32Array(trimmed.reduce((sum, one) => sum + one.length, pauses));
  const places = new Map<number, { start: number; end: number }>();
  let at = 0;
  trimmed.forEach((piece, i) => {
    pcm.set(piece, at);
    for (const { wordIndex, start, end } of placesIn(spoken[i]?.passage, piece)) {
      // A word that was cut sounds from its first part to its last.
      const known = places.get(wordIndex)?.start ?? at + start;
      places.set(wordIndex, { start: known, end: at + end });
    }
    at += piece.length + pauseSamples;
  });
  const predicted = spoken.reduce((sum, one) => sum + one.pcm.length, pauses);
  return { pcm, words: timingsOf(words, places), predictedSamples: predicted };
}

function placesIn(passage: Passage | undefined, pcm: Float32Array) {
  const fragments = passage?.fragments ?? [];
  const written = fragments.map(({ text }) => ({ text, span: { start: 0, end: 0 } }));
  return estimateTimings(written, pcm).map(({ startSample, endSample }, i) => ({
    wordIndex: fragments[i]?.wordIndex ?? 0,
    start: startSample,
    end: endSample,
  }));
}

function timingsOf(
  words: readonly SpokenWord[],
  places: ReadonlyMap<number, { readonly start: number; readonly end: number }>,
): WordTiming[] {
  let before = 0;
  return words.map(({ span }, i) => {
    const { start, end } = places.get(i) ?? { start: before, end: before };
    before = end;
    return { span, startSample: start, endSample: end };
  });
}
