import type {
  BlockKind,
  Chapter,
  DocumentBlock,
  DocumentModel,
  Emphasis,
} from '../contracts/documents';
import type { Reading } from '../contracts/text';

/** A piece of a paragraph, with what it lies in, outermost first. A line break is `\n`. */
export interface Segment {
  readonly text: string;
  readonly marks: readonly Emphasis['kind'][];
}

export interface FlatBlock {
  readonly kind: BlockKind;
  readonly level: number;
  readonly segments: readonly Segment[];
  /** Said in the place of the text. */
  readonly says?: string;
}

export type Flat = Pick<DocumentModel, 'text' | 'blocks' | 'emphasis' | 'chapters' | 'readings'>;

/**
 * Between the cells of a row: a short pause when read, a gap when shown. No author writes an em space
 * after a semicolon, so it is known again.
 */
export const CELL_SEPARATOR = ';\u2003';

const BETWEEN = '\n\n';

/**
 * Turns blocks into one source text and tells where they lie in it. Blocks are parted by a blank line,
 * which is what parts paragraphs for the voice; within one there is none.
 */
export class Flattener {
  readonly #parts: string[] = [];
  readonly #blocks: DocumentBlock[] = [];
  readonly #emphasis: Emphasis[] = [];
  readonly #starts: { title: string; depth: number; start: number }[] = [];
  /** Readings end where the next block starts, which is known later. */
  readonly #says: { block: number; text: string }[] = [];
  #length = 0;

  /** Where the next block will begin. */
  get next(): number {
    return this.#length === 0 ? 0 : this.#length + BETWEEN.length;
  }

  /** Returns false for a block without visible text, which is left out. */
  add({ kind, level, segments, says }: FlatBlock): boolean {
    const tidy = kind === 'code' ? tidyCode(segments) : tidySegments(segments);
    const text = tidy.map((segment) => segment.text).join('');
    if (text.trim() === '') return false;
    const start = this.next;
    if (start > 0) this.#parts.push(BETWEEN);
    this.#parts.push(text);
    this.#length = start + text.length;
    if (says !== undefined) this.#says.push({ block: this.#blocks.length, text: says });
    this.#blocks.push({ kind, level, start, end: this.#length });
    this.#emphasis.push(...emphasisOf(tidy, start));
    return true;
  }

  /** @param start A block's start, told by `next` before it was added; by default the next one's. */
  chapter(title: string, depth: number, start = this.next): void {
    this.#starts.push({ title: title.replace(/\s+/g, ' ').trim(), depth, start });
  }

  finish(): Flat {
    const blocks = this.#blocks;
    const readings: Reading[] = this.#says.map(({ block, text }) => ({
      start: blocks[block]?.start ?? 0,
      end: blocks[block + 1]?.start ?? this.#length,
      text,
    }));
    return {
      text: this.#parts.join(''),
      blocks,
      emphasis: this.#emphasis,
      chapters: chaptersOf(this.#starts, this.#length),
      readings,
    };
  }
}

/** What lies past the end has no text; of several at one place the outermost names it. */
function chaptersOf(
  starts: readonly { title: string; depth: number; start: number }[],
  length: number,
): Chapter[] {
  const inOrder = starts
    .filter(({ start, title }) => start < length && title !== '')
    .sort((a, b) => a.start - b.start || a.depth - b.depth)
    .filter(({ start }, i, all) => start !== all[i - 1]?.start);
  return inOrder.map((chapter, i) => ({ ...chapter, end: inOrder[i + 1]?.start ?? length }));
}

const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b\u2060\ufeff]/g;

/** White space as a browser would show it: runs are one space, none at the ends or around line breaks. */
function tidySegments(segments: readonly Segment[]): Segment[] {
  const tidy: Segment[] = [];
  let last = '\n';
  for (const { text, marks } of segments) {
    const collapsed = text
      .replace(NOT_TEXT, '')
      .replace(/\u2029|\u2028/g, '\n')
      .replace(/[\t\r ]*\n[\t\r\n ]*/g, '\n')
      .replace(/[\t\r ]+/g, ' ');
    const joined = /[ \n]/.test(last) ? collapsed.replace(/^[ \n]+/, '') : collapsed;
    if (joined === '') continue;
    last = joined.at(-1) ?? last;
    tidy.push({ text: joined, marks });
  }
  return trimEnd(withoutSpaceBeforeBreaks(tidy));
}

function withoutSpaceBeforeBreaks(segments: readonly Segment[]): Segment[] {
  return segments.map((segment, i) =>
    segments[i + 1]?.text.startsWith('\n')
      ? { ...segment, text: segment.text.replace(/ $/, '') }
      : segment,
  );
}

function trimEnd(segments: readonly Segment[]): Segment[] {
  const trimmed = [...segments];
  for (let last = trimmed.pop(); last !== undefined; last = trimmed.pop()) {
    const text = last.text.trimEnd();
    if (text === '') continue;
    trimmed.push({ ...last, text });
    break;
  }
  return trimmed;
}

/** Lines and their indents stay, but that a block begins with what is visible. */
function tidyCode(segments: readonly Segment[]): Segment[] {
  const text = segments
    .map((segment) => segment.text)
    .join('')
    .replace(/\r\n?/g, '\n')
    .replace(NOT_TEXT, '')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
  const indents = [...text.matchAll(/^[ \t]*(?=\S)/gm)].map(([indent]) => indent.length);
  const common = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  const lines = text.split('\n').map((line) => line.slice(Math.min(common, line.search(/\S|$/))));
  return [{ text: lines.join('\n').trimStart(), marks: [] }];
}

function emphasisOf(segments: readonly Segment[], start: number): Emphasis[] {
  const found: Emphasis[] = [];
  const open: { kind: Emphasis['kind']; start: number }[] = [];
  let at = start;
  const close = (down: number) => {
    for (const one of open.splice(down)) {
      if (one.start < at) found.push({ ...one, end: at });
    }
  };
  for (const { text, marks } of segments) {
    let same = 0;
    while (same < open.length && open[same]?.kind === marks[same]) same++;
    close(same);
    for (const kind of marks.slice(open.length)) open.push({ kind, start: at });
    at += text.length;
  }
  close(0);
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}
