/** Where the words of a normalised text are, in any script. */
import { isFullLanguage, type FullLanguage, type Language } from '../contracts/text';
import { isSpaceless } from './scripts';
import type { Range } from './split';

const FULL_WORD = `[\\p{L}\\p{N}\\p{M}]+(?:['’-][\\p{L}\\p{N}\\p{M}]+)*`;
/** Clipped words that begin with an apostrophe, which elsewhere is a quote. */
const FULL: Readonly<Record<FullLanguage, RegExp>> = {
  en: new RegExp(`(?:'(?=(?:tis|twas|em|til|cause|bout|round|n)(?![\\p{L}])))?${FULL_WORD}`, 'giu'),
  de: new RegExp(FULL_WORD, 'gu'),
  nl: new RegExp(`(?:'(?=[stnkm](?![\\p{L}'])))?${FULL_WORD}`, 'giu'),
};

/** Persian's joiner is within a word. */
const LETTER = '\\p{L}\\p{M}\\p{N}\\u200c';
/** Catalan's dot, Hebrew's marks of abbreviation, and the quotes that are written for them. */
const JOINT = `['’·׳״-]|(?<=\\p{sc=Hebr})"(?=\\p{sc=Hebr})`;
const WORD = `[\\p{L}\\p{M}][${LETTER}]*(?:(?:${JOINT})[${LETTER}]+)*`;
const NUMBER = `(?:(?<![^\\s(])[-−](?=\\p{N}))?\\p{N}+(?:[.,:]\\p{N}+)*[${LETTER}]*`;
/** As espeak-ng reads it: "example.com", "a@b.co". */
const ADDRESS =
  '[a-z\\d][\\w.+-]*@[a-z\\d-]+(?:\\.[a-z\\d-]+)+|' +
  '[a-z\\d][a-z\\d-]*(?:\\.[a-z\\d-]+)*\\.(?:com|org|net|edu|gov|info|app|dev|[a-z]{2})(?![\\p{L}\\p{M}\\p{N}.@-])';
/** Signs whose names espeak-ng's dictionaries know. */
const SIGN = '(?:R|US|CA?|AU?|NZ|HK|NT|S)\\$|[%‰&+=@€$£¥₹₽₩₺₴₪₫₿#°§©®™×÷±]';
const PICTURE = '\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?';
const EMOJI = `\\p{Regional_Indicator}{2}|${PICTURE}(?:\\u200D${PICTURE})*`;
const ANY = new RegExp(`${ADDRESS}|${SIGN}|${NUMBER}|${WORD}|${EMOJI}`, 'giu');

const segmenters = new Map<Language, Intl.Segmenter>();

function segmenterOf(language: Language): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known !== undefined) return known;
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, segmenter);
  return segmenter;
}

/** Words in order; what is between them is none. */
export function wordRanges(text: string, language: Language): Range[] {
  if (isFullLanguage(language)) return [...text.matchAll(FULL[language])].map(rangeOf);
  return [...text.matchAll(ANY)].flatMap((match) => {
    const range = rangeOf(match);
    return isSpaceless(match[0]) ? segments(match[0], range.from, language) : [range];
  });
}

function rangeOf(match: RegExpExecArray): Range {
  return { from: match.index, to: match.index + match[0].length };
}

/** Where no spaces part words, the platform's dictionaries do. */
function segments(text: string, start: number, language: Language): Range[] {
  return [...segmenterOf(language).segment(text)].map(({ segment, index }) => ({
    from: start + index,
    to: start + index + segment.length,
  }));
}
