import type { Language, RunStyle, Span } from '../contracts/text';
import type { LexiconReader } from './lexicon';
import {
  COLONS,
  COMMAS,
  EXCLAMATION_MARKS,
  QUESTION_MARKS,
  SEMICOLONS,
  SENTENCE_MARKS,
  SOUTH_EAST_ASIAN,
} from './marks';
import { normalise } from './normalise';
import type { StyleMap } from './styles';
import { tokenise, type Token } from './tokens';
import type { Traced } from './traced';

/** Punctuation that is heard, after a word; '' is none. */
export type HeardMark = '' | ',' | ';' | ':' | '.' | '!' | '?';

export interface Part {
  readonly text: string;
  readonly ipa: string | null;
  readonly mark: HeardMark;
}

/** A word the listener sees, with all that is spoken for it. */
export interface PlanWord {
  readonly span: Span;
  readonly parts: readonly Part[];
  readonly style: RunStyle;
  readonly language: Language;
}

/** Everything that reading a sentence needs but the sentence. */
export interface ReadingContext {
  readonly styles: StyleMap;
  readonly language: Language;
  lexicon(language: Language): LexiconReader;
}

const LAST_SENTENCE_MARK = new RegExp(`[${SENTENCE_MARKS}](?=[^${SENTENCE_MARKS}]*$)`, 'u');
const QUESTION = new RegExp(`[${QUESTION_MARKS}]`, 'u');
const EXCLAMATION = new RegExp(`[${EXCLAMATION_MARKS}]`, 'u');
const SEMICOLON = new RegExp(`[${SEMICOLONS}]`, 'u');
const COLON = new RegExp(`[${COLONS}]`, 'u');
/** Marks that end a sentence are commas where they do not. */
const COMMA = new RegExp(
  `[${COMMAS}${QUESTION_MARKS}${EXCLAMATION_MARKS}…।॥۔()[\\]{}—–|]|\\s[-‒―•]+(?=\\s|$)`,
  'u',
);
const PHRASE_END = new RegExp(`[${SOUTH_EAST_ASIAN}]\\p{M}*$`, 'u');

interface StyledToken extends Token {
  readonly style: RunStyle;
  readonly language: Language;
}

/** Words of one cleaned sentence, in order, their spans apart from each other. */
export function wordsOf(sentence: Traced, context: ReadingContext): PlanWord[] {
  const tokens: StyledToken[] = [];
  for (const { text, style } of context.styles.stretches(sentence)) {
    const language = style.language ?? context.language;
    const { lead, tokens: found } = readStretch(text, style, context.lexicon(language));
    const last = tokens.pop();
    if (last !== undefined) tokens.push({ ...last, gap: last.gap + lead });
    tokens.push(...found.map((token) => ({ ...token, style, language })));
  }
  return joined(tokens);
}

function readStretch(text: Traced, style: RunStyle, lexicon: LexiconReader) {
  if (style.ipa !== null) return { lead: '', tokens: [ipaToken(text, style.ipa)] };
  const { language } = lexicon;
  const { sayAs } = style;
  const tokens: Token[] = [];
  let firstLead = '';
  for (const piece of lexicon.apply(text)) {
    if (piece.kind === 'ipa') {
      tokens.push(ipaToken(piece.text, piece.ipa));
      continue;
    }
    const { lead, tokens: found } = tokenise(normalise(piece.text, { language, sayAs }), language);
    const last = tokens.pop();
    if (last === undefined) firstLead += lead;
    else tokens.push({ ...last, gap: last.gap + lead });
    tokens.push(...found);
  }
  return { lead: firstLead, tokens };
}

function ipaToken(text: Traced, ipa: string): Token {
  return { text: text.text.trim(), ipa, span: text.span(), gap: '' };
}

/** Tokens that stand for the same characters are one word to the listener ("$3": three dollars). */
function joined(tokens: readonly StyledToken[]): PlanWord[] {
  const words: PlanWord[] = [];
  tokens.forEach((token, index) => {
    const mark = heardMark(token, index === tokens.length - 1);
    const part: Part = { text: token.text, ipa: token.ipa, mark };
    const last = words.at(-1);
    if (last === undefined || token.span.start >= last.span.end) {
      const { span, style, language } = token;
      words.push({ span, parts: [part], style, language });
      return;
    }
    const start = Math.min(last.span.start, token.span.start);
    const end = Math.max(last.span.end, token.span.end);
    words.splice(-1, 1, { ...last, span: { start, end }, parts: [...last.parts, part] });
  });
  return words;
}

/** What of the marks between two words is heard; at the end of a sentence a stop is. */
function heardMark({ text, gap }: Token, isLast: boolean): HeardMark {
  if (isLast) {
    const final = LAST_SENTENCE_MARK.exec(gap)?.[0];
    if (final === undefined) return clauseMark(gap);
    if (QUESTION.test(final)) return '?';
    return EXCLAMATION.test(final) ? '!' : '.';
  }
  // Where words are not parted by spaces, phrases are.
  if (/^\s+$/u.test(gap) && PHRASE_END.test(text)) return ',';
  return clauseMark(gap);
}

function clauseMark(gap: string): HeardMark {
  if (SEMICOLON.test(gap)) return ';';
  if (COLON.test(gap)) return ':';
  return COMMA.test(gap) ? ',' : '';
}
