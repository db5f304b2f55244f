import type { Announcements } from '../../src/documents/announcements';
import { CELL_SEPARATOR, type FlatBlock, type Segment } from '../../src/documents/flattener';

interface Cell {
  readonly isHeader: boolean;
  readonly segments: Segment[];
}

/** The cells of one table. A table within a cell is read as that cell's text. */
export class TableWriter {
  readonly #rows: Cell[][] = [];
  #cell: Cell | null = null;

  get inCell(): boolean {
    return this.#cell !== null;
  }

  row(): void {
    this.#cell = null;
    this.#rows.push([]);
  }

  cell(isHeader: boolean): void {
    if (this.#rows.length === 0) this.row();
    this.#cell = { isHeader, segments: [] };
    this.#rows.at(-1)?.push(this.#cell);
  }

  text(segment: Segment): void {
    // A separator within a cell would look like a border of it.
    this.#cell?.segments.push({ ...segment, text: segment.text.replace(/\u2028/g, ' ') });
  }

  endCell(): void {
    this.#cell = null;
  }

  /** A table of one column or one row was made for its looks: its cells are paragraphs. */
  blocks(words: Announcements): FlatBlock[] {
    const rows = this.#rows
      .map((row) => row.filter(({ segments }) => hasText(segments)))
      .filter((row) => row.length > 0);
    const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
    if (columns < 2 || rows.length < 2) return rows.flat().map(paragraph);
    const announced = words.table(columns, rows.length);
    return [
      { kind: 'note', level: 0, segments: [{ text: announced, marks: [] }] },
      ...rows.map(rowBlock),
    ];
  }
}

function hasText(segments: readonly Segment[]): boolean {
  return segments.some(({ text }) => text.trim() !== '');
}

function paragraph({ segments }: Cell): FlatBlock {
  return { kind: 'paragraph', level: 0, segments };
}

function rowBlock(row: readonly Cell[]): FlatBlock {
  const segments = row.flatMap((cell, i): Segment[] => [
    ...(i === 0 ? [] : [{ text: CELL_SEPARATOR, marks: [] }]),
    ...trimmed(cell),
  ]);
  return { kind: 'row', level: 0, segments };
}

function trimmed({ isHeader, segments }: Cell): Segment[] {
  return segments
    .map(({ text, marks }, i) => {
      const from = i === 0 ? text.trimStart() : text;
      const kept = i === segments.length - 1 ? from.trimEnd() : from;
      return { text: kept, marks: isHeader ? (['strong'] as const) : marks };
    })
    .filter(({ text }) => text !== '');
}
