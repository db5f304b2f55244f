import type { BlockKind, Emphasis } from '../../src/contracts/documents';
import type { Language } from '../../src/contracts/text';
import { announcementsIn, type Announcements } from '../../src/documents/announcements';
import { Flattener, type Flat, type Segment } from '../../src/documents/flattener';
import { MAX_CHARACTERS } from '../../src/documents/limits';
import { Refusal } from '../../src/documents/refusal';
import { TableWriter } from './table-writer';

interface OpenList {
  readonly ordered: boolean;
  next: number;
}

/** Where the text being gathered lies: lists, quotes, a table. Unbalanced closing does no harm. */
export class BlockWriter {
  words: Announcements = announcementsIn(null);
  readonly #flat = new Flattener();
  readonly #lists: OpenList[] = [];
  readonly #marks: Emphasis['kind'][] = [];
  #segments: Segment[] = [];
  #kind: BlockKind | null = null;
  #headingLevel = 0;
  #quotes = 0;
  /** What stands before the first words of an item. */
  #number = '';
  #table: TableWriter | null = null;
  #tableDepth = 0;
  #characters = 0;
  /** Told of each heading, at its place. */
  onHeading: (level: number, title: string, start: number) => void = () => undefined;

  set language(language: Language | null) {
    this.words = announcementsIn(language);
  }

  /** Where the next text will begin. */
  get next(): number {
    return this.#flat.next;
  }

  text(text: string): void {
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) throw tooLong();
    const segment = { text: this.#kind === 'code' ? text.replace(/\u2028/g, '\n') : plain(text) };
    const marks = this.#kind === 'heading' ? [] : [...this.#marks];
    if (this.#table !== null && this.#table.inCell) this.#table.text({ ...segment, marks });
    else this.#segments.push({ ...segment, marks });
  }

  picture(alt: string): void {
    if (alt.trim() === '') return;
    const words = this.words.picture(sentence(alt));
    if (this.#table?.inCell === true || this.#kind !== null) return this.text(` ${words} `);
    this.endBlock();
    this.#add('picture', words);
  }

  openMark(kind: Emphasis['kind']): void {
    this.#marks.push(kind);
  }

  closeMark(): void {
    this.#marks.pop();
  }

  openHeading(level: number): void {
    this.#open('heading');
    this.#headingLevel = level;
  }

  closeHeading(): void {
    const start = this.next;
    const title = this.#segments.map(({ text }) => text).join('');
    if (this.#kind === 'heading' && title.trim() !== '') {
      this.onHeading(this.#headingLevel, title, start);
    }
    this.#close();
  }

  openList(ordered: boolean, first: number): void {
    this.endBlock();
    this.#lists.push({ ordered, next: Number.isSafeInteger(first) ? first : 1 });
  }

  closeList(): void {
    this.endBlock();
    this.#lists.pop();
  }

  openItem(): void {
    this.endBlock();
    const list = this.#lists.at(-1);
    this.#number = list?.ordered === true ? `${list.next++}. ` : '';
  }

  openQuote(): void {
    this.endBlock();
    this.#quotes++;
  }

  closeQuote(): void {
    this.endBlock();
    this.#quotes = Math.max(0, this.#quotes - 1);
  }

  openCode(): void {
    this.#open('code');
  }

  closeCode(): void {
    this.#close();
  }

  openCaption(): void {
    if (this.#table?.inCell !== true) this.#open('caption');
  }

  closeCaption(): void {
    if (this.#table?.inCell !== true) this.#close();
  }

  openTable(): void {
    if (this.#tableDepth++ > 0) return;
    this.endBlock();
    this.#table = new TableWriter();
  }

  openRow(): void {
    if (this.#tableDepth === 1) this.#table?.row();
  }

  openCell(isHeader: boolean): void {
    if (this.#tableDepth === 1) this.#table?.cell(isHeader);
  }

  closeCell(): void {
    if (this.#tableDepth === 1) this.#table?.endCell();
  }

  closeTable(): void {
    if (this.#tableDepth === 0 || --this.#tableDepth > 0) return;
    const table = this.#table;
    this.#table = null;
    this.endBlock();
    for (const block of table?.blocks(this.words) ?? []) this.#flat.add(block);
  }

  chapter(title: string, depth: number, start: number): void {
    this.#flat.chapter(title, depth, start);
  }

  /** What was gathered becomes a block of the kind that its place asks for. */
  endBlock(): void {
    if (this.#table !== null && this.#table.inCell) return this.#table.text(SPACE);
    if (this.#kind === 'code') return;
    // Paragraphs within a heading or a caption are its lines.
    if (this.#kind !== null) return void this.#segments.push(LINE_END);
    if (this.#segments.some(({ text }) => text.trim() !== '')) this.#write();
    this.#segments = [];
  }

  finish(): Flat {
    while (this.#tableDepth > 0) this.closeTable();
    this.#kind = null;
    this.endBlock();
    return this.#flat.finish();
  }

  #open(kind: BlockKind): void {
    if (this.#kind === null) this.endBlock();
    else this.#close();
    this.#kind = kind;
  }

  #close(): void {
    if (this.#table?.inCell === true) return;
    if (this.#segments.length > 0) this.#write();
    this.#segments = [];
    this.#kind = null;
  }

  #write(): void {
    const kind = this.#kind ?? this.#kindOfPlace();
    const segments =
      kind === 'item' && this.#number !== ''
        ? [{ text: this.#number, marks: [] }, ...this.#segments]
        : this.#segments;
    const level =
      kind === 'heading' ? this.#headingLevel : kind === 'item' ? this.#lists.length : 0;
    const says = kind === 'code' ? { says: this.words.code(linesOf(segments)) } : {};
    this.#flat.add({ kind, level, segments, ...says });
    if (kind === 'item') this.#number = '';
  }

  #kindOfPlace(): BlockKind {
    if (this.#lists.length > 0) return 'item';
    return this.#quotes > 0 ? 'quote' : 'paragraph';
  }

  #add(kind: BlockKind, text: string): void {
    this.#flat.add({ kind, level: 0, segments: [{ text, marks: [] }] });
  }
}

const SPACE: Segment = { text: ' ', marks: [] };
const LINE_END: Segment = { text: '\u2028', marks: [] };

/** Line ends of the markup are spaces; `<br>` (a line separator here) is a line end. */
function plain(text: string): string {
  return text.replace(/[\t\n\r\f ]+/g, ' ');
}

function linesOf(segments: readonly Segment[]): number {
  const text = segments.map((segment) => segment.text).join('');
  return text.trim().split(/\r\n?|\n/).length;
}

function sentence(text: string): string {
  const tidy = text.replace(/\s+/g, ' ').trim();
  return /[.!?…]["'”’»)]?$/u.test(tidy) ? tidy : `${tidy}.`;
}

function tooLong(): Refusal {
  return new Refusal(
    `holds more than ${MAX_CHARACTERS / 1_000_000} million characters`,
    'Split it and open the parts one by one.',
  );
}
