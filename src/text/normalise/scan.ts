/** Reads a sentence from left to right: at each token the first rule with an answer speaks. */
import type { Traced } from '../traced';
import { Output } from './output';
import { Place, type Answer, type Rule, type RuleSet } from './rule';
import { punctuation } from './rules/symbols';

/** Letters of one word in any script, with marks, joiners, and hyphens and apostrophes inside. */
const WORD = /[\p{L}\p{M}\u200C\u200D]+(?:['’][\p{L}\p{M}]+)*/uy;
const SPACES = /\s+/uy;
const LETTER = /[\p{L}]/u;
const SPOKEN = /[\p{L}\p{N}]/u;
const DIGIT = /[0-9\u00BC-\u00BE\u2150-\u215E]/u;
const SPACE = /\s/u;

type Kind = 'letter' | 'digit' | 'space' | 'symbol';

function kindOf(character: string): Kind {
  if (SPACE.test(character)) return 'space';
  if (LETTER.test(character)) return 'letter';
  return DIGIT.test(character) ? 'digit' : 'symbol';
}

export function scan(source: Traced, rules: RuleSet): Traced {
  const { text } = source;
  const output = new Output(source);
  let at = 0;
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const kind = kindOf(character);
    if (kind === 'space') {
      const end = matchEnd(SPACES, text, at);
      output.space(at, end);
      at = end;
      continue;
    }
    const spoken = firstAnswer(rules[kind], text, at);
    if (spoken) output.say(spoken.answer, at, spoken.end);
    at = spoken ? spoken.end : copyToken(output, text, at, character, kind);
  }
  return output.finish();
}

function firstAnswer(
  rules: readonly Rule[],
  text: string,
  at: number,
): { answer: Exclude<Answer, null>; end: number } | null {
  for (const { pattern, speak } of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match || match[0] === '') continue;
    const end = at + match[0].length;
    const place = new Place(text, at, end);
    const answer = speak(match, place);
    if (answer === null || !keepsSpeech(match[0], answer)) continue;
    return { answer: match[0].endsWith('.') && place.endsSentence ? closed(answer) : answer, end };
  }
  return null;
}

/** The full stop of an abbreviation ends the sentence too. */
function closed(answer: Exclude<Answer, null>): Exclude<Answer, null> {
  if (typeof answer === 'string') return /[\p{L}\p{M}]$/u.test(answer) ? `${answer}.` : answer;
  return answer.map((part, i) =>
    i < answer.length - 1 ? part : { ...part, text: `${part.text}.` },
  );
}

/** Nothing speakable may vanish: an answer without words cannot stand for letters or digits. */
function keepsSpeech(written: string, answer: Exclude<Answer, null>): boolean {
  if (!SPOKEN.test(written)) return true;
  return typeof answer === 'string'
    ? LETTER.test(answer)
    : answer.length > 0 && answer.every((part) => LETTER.test(part.text));
}

function copyToken(
  output: Output,
  text: string,
  at: number,
  character: string,
  kind: Exclude<Kind, 'space'>,
): number {
  if (kind === 'letter') {
    const end = matchEnd(WORD, text, at);
    output.copy(at, end);
    return end;
  }
  const end = at + character.length;
  const mark =
    SPOKEN.test(character) || /[\p{M}\u200C\u200D]/u.test(character)
      ? null
      : signOf(text, at, character);
  if (mark === null) output.copy(at, end);
  else output.say(mark, at, end);
  return end;
}

/** A hyphen or apostrophe between letters belongs to the word. */
function signOf(text: string, at: number, character: string): string | null {
  const isInside = LETTER.test(text.charAt(at - 1)) && LETTER.test(text.charAt(at + 1));
  if (isInside && (character === '-' || character === "'")) return null;
  return punctuation(character);
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 1);
}
