/** Readings that markup asks for: rules that come before all others. */
import type { SayAs } from '../../contracts/text';
import type { LanguageRules } from './language';
import { digitParts, numberPattern, parseFigure, sayFigure } from './numbers';
import { group, parts, rule, type RuleSet } from './rule';
import { calendarDate } from './rules/dates';
import { dictate } from './rules/phones';
import { romanValue } from './rules/roman';
import { sayLetter } from './spelling';

export function sayAsRules(sayAs: SayAs, rules: LanguageRules): Partial<RuleSet> {
  switch (sayAs) {
    case 'characters':
      return characters(rules);
    case 'digits':
      return { digit: [rule('\\d+', ([digits]) => digitParts(digits, rules))] };
    case 'telephone':
      return telephone(rules);
    case 'cardinal':
      return cardinal(rules);
    case 'ordinal':
      return ordinal(rules);
    case 'date':
      return date(rules);
    case 'time':
      return time(rules);
    case 'fraction':
      return fraction(rules);
    case 'unit':
      return unit(rules);
    case 'currency':
      // Signs and codes are read by the rules of money; a bare amount has none to read.
      return {};
  }
}

function characters(rules: LanguageRules): Partial<RuleSet> {
  const { words } = rules;
  const names: Readonly<Record<string, string>> = {
    '.': words.dot,
    ',': words.comma,
    '-': words.dash,
    _: words.underscore,
    '/': words.slash,
    '\\': words.backslash,
    ':': words.colon,
    '@': words.at,
    '#': words.number,
    '&': words.and,
    '+': words.plus,
    '=': words.equals,
    '%': words.percent,
  };
  const letter = rule('\\p{L}\\p{M}*', ([sign]) => ` ${sayLetter(sign, rules)} `);
  return {
    letter: [letter],
    digit: [rule('\\d', ([digit]) => ` ${rules.cardinal(BigInt(digit))} `)],
    symbol: [
      rule('[^\\p{L}\\p{N}\\s]', ([sign]) =>
        names[sign] === undefined ? null : ` ${names[sign]} `,
      ),
    ],
  };
}

function telephone(rules: LanguageRules): Partial<RuleSet> {
  const number = rule('\\+?[\\d(][\\d ()./-]{0,40}', ([text]) => {
    const found = dictate(text, rules);
    return found.length > 0 ? found : null;
  });
  return { digit: [number], symbol: [number] };
}

function cardinal(rules: LanguageRules): Partial<RuleSet> {
  return {
    digit: [rule(numberPattern(rules), ([raw]) => sayFigure(withoutZeros(raw, rules), rules))],
    letter: [
      rule('[IVXLCDM]{1,15}(?!\\p{L})', ([roman]) => {
        const value = romanValue(roman);
        return value === null ? null : rules.cardinal(BigInt(value));
      }),
    ],
  };
}

function withoutZeros(raw: string, rules: LanguageRules) {
  const figure = parseFigure(raw, rules);
  return { ...figure, whole: figure.whole.replace(/^0+(?=\d)/u, '') };
}

function ordinal(rules: LanguageRules): Partial<RuleSet> {
  return {
    digit: [
      rule('(?<number>\\d{1,15})(?:st|nd|rd|th|ste|de|e|\\.)?(?!\\p{L})', (m, place) => {
        const value = BigInt(group(m, 'number'));
        return value > 0n ? rules.ordinal(value, place) : null;
      }),
    ],
    letter: [
      rule('[IVXLCDM]{1,15}(?!\\p{L})', ([roman], place) => {
        const value = romanValue(roman);
        return value === null ? null : rules.ordinal(BigInt(value), place);
      }),
    ],
  };
}

/** Dates that are too short or too bare to be taken for one by themselves. */
function date(rules: LanguageRules): Partial<RuleSet> {
  const [first, second] = rules.dayFirst ? ['day', 'month'] : ['month', 'day'];
  return {
    digit: [
      rule(`(?<${first}>\\d{1,2})[/.-](?<${second}>\\d{1,2})(?![/.-]?\\d)`, (m, place) => {
        const found = calendarDate(group(m, 'day'), group(m, 'month'), '');
        return found && rules.date(found, place);
      }),
      rule('(?<year>[12]\\d{3})(?=(?<month>\\d{2}))(?:\\d{2})(?<day>\\d{2})(?!\\d)', (m, place) => {
        const found = calendarDate(group(m, 'day'), group(m, 'month'), group(m, 'year'));
        return found && rules.date(found, place);
      }),
      rule('[12]\\d{3}(?![\\d/.-])', ([year], place) => rules.year(Number(year), place)),
    ],
  };
}

function time(rules: LanguageRules): Partial<RuleSet> {
  return {
    digit: [
      rule(
        '(?<hours>[01]?\\d|2[0-4])(?:[:.h](?<minutes>[0-5]\\d)(?::(?<seconds>[0-5]\\d))?)?(?! ?\\p{L}|[:.]?\\d)',
        (m) => {
          const seconds = group(m, 'seconds');
          return rules.time({
            hours: Number(group(m, 'hours')),
            minutes: Number(group(m, 'minutes') || '0'),
            seconds: seconds === '' ? null : Number(seconds),
            suffix: '',
          });
        },
      ),
    ],
  };
}

function fraction(rules: LanguageRules): Partial<RuleSet> {
  return {
    digit: [
      rule('(?<above>\\d{1,9})[/⁄](?<below>\\d{1,9})', (m) => {
        const [above, below] = [BigInt(group(m, 'above')), BigInt(group(m, 'below'))];
        if (below === 0n) return null;
        return (
          rules.fraction(above, below, '') ??
          parts(m, [
            ['above', rules.cardinal(above)],
            ['below', `${rules.words.dividedBy} ${rules.cardinal(below)}`],
          ])
        );
      }),
    ],
  };
}

/** A unit without a number is its name. */
function unit(rules: LanguageRules): Partial<RuleSet> {
  const bare = rule(
    '[\\p{L}°µ²³"]{1,8}(?![\\p{L}\\p{N}])',
    ([symbol]) => rules.units.get(symbol)?.plural ?? null,
  );
  return { letter: [bare], symbol: [bare] };
}
