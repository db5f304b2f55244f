/** Amounts of money, the sign before or after. */
import type { Currency, LanguageRules, Noun } from '../language';
import {
  countNoun,
  numberPattern,
  parseFigure,
  sayCount,
  sayFigure,
  type Figure,
} from '../numbers';
import { anyOf, group, parts, rule, type RuleSet } from '../rule';

const END = '(?![\\p{L}\\p{N}])';

export function moneyRules(rules: LanguageRules): Partial<RuleSet> {
  const signs = anyOf(rules.currencies.keys());
  const figure = `\\d+[.,]\\d{2}(?![.,]?\\d)|${numberPattern(rules)}`;
  // "3,-" and "3.–" are whole amounts.
  const number = `(?<number>${figure})(?:[.,][-–—]+)?`;
  const upTo = `(?:[-–](?<upTo>${figure}))?`;
  const magnitude = `(?: ?(?<magnitude>${anyOf(rules.magnitudes.keys())})${END})?`;
  const before = rule(
    `(?<sign>${signs}) ?(?<minus>[-−])?${number}${upTo}${magnitude}(?!\\p{L})`,
    (m) => {
      const minus = group(m, 'minus') === '' ? '' : `${rules.words.minus} `;
      const range = group(m, 'upTo');
      if (range === '') return minus + sayAmount(m, group(m, 'number'), rules);
      const from = sayFigure(parseAmount(group(m, 'number'), rules), rules);
      return `${minus}${from} ${rules.words.to} ${sayAmount(m, range, rules)}`;
    },
  );
  const after = rule(`${number}${magnitude} ?(?<sign>${signs})${END}`, (m) => sayAfter(m, rules));
  return { digit: [after], letter: [before], symbol: [before] };
}

/** Two digits after either mark are hundredths, whatever the language's own mark. */
function parseAmount(raw: string, rules: LanguageRules): Figure {
  const hundredths = /^(?<whole>[\d.,' ]*)[.,](?<decimals>\d{2})$/u.exec(raw);
  if (!hundredths) return parseFigure(raw, rules);
  const whole = (hundredths.groups?.['whole'] ?? '').replace(/\D/gu, '');
  return { whole, decimals: hundredths.groups?.['decimals'] ?? '', grouped: false };
}

function currencyOf(match: RegExpExecArray, rules: LanguageRules): Currency | undefined {
  return rules.currencies.get(group(match, 'sign'));
}

function sayAmount(match: RegExpExecArray, raw: string, rules: LanguageRules): string {
  const currency = currencyOf(match, rules);
  if (!currency) return raw;
  const magnitude = rules.magnitudes.get(group(match, 'magnitude'));
  return amount(parseAmount(raw, rules), currency, magnitude, rules);
}

function amount(
  figure: Figure,
  currency: Currency,
  magnitude: Noun | undefined,
  rules: LanguageRules,
): string {
  if (magnitude) {
    const count = sayCount(figure, rules, magnitude.gender);
    return `${count} ${countNoun(figure, magnitude)} ${currency.plural}`;
  }
  if (!currency.minor || figure.decimals.length !== 2)
    return `${sayCount(figure, rules, currency.gender)} ${countNoun(figure, currency)}`;
  const whole = { ...figure, decimals: '' };
  const cents: Figure = { whole: String(Number(figure.decimals)), decimals: '', grouped: false };
  const major = `${sayCount(whole, rules, currency.gender)} ${countNoun(whole, currency)}`;
  if (cents.whole === '0') return major;
  const minor = `${sayCount(cents, rules, currency.minor.gender)} ${countNoun(cents, currency.minor)}`;
  if (Number(figure.whole) === 0) return minor;
  return rules.withCents(major, minor, sayFigure(cents, rules));
}

/** "5 €": number and sign keep their own traces where the words come in the same order. */
function sayAfter(match: RegExpExecArray, rules: LanguageRules) {
  const currency = currencyOf(match, rules);
  if (!currency) return null;
  const figure = parseAmount(group(match, 'number'), rules);
  const magnitude = rules.magnitudes.get(group(match, 'magnitude'));
  if (magnitude) {
    return parts(match, [
      ['number', sayCount(figure, rules, magnitude.gender)],
      ['magnitude', countNoun(figure, magnitude)],
      ['sign', currency.plural],
    ]);
  }
  if (figure.decimals.length === 2) return amount(figure, currency, undefined, rules);
  return parts(match, [
    ['number', sayCount(figure, rules, currency.gender)],
    ['sign', countNoun(figure, currency)],
  ]);
}
