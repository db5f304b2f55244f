import { toCardinal, toOrdinal } from 'n2words/nl-NL';
import type { CalendarDate, ClockTime, LanguageRules } from '../language';
import { NL_DATA } from './nl.data';

const cardinal = (value: bigint | number): string => toCardinal(BigInt(value));
const ordinal = (value: bigint | number): string => toOrdinal(BigInt(value));

const MONTHS =
  `januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep|oktober okt|november nov|december dec`
    .split('|')
    .map((month) => month.split(' '));

const PARTS = new Map([
  [2n, 'half'],
  [4n, 'kwart'],
  [3n, 'derde'],
]);

/** Neuter nouns leave "half" bare: "een half uur", but "een halve liter". */
const HALF_NEUTER = /^ (?:uur|jaar|kilo|pond|glas|blik|brood|ei|dozijn|miljoen|procent)(?!\p{L})/u;

function half(following: string): string {
  return /^ \p{Ll}{3}/u.test(following) && !HALF_NEUTER.test(following) ? 'een halve' : 'een half';
}

function fraction(above: bigint, below: bigint, following: string): string | null {
  if (above === 0n || below < 2n || (below > 20n && below % 10n !== 0n)) return null;
  if (above === 3n && below === 4n) return 'driekwart';
  if (above === 1n && below === 2n) return half(following);
  const part = PARTS.get(below) ?? ordinal(below);
  if (above === 1n) return `een ${part}`;
  return below === 2n ? `${cardinal(above)} halve` : `${cardinal(above)} ${part}`;
}

function mixed(whole: bigint, above: bigint, below: bigint): string {
  if (above === 1n && below === 2n)
    return whole === 1n ? 'anderhalf' : `${cardinal(whole)} en een half`;
  return `${cardinal(whole)} en ${fraction(above, below, '') ?? `${cardinal(above)} gedeeld door ${cardinal(below)}`}`;
}

function date({ day, month, year }: CalendarDate): string {
  return `${cardinal(day)} ${MONTHS[month - 1]?.[0] ?? ''}${year === null ? '' : ` ${cardinal(year)}`}`;
}

function time({ hours, minutes, seconds, suffix }: ClockTime): string {
  const tail = seconds ? ` en ${cardinal(seconds)} ${seconds === 1 ? 'seconde' : 'seconden'}` : '';
  const hour = `${cardinal(hours)} uur`;
  const isBare = suffix === '' && minutes === 0;
  return (isBare ? hour : hour + (minutes === 0 ? '' : ` ${cardinal(minutes)}`)) + tail;
}

export const NL: LanguageRules = {
  ...NL_DATA,
  language: 'nl',
  decimalMark: ',',
  groupMarks: '.',
  dayFirst: true,
  monthBeforeDay: false,
  stopMakesOrdinal: false,
  pronounI: false,
  cardinal,
  one: () => 'één',
  oneBefore: () => 'één',
  ordinal,
  year: cardinal,
  isYear: () => false,
  fraction,
  mixed,
  decade: (value) => cardinal(value),
  withCents: (major, _minor, cents) => `${major} ${cents}`,
  date,
  time,
  regnal: (value) => `de ${ordinal(value)}`,
  ordinalPatterns: [
    '(?<number>\\d{1,3}(?:\\.\\d{3}){1,4}|\\d{1,15})(?:ste|de|e)(?![\\p{L}\\p{N}])',
  ],
  decadePatterns: [],
  timeSuffixes: 'uur|u\\.|u|h',
  months: MONTHS,
  ambiguous: () => null,
};
