/** What of an utterance the model is given at once, and in which language. */
import type { Language, Utterance } from '../../../src/contracts/text';
import type { Voice } from '../../../src/contracts/voices';
import { textWords } from '../pieces/spoken-text';
import { encodeText, isMultilingual, type EncodedText } from './characters';
import type { UnicodeIndexer } from './config';
import { passagesOf, type Passage } from './passages';

/** Characters that the model says whole, as its makers limit them. */
const PASSAGE_LIMIT = 300;
const DENSE_PASSAGE_LIMIT = 120;
const DENSE_LANGUAGES: ReadonlySet<Language> = new Set(['ko', 'ja']);
/** More languages than version 2 had: version 3, which takes `na` for one it was not taught. */
const LANGUAGES_OF_VERSION_2 = 5;

export interface ReadPassage {
  readonly passage: Passage;
  readonly encoded: EncodedText;
}

export function readPassages(
  utterance: Utterance,
  indexer: UnicodeIndexer,
  voice: Pick<Voice, 'languages'>,
): ReadPassage[] {
  const limit = DENSE_LANGUAGES.has(utterance.language) ? DENSE_PASSAGE_LIMIT : PASSAGE_LIMIT;
  const language = languageFor(indexer, voice, utterance.language);
  return passagesOf(textWords(utterance), limit).map((passage) => ({
    passage,
    encoded: encodeText(passage.text, indexer, language),
  }));
}

/** What the model is told; null where it does not ask. */
export function languageFor(
  indexer: UnicodeIndexer,
  { languages }: Pick<Voice, 'languages'>,
  language: Language,
): Language | null {
  if (!isMultilingual(indexer)) return null;
  if (languages.includes(language)) return language;
  return languages.length > LANGUAGES_OF_VERSION_2 ? 'na' : (languages[0] ?? 'en');
}
