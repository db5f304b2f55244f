/** Calendar dates, weekdays and decades. */
import type { CalendarDate, LanguageRules } from '../language';
import { anyOf, group, parts, rule, type Answer, type Rule, type RuleSet } from '../rule';

const END = '(?![\\p{L}\\p{N}]|[./-]\\d)';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = '[12]\\d{3}';

export function dateRules(rules: LanguageRules): Partial<RuleSet> {
  const names = anyOf(rules.months.flatMap((forms) => forms));
  const shorts = anyOf(rules.months.flatMap((forms) => forms.slice(1)));
  const weekdays = anyOf(rules.weekdays.keys());
  return {
    digit: [
      isoRule(rules),
      numericRule(rules),
      dayMonthRule(rules, names),
      ...(rules.stopMakesOrdinal ? [dayOnlyRule(rules)] : []),
      ...rules.decadePatterns.map((pattern) => decadeRule(rules, pattern)),
    ],
    symbol: rules.decadePatterns.map((pattern) => decadeRule(rules, `['’‘]${pattern}`)),
    letter: [
      ...(rules.monthBeforeDay ? [monthDayRule(rules, names)] : []),
      rule(`(?<month>${shorts})\\.?(?=\\s?(?:\\d|['’]\\d\\d))`, (m) =>
        monthName(group(m, 'month'), rules),
      ),
      rule(
        `(?<day>${weekdays})(?:\\.|(?=,))?(?=,? ?(?:\\d|(?:${names})(?!\\p{L})))(?!\\p{L})`,
        (m) => rules.weekdays.get(group(m, 'day')) ?? null,
      ),
    ],
  };
}

function monthNumber(name: string, rules: LanguageRules): number {
  return rules.months.findIndex((forms) => forms.includes(name)) + 1;
}

function monthName(name: string, rules: LanguageRules): string {
  return rules.months[monthNumber(name, rules) - 1]?.[0] ?? name;
}

export function calendarDate(day: string, month: string, year: string): CalendarDate | null {
  const date = {
    day: Number(day),
    month: Number(month),
    year: year === '' ? null : fullYear(year),
  };
  const days = new Date(Date.UTC(date.year ?? 2000, date.month, 0)).getUTCDate();
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= days ? date : null;
}

/** "21.11.26" is of this century, "21.11.84" of the last. */
function fullYear(year: string): number {
  const value = Number(year);
  if (year.length > 2) return value;
  return value < 50 ? 2000 + value : 1900 + value;
}

function isoRule(rules: LanguageRules): Rule {
  return rule(
    `(?<year>${YEAR})-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\\d|3[01])(?=T\\d|${END})`,
    (m, place) => {
      const date = calendarDate(group(m, 'day'), group(m, 'month'), group(m, 'year'));
      return date && rules.date(date, place);
    },
  );
}

function numericRule(rules: LanguageRules): Rule {
  return rule(
    `(?<a>${DAY})(?<mark>[./-])(?<b>${DAY})\\k<mark>(?<year>${YEAR}|\\d\\d)${END}`,
    (m, place) => {
      const [a, b, year, mark] = [group(m, 'a'), group(m, 'b'), group(m, 'year'), group(m, 'mark')];
      if (year.length === 2 && mark === '-') return null;
      const dayFirst = calendarDate(a, b, year);
      const monthFirst = calendarDate(b, a, year);
      const isDayFirst = rules.dayFirst || mark === '.';
      const date = isDayFirst ? (dayFirst ?? monthFirst) : (monthFirst ?? dayFirst);
      return date && rules.date(date, place);
    },
  );
}

/** "21.11." */
function dayOnlyRule(rules: LanguageRules): Rule {
  return rule(`(?<day>${DAY})\\.(?<month>${MONTH})\\.(?!\\d)`, (m, place) => {
    const date = calendarDate(group(m, 'day'), group(m, 'month'), '');
    return date && rules.date(date, place);
  });
}

/** "21 Nov 2026", "3. Mai"; the year is left to the rule of years. */
function dayMonthRule(rules: LanguageRules, names: string): Rule {
  return rule(
    `(?<day>${DAY})(?:st|nd|rd|th|\\.|e)? ?(?:of )?(?<month>${names})(?!\\p{L})(?:\\.(?= ?\\d))?`,
    (m, place) => {
      const month = group(m, 'month');
      const date = { day: Number(group(m, 'day')), month: monthNumber(month, rules), year: null };
      const words = rules.date(date, place);
      return splitBefore(m, words, monthName(month, rules));
    },
  );
}

/** Day and month keep their own traces when the month is said last. */
function splitBefore(match: RegExpExecArray, words: string, month: string): Answer {
  if (!words.endsWith(month)) return words;
  return parts(match, [
    ['day', words.slice(0, -month.length).trim()],
    ['month', month],
  ]);
}

/** "Nov. 21", "November 21st": only where the language writes the month first. */
function monthDayRule(rules: LanguageRules, names: string): Rule {
  return rule(
    `(?<month>${names})\\.? (?<day>${DAY})(?:st|nd|rd|th)?(?![\\p{L}\\p{N}:%]|[.,/-]\\d)`,
    (m, place) =>
      parts(m, [
        ['month', monthName(group(m, 'month'), rules)],
        ['day', rules.ordinal(BigInt(group(m, 'day')), place)],
      ]),
  );
}

function decadeRule(rules: LanguageRules, pattern: string): Rule {
  return rule(`(?<![\\d.,])${pattern}(?!\\p{L})`, (m) => rules.decade(Number(group(m, 'decade'))));
}
