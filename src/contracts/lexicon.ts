/** Lexicons as they come from files and storage, and how two of them become one. */
import * as v from 'valibot';
import { isLanguage, type Lexicon, type LexiconEntry } from './text';

const MAX_ENTRIES = 10_000;
const words = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200));

const lexiconEntrySchema = v.object({
  language: v.pipe(v.string(), v.check(isLanguage, 'Not a language.')),
  word: words,
  replacement: v.variant('kind', [
    v.object({ kind: v.literal('respelling'), text: words }),
    v.object({ kind: v.literal('ipa'), ipa: words }),
  ]),
});
export const lexiconSchema = v.pipe(v.array(lexiconEntrySchema), v.maxLength(MAX_ENTRIES));

/** Entries are one a word and language: the newer replaces the older. */
export function mergeLexicon(old: Lexicon, added: Lexicon): Lexicon {
  const merged = new Map(old.map((entry) => [keyOf(entry), entry]));
  for (const entry of added) merged.set(keyOf(entry), entry);
  return [...merged.values()].sort((a, b) => a.word.localeCompare(b.word));
}

/** The listener's words with a profile's over them: where both know a word, the profile wins. */
export function layerLexicon(own: Lexicon, profile: Lexicon): Lexicon {
  // The very same array is no change, and nothing is planned anew for it.
  return profile.length === 0 ? own : mergeLexicon(own, profile);
}

/** Case matters only where the lexicon says so: an upper-case letter beyond the first. */
export function keyOf(entry: LexiconEntry): string {
  const cased = entry.word.slice(1) !== entry.word.slice(1).toLowerCase();
  return `${entry.language} ${cased ? entry.word : entry.word.toLowerCase()}`;
}
