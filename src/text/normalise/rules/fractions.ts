/** Fractions: ½, 1/2, 3 ¾, with a unit behind them if there is one. */
import type { LanguageRules } from '../language';
import { anyOf, group, parts, rule, type Answer, type RuleSet } from '../rule';

const SIGNS: Readonly<Record<string, readonly [number, number]>> = {
  '½': [1, 2],
  '⅓': [1, 3],
  '⅔': [2, 3],
  '¼': [1, 4],
  '¾': [3, 4],
  '⅕': [1, 5],
  '⅖': [2, 5],
  '⅗': [3, 5],
  '⅘': [4, 5],
  '⅙': [1, 6],
  '⅚': [5, 6],
  '⅐': [1, 7],
  '⅛': [1, 8],
  '⅜': [3, 8],
  '⅝': [5, 8],
  '⅞': [7, 8],
  '⅑': [1, 9],
  '⅒': [1, 10],
};
const FRACTION_SIGNS = Object.keys(SIGNS).join('');

export function fractionRules(rules: LanguageRules): Partial<RuleSet> {
  const unit = `(?: ?(?<unit>${anyOf(rules.units.keys())})(?![\\p{L}\\p{N}]))?`;
  const sign = rule(
    `(?<fraction>(?:(?<whole>\\d{1,6}) ?)?(?<sign>[${FRACTION_SIGNS}]))${unit}`,
    (m, place) => {
      const [above, below] = SIGNS[group(m, 'sign')] ?? [1, 1];
      return sayFraction(m, BigInt(above), BigInt(below), place.after, rules);
    },
  );
  const slash = rule(
    `(?<!\\/)(?<fraction>(?:(?<whole>\\d{1,6}) )?(?<above>\\d{1,4})[/⁄](?<below>\\d{1,4}))(?![/⁄.,]?\\d)${unit}`,
    (m, place) => {
      const [above, below] = [BigInt(group(m, 'above')), BigInt(group(m, 'below'))];
      const isFraction = above < below || group(m, 'whole') !== '';
      return isFraction ? sayFraction(m, above, below, place.after, rules) : null;
    },
  );
  return { digit: [sign, slash] };
}

function sayFraction(
  match: RegExpExecArray,
  above: bigint,
  below: bigint,
  after: string,
  rules: LanguageRules,
): Answer {
  const unit = rules.units.get(group(match, 'unit'));
  const part = rules.fraction(above, below, unit ? ` ${unit.singular}` : after);
  if (part === null) return null;
  const whole = group(match, 'whole');
  const words = whole === '' ? part : rules.mixed(BigInt(whole), above, below);
  const noun = whole === '' ? unit?.singular : unit?.plural;
  return parts(match, [
    ['fraction', words],
    ['unit', noun ?? ''],
  ]);
}
