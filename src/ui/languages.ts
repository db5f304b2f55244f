import { LANGUAGES } from '../contracts/languages';
import type { Language } from '../contracts/text';
import type { Voice } from '../contracts/voices';

/** `German` for `de`. */
export const languageName = (language: Language): string => localeName(language);

const names = new Intl.DisplayNames('en', { type: 'language' });

/** `American English` for `en-US`, as the browser calls it; the code itself where it knows no name. */
export function localeName(locale: string): string {
  try {
    return names.of(locale) ?? locale;
  } catch {
    return locale;
  }
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** More than these are counted, not named. */
const NAMED_LANGUAGES = 4;

/** `American English`, `German, also English and Dutch`, `31 languages`. */
export function languageWords({ locale, languages }: Pick<Voice, 'locale' | 'languages'>): string {
  if (languages.length > NAMED_LANGUAGES) return `${languages.length} languages`;
  const others = languages.slice(1).map(languageName);
  return others.length === 0 ? localeName(locale) : `${localeName(locale)}, also ${listed(others)}`;
}

/** What to tell the listener when the voice was not made for the language; null when all is well. */
export function languageHint(language: Language, voice: Voice | null): string | null {
  if (voice === null || voice.languages.includes(language)) return null;
  const spoken = voice.languages.map((one) => languageName(one)).join(' and ');
  return `${voice.name} speaks ${spoken}. ${languageName(language)} will sound foreign.`;
}

export interface LanguageChoice {
  readonly language: Language;
  readonly name: string;
}
export interface LanguageChoices {
  /** Of these there is a voice on the shelf. */
  readonly spoken: readonly LanguageChoice[];
  readonly others: readonly LanguageChoice[];
}

/**
 * The languages a text may be in, by name; those that the browser has no name for are left out, unless a
 * voice speaks them.
 */
export function languageChoices(voices: readonly Voice[]): LanguageChoices {
  const spoken = new Set(voices.flatMap((voice) => voice.languages));
  const named = (languages: Iterable<Language>): LanguageChoice[] =>
    [...languages]
      .map((language) => ({ language, name: languageName(language) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const others = LANGUAGES.filter((language) => !spoken.has(language));
  return {
    spoken: named(spoken),
    others: named(others).filter(({ language, name }) => name !== language),
  };
}
