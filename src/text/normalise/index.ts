import { isFullLanguage, type FullLanguage, type Language, type SayAs } from '../../contracts/text';
import type { Traced } from '../traced';
import type { LanguageRules } from './language';
import { DE } from './languages/de';
import { EN } from './languages/en';
import { NL } from './languages/nl';
import { normalisePlainly } from './plain';
import { prepare } from './prepare';
import { joinSets, rule, type RuleSet } from './rule';
import { createRules } from './rules';
import { symbolName } from './rules/emoji';
import { sayAsRules } from './say-as';
import { scan } from './scan';

export interface NormaliseOptions {
  readonly language: Language;
  /** Forces one reading of the whole input; null lets each token decide. */
  readonly sayAs: SayAs | null;
}

/** A language is one file of rules and one line here. */
const RULES: Readonly<Record<FullLanguage, LanguageRules>> = { en: EN, de: DE, nl: NL };

const compiled = new Map<FullLanguage, RuleSet>();

function rulesOf(language: FullLanguage): RuleSet {
  const known = compiled.get(language);
  if (known) return known;
  const rules = createRules(RULES[language]);
  compiled.set(language, rules);
  return rules;
}

/**
 * Rewrites one sentence into words and punctuation that can be spoken word by word: no figures, no
 * symbols. Every character of the output keeps its source, and no letter or digit of the source is
 * left unspoken. Takes time linear in the length of the sentence.
 */
export function normalise(sentence: Traced, { language, sayAs }: NormaliseOptions): Traced {
  const prepared = prepare(sentence);
  if (!isFullLanguage(language)) return normalisePlainly(prepared, sayAs);
  const rules = rulesOf(language);
  const spoken = scan(
    prepared,
    sayAs === null ? rules : joinSets([sayAsRules(sayAs, RULES[language]), rules]),
  );
  return /[\p{L}\p{N}]/u.test(spoken.text) ? spoken : nameSymbols(prepared, spoken, language);
}

/** A sentence of nothing but signs that are passed over elsewhere is read by their names. */
function nameSymbols(prepared: Traced, spoken: Traced, language: FullLanguage): Traced {
  const naming = rule('[\\p{S}\\p{Extended_Pictographic}]', ([sign]) => {
    const name = symbolName(sign, language);
    return name === '' ? null : `, ${name},`;
  });
  const named = scan(prepared, { letter: [], digit: [], symbol: [naming] });
  return /\p{L}/u.test(named.text) ? named : spoken;
}
