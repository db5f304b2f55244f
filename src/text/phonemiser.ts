import type { Language } from '../contracts/text';

/** What the plan needs of a pronouncer; espeak-ng in the product, a toy in tests. */
export interface Phonemiser {
  /**
   * IPA of a few words without punctuation, separated by spaces, as groups in reading order: usually
   * one group a word, but words may be merged ("of the") or split. One symbol per UTF-16 unit.
   */
  phonemise(text: string, language: Language): readonly string[];
}
