/** Which languages can be spoken at all, and how a tag names one of them. */
import type { Language } from './text';

/**
 * Every language that the pronunciation data holds: primary subtags of BCP 47. That it is complete is
 * tested where the data is (workers/espeak/voices.test.ts).
 */
export const LANGUAGES: readonly Language[] = (
  'af am an ar as az ba be bg bn bpy bs ca chr cs cv cy da de el en eo es et eu fa fi fo fr ga gd gn ' +
  'grc gu hak haw he hi hr ht hu hy hyw ia id io is it ja jbo ka kaa kk kl kn ko kok ku ky la lb lfn lt ' +
  'ltg lv mi mk ml mr ms mt mto my nb nci ne nl nog om or pa pap pl pt qu quc ro ru sd shn si sk sl ' +
  'smj sq sr sv sw ta te th ti tk tn tr tt ug uk ur uz vi yue zh'
).split(' ');
const KNOWN: ReadonlySet<Language> = new Set(LANGUAGES);

/** Other codes for the same. */
const ALIASES: Readonly<Record<string, Language>> = { no: 'nb', cmn: 'zh', iw: 'he', in: 'id' };
/** Territories whose tag usually means another language than its subtag says. */
const TERRITORIES: Readonly<Record<string, Language>> = { 'zh-hk': 'yue', 'zh-mo': 'yue' };

/** The language of a tag such as `pt-BR` or `no_NO`, known or not. */
export function languageOf(tag: string): Language {
  const [primary = '', territory = ''] = tag.toLowerCase().split(/[-_]/u);
  return TERRITORIES[`${primary}-${territory}`] ?? ALIASES[primary] ?? primary;
}

export function isSpokenLanguage(language: Language): boolean {
  return KNOWN.has(language);
}
