/** Text in passages that the model can say at once, so that nothing is lost of a long one. */
import type { TextWord } from '../pieces/spoken-text';

/** A word, or a part of one that is longer than a whole passage may be. */
export interface Fragment {
  readonly wordIndex: number;
  readonly text: string;
}

export interface Passage {
  readonly text: string;
  readonly fragments: readonly Fragment[];
}

const SENTENCE_END = /[.!?…。！？]["')\]]*$/u;
const CLAUSE_END = /[,;:、，；：]$/u;

/**
 * Every word in order, in passages of at most `limit` UTF-16 units. They end after a sentence where one ends in
 * their second half, else after a clause, else between words; within a word only if it is longer than all.
 */
export function passagesOf(words: readonly TextWord[], limit: number): Passage[] {
  const pieces = words.flatMap((word, wordIndex) =>
    cut(word.text, limit).map((text, i) => ({
      wordIndex,
      text,
      isSpaced: i === 0 && word.isSpaced,
    })),
  );
  const passages: Passage[] = [];
  for (let from = 0; from < pieces.length;) {
    const fitting = fitFrom(pieces, from, limit);
    const to = endWithin(fitting, pieces.length - from);
    passages.push(fitting[to - 1] ?? { text: '', fragments: [] });
    from += to;
  }
  return passages;
}

interface Piece extends Fragment {
  readonly isSpaced: boolean;
}

/** What one, two, three … pieces would make together, as long as it is not too long. */
function fitFrom(pieces: readonly Piece[], from: number, limit: number): Passage[] {
  const fitting: Passage[] = [];
  let text = '';
  const fragments: Fragment[] = [];
  for (const piece of pieces.slice(from)) {
    const grown = text + (piece.isSpaced && text !== '' ? ' ' : '') + piece.text;
    if (grown.length > limit && fitting.length > 0) break;
    text = grown;
    fragments.push({ wordIndex: piece.wordIndex, text: piece.text });
    fitting.push({ text, fragments: [...fragments] });
  }
  return fitting;
}

/** How many pieces to take. */
function endWithin(fitting: readonly Passage[], left: number): number {
  if (fitting.length === left) return left;
  const whole = fitting.at(-1)?.text.length ?? 0;
  for (const end of [SENTENCE_END, CLAUSE_END]) {
    const found = fitting.findLastIndex(({ text }) => text.length > whole / 2 && end.test(text));
    if (found >= 0) return found + 1;
  }
  return fitting.length;
}

/** Between characters, never within one that takes two units. */
function cut(text: string, limit: number): string[] {
  const parts: string[] = [''];
  for (const character of text) {
    const part = parts.at(-1) ?? '';
    if (part.length + character.length > limit) parts.push(character);
    else parts[parts.length - 1] = part + character;
  }
  return parts;
}
