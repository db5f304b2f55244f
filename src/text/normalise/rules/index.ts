/** All rules of a language in their order of precedence. */
import type { LanguageRules } from '../language';
import { joinSets, rule, type RuleSet } from '../rule';
import { Traced } from '../../traced';
import { scan } from '../scan';
import { abbreviationRules } from './abbreviations';
import { dateRules } from './dates';
import { emojiRules } from './emoji';
import { figureRules } from './figures';
import { fractionRules } from './fractions';
import { moneyRules } from './money';
import { phoneRules } from './phones';
import { quantityRules } from './quantities';
import { romanRules } from './roman';
import { symbolRules } from './symbols';
import { timeRules } from './times';
import { webRules } from './web';
import { wordRules } from './words';

export function createRules(rules: LanguageRules): RuleSet {
  const withoutEmoji = joinSets([
    webRules(rules),
    dateRules(rules),
    moneyRules(rules),
    timeRules(rules),
    phoneRules(rules),
    fractionRules(rules),
    quantityRules(rules),
    figureRules(rules),
    abbreviationRules(rules),
    romanRules(rules),
    greekRules(rules),
    wordRules(rules),
    symbolRules(rules),
  ]);
  const spokenNames = new Map<string, string>();
  const speakName = (name: string): string => {
    const spoken = spokenNames.get(name) ?? scan(Traced.of(name), withoutEmoji).text;
    spokenNames.set(name, spoken);
    return spoken;
  };
  return joinSets([emojiRules(rules, speakName), withoutEmoji]);
}

const GREEK = 'αβγδεζηθικλμνξοπρστυφχψω';

/** A Greek letter on its own is a symbol; among others it is a word of that language. */
function greekRules(rules: LanguageRules): Partial<RuleSet> {
  return {
    letter: [
      rule('(?<!\\p{Script=Greek})[Α-Ωα-ωµΩ∆](?!\\p{Script=Greek})', ([letter]) => {
        const at = GREEK.indexOf(letter.normalize('NFKC').toLowerCase());
        return rules.greek[at] ?? null;
      }),
    ],
  };
}
