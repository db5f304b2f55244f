import type { Block, Run } from '../contracts/text';
import { blocksOfRuns } from './ssml/blocks';
import { paragraphStart, pieceAt, type Piece } from './paragraphs';
import { NEUTRAL_STYLE } from './styles';

/**
 * A text as blocks small enough to plan at once. Blocks tile the source: each begins where the one
 * before it ends. Boundaries do not depend on how a block was reached.
 */
export interface TextDocument {
  /** UTF-16 units of source. */
  readonly length: number;
  /** The block that holds `offset`; null when there is none at or after it. */
  blockAt(offset: number): Block | null;
  blockAfter(block: Block): Block | null;
  blockBefore(block: Block): Block | null;
}

/**
 * Plain text: a blank line ends a paragraph, and a long paragraph is cut. Nothing is read ahead: the
 * first block of any text takes one block's time. The last block of a paragraph ends in a `boundary`
 * run; one without it goes on in the next.
 */
export function plainDocument(source: string): TextDocument {
  const pieces = pieceFinder(source);
  const blockAt = (offset: number): Block | null =>
    offset >= source.length ? null : plainBlock(source, pieces(Math.max(0, offset)));
  return {
    length: source.length,
    blockAt,
    blockAfter: (block) => blockAt(block.span.end),
    blockBefore: (block) => (block.span.start === 0 ? null : blockAt(block.span.start - 1)),
  };
}

/** Remembers the pieces of the paragraph last looked into: reading on costs one piece each. */
function pieceFinder(source: string): (offset: number) => Piece {
  let pieces: Piece[] = [];
  return (offset) => {
    const known = pieces.find((piece) => piece.start <= offset && offset < piece.end);
    if (known !== undefined) return known;
    const last = pieces.at(-1);
    const goesOn = last !== undefined && !last.endsParagraph && last.end === offset;
    if (!goesOn) pieces = [];
    let piece = pieceAt(source, goesOn ? offset : paragraphStart(source, offset));
    pieces.push(piece);
    while (piece.end <= offset) {
      piece = pieceAt(source, piece.end);
      pieces.push(piece);
    }
    return piece;
  };
}

function plainBlock(source: string, piece: Piece): Block {
  const span = { start: piece.start, end: piece.end };
  const text = source.slice(span.start, span.end).trimEnd();
  const textSpan = { start: span.start, end: span.start + text.length };
  const runs: Run[] = [{ kind: 'text', text, span: textSpan, style: NEUTRAL_STYLE }];
  if (piece.endsParagraph) {
    runs.push({ kind: 'boundary', ends: 'paragraph', span: { start: span.end, end: span.end } });
  }
  return { runs, span };
}

/** A marked-up text, whose runs the text worker has parsed. */
export function ssmlDocument(source: string, runs: readonly Run[]): TextDocument {
  const blocks = blocksOfRuns(runs, source.length);
  const indexAt = (offset: number): number => {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((blocks[middle]?.span.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    length: source.length,
    blockAt: (offset) => blocks[indexAt(Math.max(0, offset))] ?? null,
    blockAfter: (block) => blocks[indexAt(block.span.end)] ?? null,
    blockBefore: (block) => blocks[indexAt(block.span.start) - 1] ?? null,
  };
}
