/** Which scripts a language is written in, and how long its letters take to say. */
import { isFullLanguage, type Language } from '../contracts/text';
import { CJK, SOUTH_EAST_ASIAN } from './marks';

/** The name of a letter of another script is about this long ("Hebrew-lamed"). */
const LETTER_NAME = 8;
/** Signs that stand for a syllable or more, in letters. */
const SYLLABLES: readonly (readonly [RegExp, number])[] = [
  [/\p{sc=Han}/gu, 3],
  [/\p{sc=Hang}/gu, 3],
  [/[\p{sc=Hira}\p{sc=Kana}\p{sc=Ethi}]/gu, 2],
  [/\p{Nd}/gu, 4],
];
/** Codes of ISO 15924 that stand for several scripts, and languages that are written in two. */
const SEVERAL: Readonly<Record<string, string>> = {
  Hans: `${CJK}\\p{sc=Bopo}`,
  Hant: `${CJK}\\p{sc=Bopo}`,
  Jpan: CJK,
  Kore: '\\p{sc=Hang}\\p{sc=Han}',
};
const SECOND_SCRIPTS: Readonly<Record<Language, string>> = {
  az: 'Cyrl',
  bs: 'Cyrl',
  kaa: 'Cyrl',
  kk: 'Arab',
  ku: 'Arab',
  ms: 'Arab',
  pa: 'Arab',
  sd: 'Deva',
  tk: 'Cyrl',
  tt: 'Arab',
  ug: 'Cyrl',
  uz: 'Cyrl',
};
const SPACELESS = new RegExp(`[${CJK}${SOUTH_EAST_ASIAN}]`, 'u');

interface Writing {
  readonly foreign: RegExp;
  readonly foreignAll: RegExp;
  readonly isFull: boolean;
}
const writings = new Map<Language, Writing>();

function writingOf(language: Language): Writing {
  const known = writings.get(language);
  if (known !== undefined) return known;
  const isFull = isFullLanguage(language);
  const own = isFull ? '' : ownScripts(language);
  const foreign = `[^\\p{sc=Latn}\\p{sc=Zyyy}\\p{sc=Zinh}${own}]`;
  const writing = {
    foreign: new RegExp(foreign, 'u'),
    foreignAll: new RegExp(foreign, 'gu'),
    isFull,
  };
  writings.set(language, writing);
  return writing;
}

function ownScripts(language: Language): string {
  const script = new Intl.Locale(language).maximize().script ?? 'Latn';
  return [script, SECOND_SCRIPTS[language] ?? script].map(scriptClass).join('');
}

function scriptClass(code: string): string {
  const known = SEVERAL[code];
  if (known !== undefined) return known;
  const own = `\\p{sc=${code}}`;
  try {
    new RegExp(own, 'u');
    return own;
  } catch {
    return '';
  }
}

/** Whether letters of it are spelt out by their names in this language. */
export function isForeign(text: string, language: Language): boolean {
  return writingOf(language).foreign.test(text);
}

/** Whether its words are not parted by spaces. */
export function isSpaceless(text: string): boolean {
  return SPACELESS.test(text);
}

/** How long a word is to say, in letters: voices spell out other scripts letter by letter. */
export function spokenUnits(text: string, language: Language): number {
  const { foreign, foreignAll, isFull } = writingOf(language);
  const plain = isFull ? text.length : text.length + syllableUnits(text);
  if (!foreign.test(text)) return plain;
  return plain + (LETTER_NAME - 1) * (text.match(foreignAll)?.length ?? 0);
}

function syllableUnits(text: string): number {
  return SYLLABLES.reduce(
    (sum, [signs, units]) => sum + (units - 1) * (text.match(signs)?.length ?? 0),
    0,
  );
}
