import type { Language, Lexicon, LexiconEntry } from '../contracts/text';
import { isSpaceless } from './scripts';
import type { Traced } from './traced';

/** A stretch of a sentence: text to normalise, or one word with the listener's own IPA. */
export type LexiconPiece =
  | { readonly kind: 'text'; readonly text: Traced }
  | { readonly kind: 'ipa'; readonly text: Traced; readonly ipa: string };

/** Finds the listener's words in a sentence. Made once for a plan: the words become one pattern. */
export class LexiconReader {
  readonly #language: Language;
  readonly #entries = new Map<string, LexiconEntry[]>();
  readonly #pattern: RegExp | null;

  constructor(lexicon: Lexicon, language: Language) {
    this.#language = language;
    for (const entry of lexicon) {
      const word = entry.word.normalize('NFC').trim();
      if (entry.language !== language || word === '') continue;
      const key = word.toLowerCase();
      this.#entries.set(key, [...(this.#entries.get(key) ?? []), { ...entry, word }]);
    }
    this.#pattern = wholeWords([...this.#entries.keys()]);
  }

  /** Pieces that make up the sentence in order; respellings are already in their text. */
  apply(sentence: Traced): LexiconPiece[] {
    if (this.#pattern === null) return [{ kind: 'text', text: sentence }];
    const respelt = sentence.replace(this.#pattern, ([found]) => {
      const replacement = this.#find(found)?.replacement;
      return replacement?.kind === 'respelling' ? replacement.text : null;
    });
    const pieces: LexiconPiece[] = [];
    let at = 0;
    for (const match of respelt.text.matchAll(this.#pattern)) {
      const replacement = this.#find(match[0])?.replacement;
      if (replacement?.kind !== 'ipa') continue;
      const end = match.index + match[0].length;
      pieces.push({ kind: 'text', text: respelt.slice(at, match.index) });
      pieces.push({ kind: 'ipa', text: respelt.slice(match.index, end), ipa: replacement.ipa });
      at = end;
    }
    return [...pieces, { kind: 'text', text: respelt.slice(at) }];
  }

  get language(): Language {
    return this.#language;
  }

  /** Case matters to an entry with a capital beyond its first letter ("IT"); such a one goes first. */
  #find(found: string): LexiconEntry | undefined {
    const entries = this.#entries.get(found.toLowerCase()) ?? [];
    return (
      entries.find(({ word }) => word === found) ??
      entries.find(({ word }) => !/\p{Lu}/u.test(word.slice(1)))
    );
  }
}

function wholeWords(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const escaped = (of: readonly string[]) =>
    of.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const bounded = longestFirst.filter((word) => !isSpaceless(word));
  const patterns =
    bounded.length === 0
      ? []
      : [`(?<![\\p{L}\\p{M}\\p{N}])(?:${escaped(bounded)})(?![\\p{L}\\p{M}\\p{N}])`];
  // Nothing tells where a word ends that is written among others without spaces.
  const spaceless = longestFirst.filter(isSpaceless);
  if (spaceless.length > 0) patterns.push(escaped(spaceless));
  return new RegExp(patterns.join('|'), 'giu');
}
