import { toCardinal, toOrdinal } from 'n2words/en-US';
import type { CalendarDate, ClockTime, LanguageRules } from '../language';
import type { Place } from '../rule';
import { EN_DATA } from './en.data';

const cardinal = (value: bigint | number): string => toCardinal(BigInt(value));
const ordinal = (value: bigint | number): string => toOrdinal(BigInt(value));

const MONTHS =
  `January Jan|February Feb|March Mar|April Apr|May|June Jun|July Jul|August Aug|September Sept Sep|October Oct|November Nov|December Dec`
    .split('|')
    .map((month) => month.split(' '));

/** 1984 "nineteen eighty-four", 1905 "nineteen oh five", 2005 "two thousand five". */
function year(value: number): string {
  const [century, rest] = [Math.floor(value / 100), value % 100];
  if (value < 1000 || value > 9999 || (value >= 2000 && value < 2010) || value % 1000 === 0)
    return cardinal(value);
  if (rest === 0) return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest < 10 ? `oh ${cardinal(rest)}` : cardinal(rest)}`;
}

const YEAR_CONTEXT =
  /(?:\b(?:in|since|until|till|by|from|of|year|circa|ca\.|c\.|anno|AD|around|before|after|during) |\()$/iu;

function isYear(value: number, { before, after }: Place): boolean {
  if (value >= 1100 && value < 2100) return true;
  return (
    value >= 1000 &&
    (YEAR_CONTEXT.test(before) || /^ (?:AD|BC|CE|BCE)\b/u.test(after)) &&
    value < 2100
  );
}

const PARTS = new Map([
  [2n, ['half', 'halves']],
  [4n, ['quarter', 'quarters']],
]);

function fraction(above: bigint, below: bigint): string | null {
  if (above === 0n || below < 2n || (below > 20n && below % 10n !== 0n)) return null;
  const [one, many] = PARTS.get(below) ?? [ordinal(below), `${ordinal(below)}s`];
  return above === 1n ? `one ${one ?? ''}` : `${cardinal(above)} ${many ?? ''}`;
}

function mixed(whole: bigint, above: bigint, below: bigint): string {
  const part = fraction(above, below) ?? `${cardinal(above)} over ${cardinal(below)}`;
  return `${cardinal(whole)} and ${part.replace(/^one (?=half|quarter|third)/u, 'a ')}`;
}

function decade(value: number): string {
  if (value >= 2000 && value < 2010) return 'two thousands';
  return year(value).replace(/y$/u, 'ie').replace(/(\w)$/u, '$1s').replace(/sixs$/u, 'sixes');
}

function date({ day, month, year: inYear }: CalendarDate, place: Place): string {
  const name = MONTHS[month - 1]?.[0] ?? '';
  const suffix = inYear === null ? '' : ` ${year(inYear)}`;
  // Day and month in words are read as written; in figures, as an American says them.
  if (inYear !== null) return `${name} ${ordinal(day)}${suffix}`;
  return `${/\bthe $/iu.test(place.before) ? '' : 'the '}${ordinal(day)} of ${name}`;
}

function time({ hours, minutes, seconds, suffix }: ClockTime): string {
  const halves = suffix.replace(/[^apm]/gu, '');
  const half = halves === '' ? '' : halves === 'am' ? ' eh M' : ' P M';
  const tail = seconds ? ` and ${cardinal(seconds)} ${seconds === 1 ? 'second' : 'seconds'}` : '';
  if (minutes === 0) {
    const bare =
      hours > 12 || hours === 0 ? `${cardinal(hours)} hundred` : `${cardinal(hours)} o'clock`;
    return (half === '' ? bare : cardinal(hours) + half) + tail;
  }
  return `${cardinal(hours)} ${minutes < 10 ? 'oh ' : ''}${cardinal(minutes)}${half}${tail}`;
}

const PREPOSITION = /(?:^|\s)(?:In|At|On|Near|From|To|The|And|Of|By|For|With|Old|Saint) $/u;

/** "Main St." is a street, "St. Mary" a saint; "Dr." likewise. */
function ambiguous(written: string, { before, after }: Place): string | null {
  const afterName =
    /(?:\p{Lu}[\p{L}']+|\d(?:st|nd|rd|th)) $/u.test(before) && !PREPOSITION.test(before);
  if (written === 'St.' || written === 'St') return afterName ? 'Street' : 'Saint';
  if (written === 'Dr.') return afterName && !/^ \p{Lu}/u.test(after) ? 'Drive' : 'Doctor';
  return null;
}

export const EN: LanguageRules = {
  ...EN_DATA,
  language: 'en',
  decimalMark: '.',
  groupMarks: ',',
  dayFirst: false,
  monthBeforeDay: true,
  stopMakesOrdinal: false,
  pronounI: true,
  cardinal,
  one: () => 'one',
  oneBefore: () => 'one',
  ordinal,
  year,
  isYear,
  fraction,
  mixed,
  decade,
  withCents: (major, minor) => `${major} and ${minor}`,
  date,
  time,
  regnal: (value) => `the ${ordinal(value)}`,
  ordinalPatterns: [
    '(?<number>\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,15})(?:st|nd|rd|th|ST|ND|RD|TH)(?![\\p{L}\\p{N}])',
  ],
  decadePatterns: ["(?<decade>1[1-9]\\d0|20\\d0|[2-9]0)['’]?s"],
  timeSuffixes: '[aApP]\\.? ?[mM]\\.?|[aApP][mM]|hrs?|h',
  months: MONTHS,
  ambiguous,
};
