/** Numbers in figures: how they are written, and how a figure becomes words. */
import type { Gender, LanguageRules, Noun } from './language';
import type { Part } from './rule';

/** Longer figures are read digit by digit: nobody says, or follows, more. */
const MAX_PLAIN_DIGITS = 12;
const MAX_GROUPED_DIGITS = 18;
/** Long strings of digits get a short pause after so many. */
const DIGITS_PER_GROUP = 4;

/** A figure with its thousands separators and decimals. */
export function numberPattern(rules: LanguageRules): string {
  const decimals = `(?:${rules.decimalMark === '.' ? '\\.' : ','}\\d+)?`;
  const grouped = `[1-9]\\d{0,2}(?:[${rules.groupMarks}]\\d{3})+(?![\\d])${decimals}`;
  const spaced = `(?<!\\d )[1-9]\\d{0,2}(?: \\d{3}){1,6}(?![ ]?\\d)${decimals}`;
  return `(?:${grouped}|${spaced}|\\d+${decimals})`;
}

export interface Figure {
  /** Digits before the mark. */
  readonly whole: string;
  /** Digits after it; empty for a whole number. */
  readonly decimals: string;
  readonly grouped: boolean;
}

export function parseFigure(raw: string, rules: LanguageRules): Figure {
  const groups = new RegExp(`[${rules.groupMarks} ]`, 'gu');
  const [whole = '', decimals = ''] = raw.replace(groups, '').split(rules.decimalMark);
  return { whole, decimals, grouped: raw.search(groups) >= 0 };
}

export function isOne(figure: Figure): boolean {
  return figure.whole === '1' && figure.decimals === '';
}

const digitNames = new WeakMap<LanguageRules, readonly string[]>();

/** Looked up, because long strings of digits ask for thousands. */
export function sayDigit(digit: string, rules: LanguageRules): string {
  const names =
    digitNames.get(rules) ?? Array.from({ length: 10 }, (_, i) => rules.cardinal(BigInt(i)));
  digitNames.set(rules, names);
  return names[Number(digit)] ?? digit;
}

export function sayDigits(digits: string, rules: LanguageRules): string {
  const names = [...digits].map((digit) => sayDigit(digit, rules));
  if (names.length <= DIGITS_PER_GROUP + 2) return names.join(' ');
  return names
    .map((name, i) => (i > 0 && i % DIGITS_PER_GROUP === 0 ? `, ${name}` : ` ${name}`))
    .join('')
    .trim();
}

/** Each digit traced to itself. */
export function digitParts(digits: string, rules: LanguageRules, offset = 0): Part[] {
  const paused = digits.length > DIGITS_PER_GROUP + 2;
  return [...digits].map((digit, i) => {
    const pause = paused && (i + 1) % DIGITS_PER_GROUP === 0 && i + 1 < digits.length ? ',' : '';
    const text = sayDigit(digit, rules) + pause;
    return { text, start: offset + i, end: offset + i + 1 };
  });
}

export function isReadByDigits({ whole, grouped }: Figure): boolean {
  if (whole.length > (grouped ? MAX_GROUPED_DIGITS : MAX_PLAIN_DIGITS)) return true;
  return whole.length > 1 && whole.startsWith('0');
}

export function sayFigure(figure: Figure, rules: LanguageRules): string {
  const { whole, decimals } = figure;
  const words = isReadByDigits(figure) ? sayDigits(whole, rules) : rules.cardinal(BigInt(whole));
  return decimals === '' ? words : `${words} ${rules.words.point} ${sayDigits(decimals, rules)}`;
}

/** A number in front of a noun of this gender. */
export function sayCount(figure: Figure, rules: LanguageRules, gender: Gender): string {
  return isOne(figure) ? rules.one(gender) : sayFigure(figure, rules);
}

export function countNoun(figure: Figure, noun: Noun): string {
  return isOne(figure) ? noun.singular : noun.plural;
}
