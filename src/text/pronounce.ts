import { languageOf } from '../contracts/languages';
import { isFullLanguage } from '../contracts/text';
import { alignWords } from './align';
import type { Phonemiser } from './phonemiser';
import { isSpaceless } from './scripts';
import type { HeardMark, Part, PlanWord } from './words';

export interface Pronunciation {
  readonly phonemes: string;
  readonly phonemeWords: readonly number[];
}

interface OwnedPart extends Part {
  readonly word: number;
}

/** IPA of an utterance's words and, for each symbol, its word. */
export function pronounce(
  words: readonly PlanWord[],
  tag: string,
  phonemiser: Phonemiser,
): Pronunciation {
  const line = new PhonemeLine();
  let phrase: OwnedPart[] = [];
  const speakPhrase = () => {
    speakTogether(phrase, tag, phonemiser, line);
    phrase = [];
  };
  words.forEach((word, index) => {
    for (const part of word.parts) {
      if (part.ipa === null) phrase.push({ ...part, word: index });
      if (part.mark !== '' || part.ipa !== null) speakPhrase();
      if (part.ipa !== null) line.addIpa(part.ipa, index);
      line.addMark(part.mark);
    }
  });
  speakPhrase();
  return line.finish();
}

/** Words between two marks are pronounced as one, for stress and for what joins them. */
function speakTogether(
  parts: readonly OwnedPart[],
  tag: string,
  phonemiser: Phonemiser,
  line: PhonemeLine,
): void {
  if (parts.length === 0) return;
  const groups = phonemiser.phonemise(parts.map((part) => part.text).join(' '), tag);
  const isEven = groups.length === parts.length;
  const alone = parts.map((part) => (isEven ? [] : phonemiser.phonemise(part.text, tag)));
  const owners = alignWords(
    groups,
    alone.map((sounds) => sounds.join('')),
    alone.map((sounds) => sounds.length),
  );
  // Elsewhere signs without spaces are spelt out, each by its name.
  const isRead = !isFullLanguage(languageOf(tag));
  groups.forEach((group, index) => {
    const first = owners[index]?.[0] ?? -1;
    const isSame = owners[index - 1]?.at(-1) === first;
    const goesOn = isRead && isSame && isSpaceless(parts[first]?.text ?? '');
    line.addGroup(
      group,
      (owners[index] ?? []).map((part) => parts[part]?.word ?? -1),
      goesOn,
    );
  });
}

class PhonemeLine {
  #phonemes = '';
  readonly #words: number[] = [];

  /** `goesOn`: it is of the same word as the group before, and that word is one. */
  addGroup(group: string, words: readonly number[], goesOn = false): void {
    if (this.#phonemes !== '' && !goesOn) this.#add(' ', [-1]);
    this.#add(group, words);
  }

  addIpa(ipa: string, word: number): void {
    for (const group of ipa.split(/\s+/).filter((part) => part !== '')) {
      this.addGroup(group, new Array<number>(group.length).fill(word));
    }
  }

  /** Right after the word before it; the first of several counts. */
  addMark(mark: HeardMark): void {
    if (mark === '' || this.#phonemes === '' || /[,;:.!?]$/.test(this.#phonemes)) return;
    this.#add(mark, [-1]);
  }

  finish(): Pronunciation {
    return { phonemes: this.#phonemes, phonemeWords: this.#words };
  }

  #add(symbols: string, words: readonly number[]): void {
    this.#phonemes += symbols;
    this.#words.push(...words);
  }
}
