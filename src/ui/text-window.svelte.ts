import { Heights } from './heights';
import { pieceAt, splitParagraphs } from './paragraphs';

export interface TextMetrics {
  readonly lineHeightPx: number;
  readonly charactersPerLine: number;
}

/** Rows beyond the view that are kept on the page, in views. */
const OVERSCAN = 1;
const NEWLINE = 10;

/**
 * The part of a long text that is on the page. Rows are paragraphs; those never seen have a guessed
 * height, those seen their true one. All places are pixels from the top of the text.
 */
export class TextWindow {
  first = $state(0);
  /** Exclusive. */
  last = $state(0);
  topPx = $state(0);
  totalPx = $state(0);
  readonly starts: Uint32Array;
  readonly #text: string;
  #heights: Heights;

  constructor(text: string, metrics: TextMetrics) {
    this.#text = text;
    this.starts = splitParagraphs(text);
    this.#heights = this.#guess(metrics);
  }

  get rows(): number {
    return this.starts.length - 1;
  }

  /** Forgets what was measured: the width or the type changed. */
  reset(metrics: TextMetrics): void {
    this.#heights = this.#guess(metrics);
  }

  /** Chooses the rows for a view of this height, scrolled to `y`. */
  show(y: number, viewPx: number): void {
    this.first = this.#heights.rowAt(y - OVERSCAN * viewPx);
    this.last = Math.min(this.rows, this.#heights.rowAt(y + (1 + OVERSCAN) * viewPx) + 1);
    this.#place();
  }

  /** True heights of rows on the page; returns by how much what lies above `anchorRow` grew. */
  measured(
    heights: readonly (readonly [row: number, heightPx: number])[],
    anchorRow: number,
  ): number {
    let grown = 0;
    for (const [row, heightPx] of heights) {
      const change = this.#heights.set(row, heightPx);
      if (row < anchorRow) grown += change;
    }
    this.#place();
    return grown;
  }

  rowAt(y: number): number {
    return this.#heights.rowAt(y);
  }

  topOf(row: number): number {
    return this.#heights.topOf(row);
  }

  rowOf(offset: number): number {
    return pieceAt(this.starts, offset);
  }

  startOf(row: number): number {
    return this.starts[row] ?? this.#text.length;
  }

  textOf(row: number): string {
    return this.#text.slice(this.startOf(row), this.startOf(row + 1));
  }

  has(row: number): boolean {
    return row >= this.first && row < this.last;
  }

  #place(): void {
    this.topPx = this.#heights.topOf(this.first);
    this.totalPx = this.#heights.total;
  }

  #guess({ lineHeightPx, charactersPerLine }: TextMetrics): Heights {
    const heights = new Float64Array(this.rows);
    for (let row = 0; row < heights.length; row++) {
      const start = this.startOf(row);
      let end = this.startOf(row + 1);
      let blank = -1;
      while (end > start && this.#text.charCodeAt(end - 1) === NEWLINE) {
        end--;
        blank++;
      }
      const lines = Math.ceil((end - start) / charactersPerLine) + Math.max(0, blank);
      heights[row] = Math.max(1, lines) * lineHeightPx;
    }
    return new Heights(heights);
  }
}
