/** When each word sounds, from where its symbols do. */
import type { WordTiming } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';

/** In samples; half open. */
export interface Place {
  readonly startSample: number;
  readonly endSample: number;
}

interface Timed {
  /** For each symbol the unit of `phonemes` it came from, or -1. */
  readonly units: readonly number[];
  /** Frames for each symbol. */
  readonly durations: ArrayLike<number>;
  /** All of them together. */
  readonly samples: number;
}

/** The places of those words that have symbols, by their index. */
export function placeSymbols(
  { phonemeWords }: Pick<Utterance, 'phonemeWords'>,
  { units, durations, samples }: Timed,
): Map<number, Place> {
  const frames = Array.from(durations).reduce((sum, each) => sum + each, 0);
  const places = new Map<number, Place>();
  let before = 0;
  const sample = () => Math.round((samples * before) / Math.max(1, frames));
  units.forEach((unit, i) => {
    const startSample = sample();
    before += durations[i] ?? 0;
    const word = unit < 0 ? -1 : (phonemeWords[unit] ?? -1);
    if (word < 0) return;
    const known = places.get(word);
    places.set(word, { startSample: known?.startSample ?? startSample, endSample: sample() });
  });
  return places;
}

/** By the index of each word that has symbols here, its phonemes with the marks that follow it. */
export function symbolsOfWords(
  { phonemes, phonemeWords }: Pick<Utterance, 'phonemes' | 'phonemeWords'>,
  units: readonly number[],
): Map<number, string> {
  const texts = new Map<number, string>();
  let current = -1;
  for (const unit of new Set(units)) {
    if (unit < 0) continue;
    const word = phonemeWords[unit] ?? -1;
    if (word >= 0) current = word;
    if (current >= 0) texts.set(current, (texts.get(current) ?? '') + phonemes.charAt(unit));
  }
  return texts;
}

/**
 * One for each word, in order and without overlap. A word without a place of its own has an empty one
 * where the word before it ends.
 */
export function inOrder(
  { words }: Pick<Utterance, 'words'>,
  places: ReadonlyMap<number, Place>,
): WordTiming[] {
  let previousEnd = 0;
  return words.map(({ span }, word) => {
    const place = places.get(word);
    const startSample = Math.max(previousEnd, place?.startSample ?? previousEnd);
    const endSample = Math.max(startSample, place?.endSample ?? startSample);
    previousEnd = endSample;
    return { span, startSample, endSample };
  });
}
