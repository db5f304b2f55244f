/** What lies where in a document. All lists are in order, so all searches are binary. */
import type { Chapter, DocumentBlock, Emphasis } from '../contracts/documents';
import type { Span } from '../contracts/text';

/** How many of these begin at or before `offset`. */
export function countStarted(spans: readonly Pick<Span, 'start'>[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The block that holds this character; null in text without structure. */
export function blockAt(blocks: readonly DocumentBlock[], offset: number): DocumentBlock | null {
  return blocks[countStarted(blocks, offset) - 1] ?? null;
}

/** -1 before the first. */
export function chapterIndexAt(chapters: readonly Chapter[], offset: number): number {
  return countStarted(chapters, offset) - 1;
}

/** No stretch of emphasis is longer than its block, so nothing before the block need be looked at. */
export function emphasisWithin(
  emphasis: readonly Emphasis[],
  block: Span,
  { start, end }: Span,
): readonly Emphasis[] {
  const first = countStarted(emphasis, block.start - 1);
  const last = countStarted(emphasis, end - 1);
  return emphasis.slice(first, last).filter((one) => one.end > start);
}
