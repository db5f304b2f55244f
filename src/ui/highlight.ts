/** Marks in the text without touching the DOM (CSS Custom Highlight API): constant work, no layout. */
import type { Span } from '../contracts/text';

export const MARKUP = /<[^>]*>/g;

/** A paragraph on the page: its text node and where that begins in the source. */
export interface PlacedText {
  readonly node: Text;
  readonly start: number;
}

export function supportsHighlights(): boolean {
  return typeof Highlight === 'function' && typeof CSS === 'object' && 'highlights' in CSS;
}

export class Highlights {
  readonly #sentence = new Highlight();
  readonly #word = new Highlight();
  readonly #markup = new Highlight();

  constructor() {
    this.#word.priority = 1;
    CSS.highlights.set('sotto-sentence', this.#sentence);
    CSS.highlights.set('sotto-word', this.#word);
    CSS.highlights.set('sotto-markup', this.#markup);
  }

  /** @param placed The paragraphs that the sentence touches and that are on the page. */
  show(sentence: Span | null, word: Span | null, placed: readonly PlacedText[]): void {
    fill(this.#sentence, sentence, placed);
    fill(this.#word, word, placed);
  }

  /** Dims the tags of a marked-up text. */
  dimMarkup(placed: readonly PlacedText[]): void {
    this.#markup.clear();
    for (const { node } of placed) {
      for (const tag of node.data.matchAll(MARKUP)) {
        this.#markup.add(rangeIn(node, tag.index, tag.index + tag[0].length));
      }
    }
  }

  remove(): void {
    for (const name of ['sotto-sentence', 'sotto-word', 'sotto-markup']) {
      CSS.highlights.delete(name);
    }
  }
}

function fill(highlight: Highlight, span: Span | null, placed: readonly PlacedText[]): void {
  highlight.clear();
  if (span === null) return;
  for (const { node, start } of placed) {
    const from = Math.max(0, span.start - start);
    const to = Math.min(node.length, span.end - start);
    if (from < to) highlight.add(rangeIn(node, from, to));
  }
}

export function rangeIn(node: Text, from: number, to: number): Range {
  const range = document.createRange();
  range.setStart(node, Math.min(from, node.length));
  range.setEnd(node, Math.min(to, node.length));
  return range;
}

export interface MarkedPiece {
  readonly text: string;
  readonly mark: 'none' | 'sentence' | 'word';
}

/** The same marks as pieces of a paragraph, for browsers without the API. */
export function markedPieces(
  text: string,
  start: number,
  sentence: Span | null,
  word: Span | null,
): readonly MarkedPiece[] {
  const clip = (span: Span | null): [number, number] =>
    span === null
      ? [0, 0]
      : [clamp(span.start - start, text.length), clamp(span.end - start, text.length)];
  const [sentenceStart, sentenceEnd] = clip(sentence);
  const [wordStart, wordEnd] = clip(word);
  const cuts = [0, sentenceStart, sentenceEnd, wordStart, wordEnd, text.length].sort(
    (a, b) => a - b,
  );
  const pieces: MarkedPiece[] = [];
  for (let i = 1; i < cuts.length; i++) {
    const from = cuts[i - 1] ?? 0;
    const to = cuts[i] ?? 0;
    if (from === to) continue;
    const inWord = from >= wordStart && to <= wordEnd;
    const inSentence = from >= sentenceStart && to <= sentenceEnd;
    pieces.push({
      text: text.slice(from, to),
      mark: inWord ? 'word' : inSentence ? 'sentence' : 'none',
    });
  }
  return pieces;
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(value, max));
}
