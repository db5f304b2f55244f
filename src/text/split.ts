import type { Language } from '../contracts/text';
import { LineReader } from './lines';
import { CJK, CLOSING_MARKS, SENTENCE_MARKS } from './marks';
import { splitDataOf, type SplitData } from './split-data';

/** Half open ranges of `text`, trimmed, in order; all that is not blank is in one of them. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Marks that may end a sentence, with what closes after them. */
const TERMINAL = new RegExp(
  `[${SENTENCE_MARKS}]+[${CLOSING_MARKS}]*(?=\\s|$)|[。｡！？।॥፧።။][${CLOSING_MARKS}]*|` +
    `[!?][${CLOSING_MARKS}]*(?=[${CJK}])`,
  'gu',
);
const OPENERS = /^["'([{«‹¿¡—-]*\s*/u;

/**
 * Sentences of a cleaned text that may hold line ends. Own rules instead of Intl.Segmenter, whose
 * answers differ between browsers and which knows no abbreviations.
 */
export function sentences(text: string, language: Language): Range[] {
  const ends = new Set<number>(new LineReader(text).sentenceEnds());
  const anyCapital = /\p{Lu}/u.test(text);
  for (const match of text.matchAll(TERMINAL)) {
    const end = match.index + match[0].length;
    const rest = text.slice(end, end + 60).trimStart();
    const boundary = { before: text.slice(Math.max(0, match.index - 40), match.index), rest };
    if (isSentenceEnd(match[0], boundary, splitDataOf(language), anyCapital)) ends.add(end);
  }
  return rangesBetween(
    text,
    [...ends].sort((a, b) => a - b),
  );
}

interface Boundary {
  readonly before: string;
  readonly rest: string;
}

function isSentenceEnd(
  mark: string,
  { before, rest }: Boundary,
  data: SplitData,
  anyCapital: boolean,
): boolean {
  if (rest === '') return true;
  const next = rest.replace(OPENERS, '');
  const startsLower = /^\p{Ll}/u.test(next);
  if (!mark.startsWith('.')) {
    // "'Stop!' he said" goes on; "Stop! he said" does not, "wait… what" does.
    const goesOn = startsLower && (mark.length > 1 || mark.startsWith('…'));
    return !goesOn;
  }
  if (startsLower && anyCapital) return false;
  if (mark.length > 1) return true;
  return endsAfterDot(lastWord(before), next, data);
}

/** Whether a sentence ends after `word` and a full stop, when `next` follows. */
function endsAfterDot(word: string, next: string, data: SplitData): boolean {
  const lower = word.toLowerCase();
  if (data.midSentence.has(lower)) return false;
  if (data.beforeNumber.has(lower)) return !/^[\dIVXLC]/.test(next) || /^I\b/.test(next);
  const startsSentence = data.starters.has((/^[\p{L}'’]+/u.exec(next)?.[0] ?? '').toLowerCase());
  const isInitial = /^\p{L}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word);
  if (data.mayEnd.has(lower) || isInitial) return startsSentence && /^\p{Lu}/u.test(next);
  if (/^\d{1,2}$/.test(word)) return !data.ordinalDot || startsSentence;
  return true;
}

function lastWord(before: string): string {
  return /[\p{L}\p{M}\p{N}.]+$/u.exec(before)?.[0].replace(/^\.+/, '') ?? '';
}

function rangesBetween(text: string, ends: readonly number[]): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  for (const end of [...ends, text.length]) {
    const piece = text.slice(start, end);
    const from = start + piece.length - piece.trimStart().length;
    const to = start + piece.trimEnd().length;
    if (to > from) ranges.push({ from, to });
    start = Math.max(start, end);
  }
  return ranges;
}
