import type { Utterance } from '../../src/contracts/text';
import { marksAfterWords } from '../../src/text/spoken-marks';

/** What espeak-ng is given to read, and where each word is in it, in code points. */
export interface Script {
  readonly text: string;
  readonly words: readonly { readonly from: number; readonly to: number }[];
}

/** Markup and phonemes to espeak-ng, controls, and what is no character at all. */
const NOT_SAID = /[<>[\]{}|\\^~*_"\p{Cc}\p{Cs}]+/gu;
/** Would pause within a word. */
const MARK_INSIDE = /[.,;:!?…]+(?=\s|$)/gu;
/** Would begin an entity, were it not followed by a space. */
const AMPERSAND = /&/g;

/** The words as they are spoken, with the punctuation that shapes their melody. */
export function scriptOf(utterance: Utterance): Script {
  const marks = marksAfterWords(utterance);
  const last = utterance.words.length - 1;
  let text = '';
  let length = 0;
  const add = (part: string) => {
    text += part;
    for (const _ of part) length++;
  };
  const words = utterance.words.map(({ spoken }, word) => {
    const from = length;
    add(plainly(spoken));
    const place = { from, to: length };
    const mark = marks[word] ?? '';
    add(`${word === last && mark === '' ? finalMark(utterance) : mark} `);
    return place;
  });
  return { text, words };
}

function plainly(spoken: string): string {
  const said = spoken.replace(NOT_SAID, ' ').replace(MARK_INSIDE, ' ').replace(AMPERSAND, '& ');
  return said.trim();
}

/** A text without any would end as a sentence does. */
function finalMark({ ends }: Utterance): string {
  return ends === 'clause' ? ',' : '.';
}
