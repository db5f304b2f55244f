/** Words that are not plain words: acronyms, camelCase, letters mixed with digits. */
import type { LanguageRules } from '../language';
import { rule, type Answer, type Part, type Place, type RuleSet } from '../rule';
import { isSpelled, sayIdentifierPiece, sayLetter, spell, splitIdentifier } from '../spelling';

/** Names with a capital inside that are one word. */
const ONE_WORD = /^(?:Mc|Mac|O|D|L|Fitz|De|Di|La|Le|Van|Von)['’]?\p{Lu}\p{Ll}+$/u;

export function wordRules(rules: LanguageRules): Partial<RuleSet> {
  return {
    letter: [
      // Plain words leave at once: most of a text.
      rule('\\p{Lu}?\\p{Ll}+(?![\\p{L}\\p{N}\\p{M}])', () => null),
      rule(
        "(?<capitals>\\p{Lu}{2,24})(?<ending>['’]?s)?(?![\\p{L}\\p{N}\\p{M}]|['’]\\p{L})",
        (m, place) => sayCapitals(m, place, rules),
      ),
      rule('(?=\\p{L}{0,24}\\d)[\\p{L}\\d]{2,40}(?![\\p{L}\\d\\p{M}]|\\.\\d)', ([token]) =>
        sayMixed(token, rules),
      ),
      rule(
        '(?<letter>[A-GJ])#(?![\\p{L}\\p{N}])',
        ([token]) => `${token[0] ?? ''} ${rules.words.sharp}`,
      ),
      rule(
        '(?=\\p{L}{0,40}\\p{Ll}\\p{Lu}|\\p{Lu}{2,10}\\p{Ll}{2})\\p{L}{3,60}(?![\\p{M}])',
        ([token]) => (ONE_WORD.test(token) ? null : camelCase(token, rules)),
      ),
    ],
    digit: [
      rule(
        '(?=\\d{1,4}\\p{Lu})(?:\\d{1,4}\\p{Lu}{1,3}){1,3}\\d{0,4}(?![\\p{L}\\p{N}])',
        ([token]) => sayMixed(token, rules),
      ),
    ],
  };
}

function sayCapitals(match: RegExpExecArray, place: Place, rules: LanguageRules): Answer {
  const capitals = match.groups?.['capitals'] ?? '';
  const ending = match.groups?.['ending'] ?? '';
  // "AT&T", "R&D": letters on both sides of the sign.
  const isJoined = /\p{Lu}&$/u.test(place.before) || /^&\p{Lu}/u.test(place.after);
  if (!isJoined && !isSpelled(capitals, rules, isShouted(place))) {
    return rules.spokenAcronyms.has(capitals) ? titled(capitals) + ending : null;
  }
  const letters: Part[] = [...capitals].map((letter, i) => ({
    text: sayLetter(letter, rules),
    start: i,
    end: i + 1,
  }));
  const last = letters.at(-1);
  if (ending === '' || !last) return letters;
  // "PCs" and "FBI's" sound alike; the apostrophe keeps the letter a letter.
  const start = last.start;
  return [...letters.slice(0, -1), { text: `${last.text}'s`, start, end: match[0].length }];
}

function titled(capitals: string): string {
  return capitals.slice(0, 1) + capitals.slice(1).toLowerCase();
}

/** Another word in capitals stands next to it: a heading or a shout, not an acronym. */
function isShouted(place: Place): boolean {
  return (
    /(?:^|[^\p{L}])\p{Lu}{3,}[^\p{L}\p{N}]{1,3}$/u.test(place.before) ||
    /^[^\p{L}\p{N}]{1,3}\p{Lu}{3,}(?![\p{Ll}\d])/u.test(place.after)
  );
}

/** "MP3", "H2O", "4K", "utf8": letters and numbers by turns, each with its own trace. */
function sayMixed(token: string, rules: LanguageRules): Answer {
  const found: Part[] = [];
  for (const piece of token.matchAll(/\d+|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[^\d\p{Lu}\p{Ll}]+/gu)) {
    found.push({
      text: sayIdentifierPiece(piece[0], rules),
      start: piece.index,
      end: piece.index + piece[0].length,
    });
  }
  return found;
}

function camelCase(token: string, rules: LanguageRules): Answer {
  let at = 0;
  return splitIdentifier(token).map((piece) => {
    const start = at;
    at += piece.length;
    const isCapitals = /^\p{Lu}{2,}$/u.test(piece);
    const text = isCapitals && isSpelled(piece, rules, false) ? spell(piece, rules) : piece;
    return { text, start, end: at };
  });
}
