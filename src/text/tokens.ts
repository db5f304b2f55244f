import type { Language, Span } from '../contracts/text';
import { graphemeBoundary } from './paragraphs';
import type { Traced } from './traced';

/** One spoken word and what stands between it and the next. */
export interface Token {
  readonly text: string;
  /** The listener's or the markup's own IPA instead of the pronouncer's. */
  readonly ipa: string | null;
  readonly span: Span;
  /** Spaces and marks after it. */
  readonly gap: string;
}

/** A word no speaker has: longer ones are cut, so that every utterance is bounded. */
const MAX_TOKEN = 60;
const MAX_SPELLED_TOKEN = 20;
const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
const NOT_LATIN_ALL = new RegExp(NOT_LATIN, 'gu');
/** The name of a letter of another script is about this long ("Hebrew-lamed"). */
const LETTER_NAME = 8;

/** How long a word is to say, in characters: voices spell out other scripts letter by letter. */
export function spokenUnits(text: string): number {
  if (!NOT_LATIN.test(text)) return text.length;
  return text.length + (LETTER_NAME - 1) * (text.match(NOT_LATIN_ALL)?.length ?? 0);
}
const WORD = `[\\p{L}\\p{N}\\p{M}]+(?:['’-][\\p{L}\\p{N}\\p{M}]+)*`;
/** Clipped words that begin with an apostrophe, which elsewhere is a quote. */
const CLIPPED: Readonly<Record<Language, RegExp>> = {
  en: new RegExp(`(?:'(?=(?:tis|twas|em|til|cause|bout|round|n)(?![\\p{L}])))?${WORD}`, 'giu'),
  de: new RegExp(WORD, 'gu'),
  nl: new RegExp(`(?:'(?=[stnkm](?![\\p{L}'])))?${WORD}`, 'giu'),
};

export interface Tokens {
  /** Spaces and marks before the first token; all there is when there is no token. */
  readonly lead: string;
  readonly tokens: readonly Token[];
}

/** Words of a normalised text. All that is not part of a word is in a gap. */
export function tokenise(text: Traced, language: Language): Tokens {
  const matches = [...text.text.matchAll(CLIPPED[language])];
  const tokens = matches.flatMap((match, index) => {
    const end = match.index + match[0].length;
    const gap = text.text.slice(end, matches[index + 1]?.index ?? text.length);
    return bounded(text, match.index, end, gap);
  });
  return { lead: text.text.slice(0, matches[0]?.index ?? text.length), tokens };
}

function bounded(text: Traced, from: number, to: number, gap: string): Token[] {
  const pieces: Token[] = [];
  const longest = NOT_LATIN.test(text.text.slice(from, to)) ? MAX_SPELLED_TOKEN : MAX_TOKEN;
  let start = from;
  while (to - start > longest) {
    const end = graphemeBoundary(text.text, start, start + longest);
    pieces.push(token(text, start, end, ''));
    start = end;
  }
  return [...pieces, token(text, start, to, gap)];
}

function token(text: Traced, from: number, to: number, gap: string): Token {
  return { text: text.text.slice(from, to), ipa: null, span: text.span(from, to), gap };
}
