import { languageOf } from '../contracts/languages';
import type { Block, Language, PlanOptions, Utterance } from '../contracts/text';

/** What the plan needs of a pronouncer; espeak-ng in the product, a toy in tests. */
export interface Phonemiser {
  /**
   * IPA of a few words without punctuation, separated by spaces, as groups in reading order: usually
   * one group a word, but words may be merged ("of the") or split. One symbol per UTF-16 unit.
   * @param tag BCP 47: a language, or a language as it is spoken somewhere.
   */
  phonemise(text: string, tag: string): readonly string[];
}

/** One that fetches a language when it is first wanted. */
export interface LearningPhonemiser extends Phonemiser {
  /** Resolves when words of this language or place can be pronounced. */
  ready(tag: string): Promise<void>;
}

/** By which tag words are pronounced: as where the voice is from, if it is of their language. */
export function pronunciationTag({
  language,
  locale,
}: Pick<Utterance, 'language' | 'locale'>): string {
  return locale !== undefined && languageOf(locale) === language ? locale : language;
}

/** Every tag that a plan of the block pronounces words by. */
export function tagsOf({ runs }: Block, { language, locale }: PlanOptions): string[] {
  const languages = new Set<Language>([language]);
  for (const run of runs) {
    if (run.kind === 'text' && run.style.language !== null) languages.add(run.style.language);
  }
  return [...languages].map((one) =>
    pronunciationTag({ language: one, ...(locale === undefined ? {} : { locale }) }),
  );
}
