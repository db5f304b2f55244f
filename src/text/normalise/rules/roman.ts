/** Roman numerals, only where a name or a keyword calls for them. */
import type { LanguageRules } from '../language';
import { anyOf, group, rule, type RuleSet } from '../rule';

const CANONICAL = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/u;
const VALUES: Readonly<Record<string, number>> = {
  I: 1,
  V: 5,
  X: 10,
  L: 50,
  C: 100,
  D: 500,
  M: 1000,
};
/** Numerals that are hardly anything else, after a capitalised word that is no known ruler. */
const UNMISTAKABLE = /^(?:II|III|VII|VIII|XII|XIII|XIV|XVI{0,3}|XIX|XXI{0,3})$/u;

export function romanRules(rules: LanguageRules): Partial<RuleSet> {
  const things = anyOf(rules.numberedThings);
  const rulers = anyOf(rules.rulers);
  const numeral = '(?<roman>[IVXLCDM]{1,9})(?![\\p{L}\\p{N}])';
  return {
    letter: [
      ...(rules.stopMakesOrdinal ? [ordinalNumeral(rules)] : []),
      rule(`(?<=(?<![\\p{L}])(?:${things})\\.? )${numeral}`, (m) =>
        cardinal(group(m, 'roman'), rules),
      ),
      rule(
        `(?<=(?<![\\p{L}])(?<name>(?:${rulers})s?) )${numeral}${rules.stopMakesOrdinal ? '\\.?' : ''}(?<tail>['’]s)?`,
        (m, place) => {
          const roman = group(m, 'roman');
          const value = romanValue(roman);
          if (value === null || (roman === 'I' && isPronoun(rules, place.after))) return null;
          return rules.regnal(BigInt(value), group(m, 'name')) + group(m, 'tail');
        },
      ),
      rule(`(?<=\\p{Lu}\\p{Ll}{1,20} )${numeral}`, (m) =>
        UNMISTAKABLE.test(group(m, 'roman')) ? cardinal(group(m, 'roman'), rules) : null,
      ),
    ],
  };
}

/** "Mary I know": a pronoun, unless the sentence goes on like a reign. */
function isPronoun(rules: LanguageRules, after: string): boolean {
  return rules.pronounI && !/^(?:[.,;:!?)]|$| of | was | had | reigned )/u.test(after);
}

function ordinalNumeral(rules: LanguageRules) {
  return rule(
    '(?<roman>[IVX]{1,5})\\.(?= (?:Weltkrieg|Akt|Jahrhundert|Kapitel|Teil|Korps|Internationale))',
    (m, place) => {
      const value = romanValue(group(m, 'roman'));
      return value === null ? null : rules.ordinal(BigInt(value), place);
    },
  );
}

export function romanValue(numeral: string): number | null {
  if (numeral === '' || !CANONICAL.test(numeral)) return null;
  let total = 0;
  let last = 0;
  for (const sign of [...numeral].reverse()) {
    const value = VALUES[sign] ?? 0;
    total += value < last ? -value : value;
    last = Math.max(last, value);
  }
  return total;
}

function cardinal(numeral: string, rules: LanguageRules): string | null {
  const value = romanValue(numeral);
  return value === null ? null : rules.cardinal(BigInt(value));
}
