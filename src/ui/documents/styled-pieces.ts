import type { Emphasis } from '../../contracts/documents';
import type { Span } from '../../contracts/text';

/** A stretch of a paragraph with one look. */
export interface StyledPiece {
  readonly text: string;
  readonly emphasis: readonly Emphasis['kind'][];
  readonly mark: 'none' | 'sentence' | 'word';
}

export interface Marks {
  readonly sentence: Span | null;
  readonly word: Span | null;
}

const UNMARKED: Marks = { sentence: null, word: null };

/** A paragraph in pieces; their texts put together are the paragraph. `start` is its place in the source. */
export function styledPieces(
  text: string,
  start: number,
  emphasis: readonly Emphasis[],
  { sentence, word }: Marks = UNMARKED,
): readonly StyledPiece[] {
  const clip = (at: number) => Math.max(0, Math.min(at - start, text.length));
  const spans: readonly (Span | null)[] = [...emphasis, sentence, word];
  const edges = spans.flatMap((span) => (span === null ? [] : [clip(span.start), clip(span.end)]));
  const cuts = [...new Set([0, ...edges, text.length])].sort((a, b) => a - b);
  const covers = (span: Span | null, from: number, to: number) =>
    span !== null && clip(span.start) <= from && clip(span.end) >= to;
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i] ?? 0;
    const kinds = emphasis.filter((one) => covers(one, from, to)).map(({ kind }) => kind);
    return {
      text: text.slice(from, to),
      emphasis: [...new Set(kinds)],
      mark: covers(word, from, to) ? 'word' : covers(sentence, from, to) ? 'sentence' : 'none',
    };
  });
}
