/** Times of day. */
import type { ClockTime, LanguageRules } from '../language';
import { group, rule, type Answer, type Rule, type RuleSet } from '../rule';

const HOURS = '(?<hours>[01]?\\d|2[0-4])';
const MINUTES = '(?<minutes>[0-5]\\d)';
const SECONDS = '(?::(?<seconds>[0-5]\\d)(?:\\.\\d{1,6})?)?';
const END = '(?![\\p{L}\\p{N}]|[:.,]\\d)';

export function timeRules(rules: LanguageRules): Partial<RuleSet> {
  const suffix = `(?: ?(?<suffix>${rules.timeSuffixes})(?![\\p{L}\\p{N}]))`;
  const clock = `${HOURS}:${MINUTES}${SECONDS}`;
  return {
    digit: [
      timeRule(rules, `${clock}${suffix}?${END}`),
      timeRule(rules, `${HOURS}[.hu]${MINUTES}${suffix}${END}`),
      timeRule(rules, `${HOURS}[hHu]${MINUTES}${END}`),
      timeRule(rules, `${HOURS}${suffix}`),
    ],
    letter: [timeRule(rules, `(?<=\\d)T${clock}(?:\\.\\d{1,6})?(?:Z|[+-]\\d\\d:?\\d\\d)?${END}`)],
  };
}

function timeRule(rules: LanguageRules, pattern: string): Rule {
  return rule(pattern, (m) => sayTime(m, rules));
}

function sayTime(match: RegExpExecArray, rules: LanguageRules): Answer {
  const seconds = group(match, 'seconds');
  const time: ClockTime = {
    hours: Number(group(match, 'hours')),
    minutes: Number(group(match, 'minutes') || '0'),
    seconds: seconds === '' ? null : Number(seconds),
    suffix: group(match, 'suffix').replaceAll('.', '').toLowerCase(),
  };
  return rules.time(time);
}
