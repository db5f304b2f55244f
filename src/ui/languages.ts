import type { Language } from '../contracts/text';
import type { Voice } from '../contracts/voices';

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'German',
  nl: 'Dutch',
};

/** `American English` for `en-US`, as the browser calls it; the code itself where it knows no name. */
export function localeName(locale: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}

/** What to tell the listener when the voice was not made for the language; null when all is well. */
export function languageHint(language: Language, voice: Voice | null): string | null {
  if (voice === null || voice.languages.includes(language)) return null;
  const spoken = voice.languages.map((one) => LANGUAGE_NAMES[one]).join(' and ');
  return `${voice.name} speaks ${spoken}. ${LANGUAGE_NAMES[language]} will sound foreign.`;
}
