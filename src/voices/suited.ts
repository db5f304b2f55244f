import type { Language } from '../contracts/text';
import type { Voice } from '../contracts/voices';

/** Who reads a language best: a voice whose own it is, else one that has learnt it, else the first. */
export function voiceOfLanguage(voices: readonly Voice[], language: Language | null): Voice | null {
  const isOwn = ({ languages }: Voice) => languages[0] === language;
  const isLearnt = ({ languages }: Voice) => language !== null && languages.includes(language);
  return voices.find(isOwn) ?? voices.find(isLearnt) ?? voices[0] ?? null;
}

/**
 * The first voice for somebody whose languages (BCP 47 tags, the dearest first, as `navigator.languages` has
 * them) are these: a voice of the very region, else of the language, as its own; else the first of all.
 */
export function voiceForListener(voices: readonly Voice[], tags: readonly string[]): Voice | null {
  for (const tag of tags) {
    const ofRegion = voices.find(({ locale }) => locale.toLowerCase() === tag.toLowerCase());
    const language = tag.split('-')[0]?.toLowerCase();
    const found = ofRegion ?? voices.find(({ languages }) => languages[0] === language);
    if (found !== undefined) return found;
  }
  return voices[0] ?? null;
}
