/** For voices that read letters: an utterance's phonemes are not for them, its words are. */
import type { Utterance } from '../../../src/contracts/text';

/** A word as it is written for the voice, with the punctuation around it. */
export interface TextWord {
  /** Never with space around it; may be empty. */
  readonly text: string;
  /** Whether a space stands between it and the word before. */
  readonly isSpaced: boolean;
}

/** Written without spaces between words. */
const UNSPACED = new Set(['ja', 'zh', 'yue', 'cmn', 'th', 'lo', 'km', 'my']);

type Spoken = Pick<Utterance, 'language' | 'words' | 'phonemes' | 'phonemeWords'>;

/**
 * One for each word of the utterance, in order. The punctuation is what the front-end left among the phonemes:
 * it belongs to the word before it, or to the first word where none is before it.
 */
export function textWords(utterance: Spoken): TextWord[] {
  const { before, after } = punctuation(utterance);
  const isUnspaced = UNSPACED.has(utterance.language);
  return utterance.words.map(({ spoken, span }, i) => {
    const previous = utterance.words[i - 1];
    const isJoined = isUnspaced && previous !== undefined && previous.span.end === span.start;
    const text = spoken.trim() + (after[i] ?? '');
    return { text: i === 0 ? before + text : text, isSpaced: i > 0 && !isJoined };
  });
}

function punctuation({ words, phonemes, phonemeWords }: Spoken) {
  const after = words.map(() => '');
  let before = '';
  let word = -1;
  for (let unit = 0; unit < phonemes.length; unit++) {
    word = Math.max(word, phonemeWords[unit] ?? -1);
    const mark = phonemes.charAt(unit);
    if ((phonemeWords[unit] ?? -1) >= 0 || /\s/.test(mark)) continue;
    if (word < 0) before += mark;
    else after[word] += mark;
  }
  return { before, after };
}
