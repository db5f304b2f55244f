/** When each word sounds, from the durations its symbols were given. */
import type { WordTiming } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';

export interface SymbolSpans {
  /** For each symbol the unit of `phonemes` it came from, or -1. */
  readonly units: readonly number[];
  readonly frames: Int32Array;
  readonly hopSamples: number;
}

/**
 * In samples, one for each word, in order. A word without symbols of its own (nothing of it could be
 * spoken) has an empty place where the word before it ends.
 */
export function wordTimings(
  utterance: Pick<Utterance, 'words' | 'phonemeWords'>,
  { units, frames, hopSamples }: SymbolSpans,
): WordTiming[] {
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  let frame = 0;
  units.forEach((unit, i) => {
    const word = unit < 0 ? -1 : (utterance.phonemeWords[unit] ?? -1);
    if (word >= 0 && !starts.has(word)) starts.set(word, frame);
    frame += frames[i] ?? 0;
    if (word >= 0) ends.set(word, frame);
  });
  let previousEnd = 0;
  return utterance.words.map(({ span }, word) => {
    const start = Math.max(previousEnd, starts.get(word) ?? previousEnd);
    const end = Math.max(start, ends.get(word) ?? start);
    previousEnd = end;
    return { span, startSample: start * hopSamples, endSample: end * hopSamples };
  });
}
