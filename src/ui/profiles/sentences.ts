import type { Language } from '../../contracts/text';
import type { Voice } from '../../contracts/voices';

const ENGLISH = 'This is how I read to you, once the lamp is lit.';
const SENTENCES: Readonly<Partial<Record<Language, string>>> = {
  en: ENGLISH,
  de: 'So lese ich dir vor, sobald die Lampe brennt.',
  nl: 'Zo lees ik je voor, zodra de lamp brandt.',
  fr: 'Voilà comment je lis, une fois la lampe allumée.',
  es: 'Así leo para ti, cuando la lámpara está encendida.',
  it: 'Così leggo per te, quando la lampada è accesa.',
  pt: 'É assim que leio, depois de acesa a lâmpada.',
};

/** What a draft is tried with; a voice of a language that has none here says its own sample. */
export function sentenceIn(language: Language, voice: Pick<Voice, 'sample'> | null): string {
  return SENTENCES[language] ?? voice?.sample?.text ?? ENGLISH;
}
