/** Bare numbers: ordinals, years, versions, and the plain number that ends every list of rules. */
import type { LanguageRules } from '../language';
import {
  digitParts,
  isOne,
  isReadByDigits,
  numberPattern,
  parseFigure,
  sayFigure,
} from '../numbers';
import { anyOf, group, rule, type Answer, type Place, type Rule, type RuleSet } from '../rule';

export function figureRules(rules: LanguageRules): Partial<RuleSet> {
  return {
    digit: [
      phraseRule(rules),
      versionRule(rules),
      ...rules.ordinalPatterns.map((p) => ordinalRule(rules, p)),
      plainRule(rules),
    ],
    letter: [
      rule('[vV]\\.? ?(?=\\d+\\.\\d)', (_, { before }) =>
        /[Vv]ersi(?:on|e) $/u.test(before) ? 'V' : rules.words.version,
      ),
      rule('(?<=\\d ?)[xX](?= ?\\d)', () => rules.words.by),
    ],
    symbol: [
      // A sign of its own, not a joint between two numbers or words.
      rule(`(?<![\\p{L}\\p{N})%]|[\\p{N}%] |\\d\\. ?)[-−–](?=[.,]?\\d)`, () => rules.words.minus),
      // The mark of a year cut short: "'98".
      rule(`(?<![\\p{L}\\p{N}])['’‘](?=\\d\\d(?!\\d))`, () => ''),
      rule(`(?<![\\p{L}\\p{N}])[.,](?=\\d)`, () => `${rules.cardinal(0n)} ${rules.words.point}`),
    ],
  };
}

function phraseRule({ phrases }: LanguageRules): Rule {
  return rule(
    `(?:${anyOf(phrases.keys())})(?![\\p{L}\\p{N}/])`,
    ([written]) => phrases.get(written) ?? null,
  );
}

/** "2.1.3": two marks or more are no decimal number, unless they part thousands. */
function versionRule(rules: LanguageRules): Rule {
  const thousands = rules.groupMarks.includes('.')
    ? '(?![1-9]\\d{0,2}(?:\\.\\d{3})+(?![\\d.]))'
    : '';
  return rule(`${thousands}\\d{1,6}(?:\\.\\d{1,6}){2,8}(?![\\d]|\\.\\d)`, ([version]) =>
    version
      .split('.')
      .map((number) => sayFigure({ whole: number, decimals: '', grouped: false }, rules))
      .join(` ${rules.words.versionPoint} `),
  );
}

function ordinalRule(rules: LanguageRules, pattern: string): Rule {
  return rule(pattern, (m, place) => {
    const figure = parseFigure(group(m, 'number'), rules);
    if (isReadByDigits(figure) || figure.whole === '0') return null;
    return rules.ordinal(BigInt(figure.whole), place);
  });
}

function plainRule(rules: LanguageRules): Rule {
  const foreignMark = rules.decimalMark === '.' ? ',' : '.';
  const foreign = `\\d+[${foreignMark}](?:\\d{1,2}|\\d{4,})(?![.,]?\\d)`;
  return rule(`(?<foreign>${foreign})|${numberPattern(rules)}`, (m, place) => {
    if (group(m, 'foreign') !== '') return sayForeign(m[0], foreignMark, rules);
    return sayPlain(m[0], place, rules);
  });
}

/** "3.14" in a German text. */
function sayForeign(raw: string, mark: string, rules: LanguageRules): Answer {
  const [whole = '', decimals = ''] = raw.split(mark);
  const figure = { whole, decimals, grouped: false };
  const point = mark === ',' ? rules.words.point : rules.words.versionPoint;
  return sayFigure(figure, rules).replace(` ${rules.words.point} `, ` ${point} `);
}

function sayPlain(raw: string, place: Place, rules: LanguageRules): Answer {
  const figure = parseFigure(raw, rules);
  if (figure.decimals === '' && isReadByDigits(figure)) {
    return figure.grouped ? sayFigure(figure, rules) : digitParts(figure.whole, rules);
  }
  if (isOne(figure)) return rules.oneBefore(place);
  const isSize = /^ ?[x×] ?\d/u.test(place.after) || /\d ?[x×] ?$/u.test(place.before);
  const isYear =
    !isSize && raw.length === 4 && /^\d{4}$/u.test(raw) && rules.isYear(Number(raw), place);
  return isYear ? rules.year(Number(raw), place) : sayFigure(figure, rules);
}
