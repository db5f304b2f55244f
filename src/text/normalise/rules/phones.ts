/** Telephone numbers and other numbers that are dictated in groups. */
import type { LanguageRules } from '../language';
import { sayDigit } from '../numbers';
import { rule, type Answer, type Part, type RuleSet } from '../rule';

const END = '(?![\\p{L}\\p{N}]|[-.]\\d)';

export function phoneRules(rules: LanguageRules): Partial<RuleSet> {
  const dictated = ([text]: RegExpExecArray): Answer => dictate(text, rules);
  return {
    symbol: [
      rule(`\\+\\d{1,3}(?:[ .\\-/()]{1,3}\\d{1,12}){1,8}${END}`, dictated),
      rule(`\\+\\d{8,15}${END}`, dictated),
      rule(`\\(0?\\d{2,5}\\)[ ]?\\d{3,8}(?:[ .-]\\d{2,8}){0,4}${END}`, dictated),
    ],
    digit: [
      rule(`(?:1[-. ])?\\d{3}[-.]\\d{3}[-.]\\d{4}${END}`, dictated),
      rule(`\\d{3}-\\d{4}${END}`, dictated),
      rule(`0\\d{1,5}(?:[ /-]{1,3}\\d{2,9}){1,6}${END}`, dictated),
      // Cards, book numbers and the like: three groups or more.
      rule(`\\d{4}(?: \\d{4}){2,4}${END}`, dictated),
      rule(`\\d{1,6}(?:-\\d{1,7}){2,6}(?:-[\\dX])?${END}`, dictated),
    ],
  };
}

/** Digit by digit, a short pause between the groups as they are written. */
export function dictate(text: string, rules: LanguageRules): Part[] {
  const found: Part[] = [];
  const groups = [...text.matchAll(/\+|\d+|\p{L}+/gu)];
  groups.forEach((match, index) => {
    const isLast = index === groups.length - 1;
    const at = match.index;
    if (match[0] === '+') {
      found.push({ text: rules.words.plus, start: at, end: at + 1 });
      return;
    }
    [...match[0]].forEach((sign, i, all) => {
      const pause = i === all.length - 1 && !isLast ? ',' : '';
      const word = /\d/u.test(sign) ? sayDigit(sign, rules) : sign;
      found.push({ text: word + pause, start: at + i, end: at + i + 1 });
    });
  });
  return found;
}
