/** Letters and names of files, hosts and users, as they are said one by one. */
import type { LanguageRules } from './language';
import { sayDigits } from './numbers';

const VOWEL = /[aeiouyàâäéèêëïîíöôóüûú]/iu;
const UNPRONOUNCEABLE = /^[^aeiouyäöü]{3,}|[^aeiouyäöü]{4,}|[^aeiouyäöü]{3,}$/iu;

export function sayLetter(letter: string, rules: LanguageRules): string {
  return rules.letterNames.get(letter.toUpperCase()) ?? letter;
}

/** "FBI" becomes "F B I". */
export function spell(letters: string, rules: LanguageRules): string {
  return [...letters].map((letter) => sayLetter(letter, rules)).join(' ');
}

function isPronounceable(word: string): boolean {
  return VOWEL.test(word) && !UNPRONOUNCEABLE.test(word);
}

/** Capitals: a word like NASA, or letters like FBI? `shouted`: the whole sentence is in capitals. */
export function isSpelled(capitals: string, rules: LanguageRules, shouted: boolean): boolean {
  if (rules.spelledAcronyms.has(capitals)) return true;
  if (rules.spokenAcronyms.has(capitals)) return false;
  if (/[^\p{Script=Latin}]/u.test(capitals)) return false;
  if (!VOWEL.test(capitals)) return true;
  if (shouted || rules.shortWords.has(capitals)) return false;
  return capitals.length < 4 || !isPronounceable(capitals);
}

/** Splits "fooBar2HTMLPage" where a reader would; every character stays in some piece. */
export function splitIdentifier(identifier: string): string[] {
  return identifier
    .replace(
      /(\p{Ll})(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})|(\p{N})(?=\p{L})|(\p{L})(?=\p{N})/gu,
      '$& ',
    )
    .split(' ');
}

/** A piece of an identifier: digits, letters to spell, or a word. */
export function sayIdentifierPiece(piece: string, rules: LanguageRules): string {
  if (/^\d/u.test(piece)) {
    const short = piece.length <= 4 && (piece === '0' || !piece.startsWith('0'));
    return short ? rules.cardinal(BigInt(piece)) : sayDigits(piece, rules);
  }
  if (piece.length === 1) return sayLetter(piece, rules);
  if (/^\p{Lu}+$/u.test(piece)) {
    return isSpelled(piece, rules, false) ? spell(piece, rules) : piece;
  }
  return VOWEL.test(piece) || !/^\p{Script=Latin}{1,5}$/u.test(piece) ? piece : spell(piece, rules);
}

/** "jane_doe.2" becomes "jane underscore doe dot two", with the given words for the joints. */
export function sayIdentifier(
  identifier: string,
  rules: LanguageRules,
  joints: Readonly<Record<string, string>>,
): string {
  return (identifier.match(/[\p{L}\p{M}]+|\d+|./gu) ?? [])
    .flatMap((piece) => (/^[\p{L}\p{M}\p{N}]/u.test(piece) ? splitIdentifier(piece) : [piece]))
    .map((piece) =>
      /^[\p{L}\p{N}]/u.test(piece) ? sayIdentifierPiece(piece, rules) : (joints[piece] ?? ''),
    )
    .filter((word) => word !== '')
    .join(' ');
}
