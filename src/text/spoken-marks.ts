import type { Utterance } from '../contracts/text';
import type { HeardMark } from './words';

/** For each phoneme the word it goes with; spaces and punctuation go with the word before them. */
export function carrierWords({ phonemeWords }: Utterance): number[] {
  let carrier = phonemeWords.find((word) => word >= 0) ?? 0;
  return phonemeWords.map((word) => {
    if (word >= 0) carrier = word;
    return carrier;
  });
}

/**
 * For each word the mark that is heard after it. Without phonemes, which hold the marks, a wide gap
 * before the next word counts as a comma.
 */
export function marksAfterWords(utterance: Utterance): HeardMark[] {
  const { words, phonemes } = utterance;
  if (utterance.isPlain) {
    return words.map(({ span }, i) => ((words[i + 1]?.span.start ?? 0) - span.end > 1 ? ',' : ''));
  }
  const marks = words.map((): HeardMark => '');
  carrierWords(utterance).forEach((word, unit) => {
    const symbol = phonemes.charAt(unit);
    if (isMark(symbol)) marks[word] = symbol;
  });
  return marks;
}

function isMark(symbol: string): symbol is Exclude<HeardMark, ''> {
  return symbol !== '' && ',;:.!?'.includes(symbol);
}
