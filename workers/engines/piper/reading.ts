/** What a Piper voice is given of an utterance. */
import type { Utterance } from '../../../src/contracts/text';
import type { WrittenWord } from '../pieces/estimated-timings';
import { textWords } from '../pieces/spoken-text';
import type { PiperConfig } from './config';

export interface Reading {
  readonly text: string;
  /** For each unit of the text the index of its word, or -1. */
  readonly wordOfUnit: readonly number[];
  /** One for each word of the utterance. */
  readonly words: readonly WrittenWord[];
}

export function readingOf(utterance: Utterance, reads: PiperConfig['reads']): Reading {
  return reads === 'phonemes' ? phonemeReading(utterance) : letterReading(utterance);
}

function phonemeReading({ phonemes, phonemeWords, words }: Utterance): Reading {
  const texts = words.map(() => '');
  let word = -1;
  for (let unit = 0; unit < phonemes.length; unit++) {
    word = Math.max(word, phonemeWords[unit] ?? -1);
    if (word >= 0) texts[word] += phonemes.charAt(unit);
  }
  return {
    text: phonemes,
    wordOfUnit: phonemeWords,
    words: words.map(({ span }, i) => ({ span, text: texts[i] ?? '' })),
  };
}

function letterReading(utterance: Utterance): Reading {
  let text = '';
  const wordOfUnit: number[] = [];
  const words = textWords(utterance).map((word, i) => {
    if (word.isSpaced) {
      text += ' ';
      wordOfUnit.push(-1);
    }
    text += word.text;
    // What is not of the word is its pause.
    const units = Array.from({ length: word.text.length }, (_, unit) => word.text.charAt(unit));
    wordOfUnit.push(...units.map((unit) => (/\p{P}/u.test(unit) ? -1 : i)));
    return { span: utterance.words[i]?.span ?? { start: 0, end: 0 }, text: word.text };
  });
  return { text, wordOfUnit, words };
}
