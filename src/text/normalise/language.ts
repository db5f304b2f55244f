import type { FullLanguage } from '../../contracts/text';
import type { Place } from './rule';

/** Grammatical gender of a counted noun, where the language tells "one" by it. */
export type Gender = 'm' | 'f' | 'n';

/** A noun that follows a number. */
export interface Noun {
  readonly singular: string;
  readonly plural: string;
  readonly gender: Gender;
}

export interface Currency extends Noun {
  /** Null: the currency has no coins of a hundredth. */
  readonly minor: Noun | null;
}

/** What a language says for signs and joints; every rule reads its words from here. */
export interface Words {
  readonly point: string;
  readonly minus: string;
  readonly plus: string;
  readonly plusMinus: string;
  readonly times: string;
  readonly by: string;
  readonly dividedBy: string;
  readonly equals: string;
  readonly notEqual: string;
  readonly about: string;
  readonly less: string;
  readonly greater: string;
  readonly atMost: string;
  readonly atLeast: string;
  readonly root: string;
  readonly infinity: string;
  readonly degree: string;
  readonly degrees: string;
  readonly squared: string;
  readonly cubed: string;
  readonly power: string;
  readonly to: string;
  readonly ratio: string;
  readonly and: string;
  readonly per: string;
  readonly percent: string;
  readonly permille: string;
  readonly number: string;
  readonly section: string;
  readonly sections: string;
  readonly copyright: string;
  readonly registered: string;
  readonly trademark: string;
  readonly at: string;
  readonly hashtag: string;
  readonly dot: string;
  readonly slash: string;
  readonly backslash: string;
  readonly dash: string;
  readonly underscore: string;
  readonly colon: string;
  readonly comma: string;
  readonly version: string;
  /** The mark in "2.1.3". */
  readonly versionPoint: string;
  readonly link: string;
  readonly sharp: string;
  readonly flag: string;
  readonly andSoOn: string;
  readonly foot: Noun;
  readonly inch: Noun;
  readonly minute: Noun;
  readonly second: Noun;
}

export interface ClockTime {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number | null;
  /** Written after the time: "pm", "Uhr", "uur", or nothing. */
  readonly suffix: string;
}

export interface CalendarDate {
  readonly day: number;
  /** 1 to 12. */
  readonly month: number;
  readonly year: number | null;
}

/** Everything the shared rules need to know of a language. */
export interface LanguageRules {
  readonly language: FullLanguage;
  readonly words: Words;
  readonly decimalMark: '.' | ',';
  /** Characters between groups of three digits. */
  readonly groupMarks: string;

  cardinal(value: bigint): string;
  /** "One" before a noun. */
  one(gender: Gender): string;
  /** 1 before a word that is written out; the noun may tell its gender. */
  oneBefore(place: Place): string;
  /** In the form that its place asks for. */
  ordinal(value: bigint, place: Place): string;
  year(year: number, place: Place): string;
  /** True if a bare number of four digits here is to be read as a year. */
  isYear(year: number, place: Place): boolean;
  /** `following`: the text behind it, which may hold the noun it measures. Null: not read as one. */
  fraction(numerator: bigint, denominator: bigint, following: string): string | null;
  mixed(whole: bigint, numerator: bigint, denominator: bigint): string;
  decade(decade: number): string;
  /** "Three euros" and "fifty cents" in one; `cents` is the bare number of the latter. */
  withCents(major: string, minor: string, cents: string): string;
  date(date: CalendarDate, place: Place): string;
  time(time: ClockTime): string;
  /** A ruler or other numbered person: "Henry VIII". */
  regnal(value: bigint, name: string): string;

  /** Patterns with a named group `number`; they end where the ordinal does. */
  readonly ordinalPatterns: readonly string[];
  /** Patterns of a decade with a named group `decade`. */
  readonly decadePatterns: readonly string[];
  readonly timeSuffixes: string;
  /** Day before month in dates like 3/5/2026. */
  readonly dayFirst: boolean;
  /** "Nov 21" besides "21 Nov". */
  readonly monthBeforeDay: boolean;
  /** "21.11." and "XIV.": a full stop makes an ordinal. */
  readonly stopMakesOrdinal: boolean;
  /** "I" is a word, so that it counts only where a reign is meant. */
  readonly pronounI: boolean;
  readonly months: readonly (readonly string[])[];
  readonly weekdays: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, Noun>;
  readonly currencies: ReadonlyMap<string, Currency>;
  /** "million" and its like after amounts; the key is what is written. */
  readonly magnitudes: ReadonlyMap<string, Noun>;
  /** A key that ends in " #" holds only before a number, in " A" only before a capital. */
  readonly abbreviations: ReadonlyMap<string, string>;
  /** Ends of words that are short for something: "Goethestr." */
  readonly suffixes: ReadonlyMap<string, string>;
  /** Figures with a reading of their own, like 24/7. */
  readonly phrases: ReadonlyMap<string, string>;
  /** Names of letters that read wrongly when they stand alone. */
  readonly letterNames: ReadonlyMap<string, string>;
  readonly greek: readonly string[];
  /** Capitals that are spoken as a word although they look like letters, and the other way round. */
  readonly spokenAcronyms: ReadonlySet<string>;
  readonly spelledAcronyms: ReadonlySet<string>;
  /** Short words that stay words when a heading shouts. */
  readonly shortWords: ReadonlySet<string>;
  readonly numberedThings: readonly string[];
  readonly rulers: readonly string[];
  readonly symbolNames: Readonly<Record<string, string>>;
  /** "St." may be a saint or a street. */
  readonly ambiguous: (abbreviation: string, place: Place) => string | null;
}
