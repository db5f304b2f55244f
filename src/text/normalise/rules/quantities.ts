/** Numbers with a unit, a percent sign or a magnitude behind them. */
import type { LanguageRules, Noun } from '../language';
import { countNoun, numberPattern, parseFigure, sayCount } from '../numbers';
import { anyOf, group, parts, rule, type Rule, type RuleSet } from '../rule';

const END = '(?![\\p{L}\\p{N}])';

export function quantityRules(rules: LanguageRules): Partial<RuleSet> {
  const number = `(?<number>${numberPattern(rules)})`;
  const units = anyOf(rules.units.keys());
  const words = [...rules.magnitudes.keys()].filter((key) => key.length > 2);
  return {
    digit: [
      feetRule(rules),
      rule(
        `${number}(?<joint>[ -]?)(?<unit>${units})(?:\\/(?<per>${units}))?${END}`,
        (m, place) => {
          const figure = parseFigure(group(m, 'number'), rules);
          const unit = rules.units.get(group(m, 'unit'));
          const per = rules.units.get(group(m, 'per'));
          // "10 m" is a length, "10 M" before a letter is not; a unit of one letter needs its place.
          if (!unit || isWordBehind(group(m, 'unit'), place.after)) return null;
          const spoken = [
            ['number', sayCount(figure, rules, unit.gender)],
            ['unit', group(m, 'joint') === '-' ? unit.singular : countNoun(figure, unit)],
          ] as const;
          if (per) return parts(m, [...spoken, ['per', `${rules.words.per} ${per.singular}`]]);
          return group(m, 'per') === '' ? parts(m, spoken) : null;
        },
      ),
      rule(`${number} ?(?<sign>[%‰])`, (m) => {
        const figure = parseFigure(group(m, 'number'), rules);
        const sign = group(m, 'sign') === '%' ? rules.words.percent : rules.words.permille;
        return parts(m, [
          ['number', sayCount(figure, rules, 'n')],
          ['sign', sign],
        ]);
      }),
      rule(`${number} ?(?<magnitude>${anyOf(words)})${END}`, (m) => {
        const figure = parseFigure(group(m, 'number'), rules);
        const noun = rules.magnitudes.get(group(m, 'magnitude'));
        return noun
          ? magnitude(m, sayCount(figure, rules, noun.gender), countNoun(figure, noun))
          : null;
      }),
    ],
  };
}

function magnitude(match: RegExpExecArray, number: string, noun: string) {
  return parts(match, [
    ['number', number],
    ['magnitude', noun],
  ]);
}

/** "5 m.a.w." and the like: the letter begins an abbreviation, not a unit. */
function isWordBehind(unit: string, after: string): boolean {
  return unit.length === 1 && /^(?:\.\p{L}|['’]\p{L}|-\p{L})/u.test(after);
}

/** 5' 11", 51° 30′ */
function feetRule(rules: LanguageRules): Rule {
  const { foot, inch, minute, second, degree, degrees } = rules.words;
  const say = (raw: string, noun: Noun): string => {
    if (raw === '') return '';
    const figure = parseFigure(raw, rules);
    return `${sayCount(figure, rules, noun.gender)} ${countNoun(figure, noun)}`;
  };
  const degreeNoun: Noun = { singular: degree, plural: degrees, gender: 'm' };
  const any = `(?:(?<deg>\\d{1,3})° ?(?<min>\\d{1,2})[′'](?: ?(?<sec>\\d{1,2}(?:[.,]\\d+)?)(?:″|"|''))?|(?<ft>\\d{1,3})[′'] ?(?<in>\\d{1,2})(?:″|"|'')|(?<only>\\d{1,4})(?:(?<prime>′)|″))`;
  return rule(any, (m) => {
    const only = say(group(m, 'only'), group(m, 'prime') === '' ? inch : foot);
    return parts(m, [
      ['deg', say(group(m, 'deg'), degreeNoun)],
      ['min', say(group(m, 'min'), minute)],
      ['sec', say(group(m, 'sec').replace(/[.,].*/u, ''), second)],
      ['ft', say(group(m, 'ft'), foot)],
      ['in', say(group(m, 'in'), inch)],
      ['only', only],
    ]);
  });
}
