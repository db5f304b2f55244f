import { Flattener, type Flat } from '../flattener';
import { linesInOrder } from './columns';
import { fragmentsOf, type PdfPage } from './fragments';
import { withoutFurniture } from './furniture';
import { paragraphsOf, type PdfBlock } from './paragraphs';

/** A line of the file's own table of contents. */
export interface OutlineLine {
  readonly title: string;
  readonly depth: number;
  /** From 0. */
  readonly page: number;
}

export interface FlatPdf extends Flat {
  /** The first words in the largest type. */
  readonly headline: string | null;
}

/** Chapters are the outline's, or else the headings. */
export function flattenPdf(pages: readonly PdfPage[], outline: readonly OutlineLine[]): FlatPdf {
  const texts = withoutFurniture(
    pages.map(({ height, items }) => ({ height, fragments: fragmentsOf(items) })),
  );
  const blocks = paragraphsOf(texts.flatMap((fragments, page) => linesInOrder(fragments, page)));
  const flat = new Flattener();
  const starts: number[] = [];
  for (const block of blocks) {
    starts.push(flat.next);
    flat.add({ ...block, segments: [{ text: block.text, marks: [] }] });
  }
  const found = chaptersOf(blocks, outline);
  for (const { title, depth, block } of found) flat.chapter(title, depth, starts[block]);
  const headline = blocks.find(({ kind, level }) => kind === 'heading' && level === 1);
  return { ...flat.finish(), headline: headline?.text ?? null };
}

interface FoundChapter {
  readonly title: string;
  readonly depth: number;
  readonly block: number;
}

function chaptersOf(blocks: readonly PdfBlock[], outline: readonly OutlineLine[]): FoundChapter[] {
  if (outline.length === 0) {
    return blocks.flatMap(({ kind, level, text }, block) =>
      kind === 'heading' ? [{ title: text, depth: level, block }] : [],
    );
  }
  const firstOfPage = new Map<number, number>();
  const headings = new Map<string, number>();
  blocks.forEach(({ page, kind, text }, i) => {
    if (!firstOfPage.has(page)) firstOfPage.set(page, i);
    if (kind === 'heading') headings.set(`${page} ${wordsOf(text)}`, i);
  });
  return outline.flatMap(({ title, depth, page }) => {
    const block = headings.get(`${page} ${wordsOf(title)}`) ?? firstOfPage.get(page);
    return block === undefined ? [] : [{ title, depth, block }];
  });
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
