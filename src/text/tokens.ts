import type { Language, Span } from '../contracts/text';
import { graphemeBoundary } from './paragraphs';
import { isForeign } from './scripts';
import type { Range } from './split';
import type { Traced } from './traced';
import { wordRanges } from './word-shapes';

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

export interface Tokens {
  /** Spaces and marks before the first token; all there is when there is no token. */
  readonly lead: string;
  readonly tokens: readonly Token[];
}

/** Words of a normalised text. All that is not part of a word is in a gap. */
export function tokenise(text: Traced, language: Language): Tokens {
  const ranges = wordRanges(text.text, language);
  const tokens = ranges.flatMap(({ from, to }, index) => {
    const gap = text.text.slice(to, ranges[index + 1]?.from ?? text.length);
    return bounded(text, { from, to }, gap, language);
  });
  return { lead: text.text.slice(0, ranges[0]?.from ?? text.length), tokens };
}

function bounded(text: Traced, { from, to }: Range, gap: string, language: Language): Token[] {
  const pieces: Token[] = [];
  const isSpelled = isForeign(text.text.slice(from, to), language);
  const longest = isSpelled ? MAX_SPELLED_TOKEN : MAX_TOKEN;
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
