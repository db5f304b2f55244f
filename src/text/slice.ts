/** Parts of an utterance, for a voice that could not say it whole. */
import type { Span, Utterance } from '../contracts/text';
import { carrierWords, marksAfterWords } from './spoken-marks';

/** Half open range of words. */
interface WordRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The utterance restricted to the words `fromWord` to `toWord` (half open). It keeps its id: what is
 * made of a slice is sound for the same utterance. Slices of adjoining ranges make up the whole.
 */
export function sliceUtterance(utterance: Utterance, fromWord: number, toWord: number): Utterance {
  const { words } = utterance;
  const from = Math.min(Math.max(0, fromWord), words.length);
  const to = Math.min(Math.max(from, toWord), words.length);
  const isFirst = from === 0;
  const isLast = to === words.length;
  if (isFirst && isLast) return utterance;
  return {
    ...utterance,
    ...slicePhonemes(utterance, { from, to }),
    words: words.slice(from, to),
    span: sliceSpan(utterance, { from, to }),
    pauseBeforeMs: isFirst ? utterance.pauseBeforeMs : 0,
    pauseAfterMs: isLast ? utterance.pauseAfterMs : 0,
    ends: isLast ? utterance.ends : 'clause',
    marks: utterance.marks
      .filter(({ wordIndex }) => wordIndex >= from && (wordIndex < to || isLast))
      .map(({ name, wordIndex }) => ({ name, wordIndex: wordIndex - from })),
  };
}

/**
 * The same words in pieces of about `maxWords`, easier to say: cut at punctuation where there is some,
 * without a change of pitch.
 */
export function simplify(utterance: Utterance, maxWords: number): Utterance[] {
  const prosody = { ...utterance.prosody, pitchSemitones: 0 };
  const pieces = piecesOf(utterance, Math.max(1, maxWords));
  return pieces.map(({ from, to }) => ({ ...sliceUtterance(utterance, from, to), prosody }));
}

/** Spans of adjoining slices touch: what stands between two words goes with the first. */
function sliceSpan({ words, span }: Utterance, { from, to }: WordRange): Span {
  const startOf = (word: number) => words[word]?.span.start ?? span.end;
  return {
    start: from === 0 ? span.start : startOf(from),
    end: to === words.length ? span.end : startOf(to),
  };
}

function slicePhonemes(
  utterance: Utterance,
  { from, to }: WordRange,
): Pick<Utterance, 'phonemes' | 'phonemeWords'> {
  const { phonemes, phonemeWords } = utterance;
  const carriers = carrierWords(utterance);
  let start = carriers.findIndex((word) => word >= from && word < to);
  if (start < 0) return { phonemes: '', phonemeWords: [] };
  let end = carriers.findLastIndex((word) => word >= from && word < to) + 1;
  while (start < end && phonemes.charAt(start) === ' ') start++;
  while (end > start && phonemes.charAt(end - 1) === ' ') end--;
  return {
    phonemes: phonemes.slice(start, end),
    phonemeWords: phonemeWords.slice(start, end).map((word) => (word < 0 ? -1 : word - from)),
  };
}

function piecesOf(utterance: Utterance, maxWords: number): WordRange[] {
  const marks = marksAfterWords(utterance);
  const count = utterance.words.length;
  const pieces: WordRange[] = [];
  let from = 0;
  while (count - from > maxWords) {
    const rest = count - from;
    const even = from + Math.ceil(rest / Math.ceil(rest / maxWords));
    let cut = from + maxWords;
    while (cut > from && marks[cut - 1] === '') cut--;
    const to = cut > from ? cut : even;
    pieces.push({ from, to });
    from = to;
  }
  return audible(utterance, [...pieces, { from, to: count }]);
}

/** A piece without a sound of its own (a word that was merged into another) goes with its neighbour. */
function audible(utterance: Utterance, pieces: readonly WordRange[]): WordRange[] {
  if (utterance.isPlain) return [...pieces];
  const carriers = new Set(utterance.phonemeWords);
  const isAudible = ({ from, to }: WordRange) => {
    for (let word = from; word < to; word++) if (carriers.has(word)) return true;
    return false;
  };
  const joined: WordRange[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && (!isAudible(piece) || !isAudible(last))) {
      joined.splice(-1, 1, { from: last.from, to: piece.to });
    } else joined.push(piece);
  }
  return joined;
}
