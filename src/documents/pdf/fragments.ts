/** Text as a PDF places it. Lengths are points; `y` grows downwards and is the base line's. */
export interface PdfItem {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Of the type. */
  readonly size: number;
  /** Any name that tells one font from another. */
  readonly font: string;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly items: readonly PdfItem[];
}

/** What stands on one base line without a wide gap: a line of a column, a cell of a table. */
export interface Fragment {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
}

/** In parts of the type size. */
const SAME_LINE = 0.45;
/** Spaces of justified lines stay below this; gutters between columns are wider. */
const WIDE_GAP = 1.1;
const WORD_GAP = 0.15;

export function fragmentsOf(items: readonly PdfItem[]): Fragment[] {
  const visible = items.filter(({ text }) => text.trim() !== '');
  return linesByY(visible).flatMap(fragmentsOfLine);
}

function linesByY(items: readonly PdfItem[]): PdfItem[][] {
  const lines: PdfItem[][] = [];
  let y = -Infinity;
  for (const item of [...items].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const line = lines.at(-1);
    if (line !== undefined && item.y - y <= SAME_LINE * item.size) line.push(item);
    else {
      lines.push([item]);
      y = item.y;
    }
  }
  return lines;
}

function fragmentsOfLine(line: readonly PdfItem[]): Fragment[] {
  const fragments: Fragment[] = [];
  let open: PdfItem[] = [];
  let right = -Infinity;
  for (const item of [...line].sort((a, b) => a.x - b.x)) {
    if (open.length > 0 && item.x - right > WIDE_GAP * item.size) {
      fragments.push(joined(open));
      open = [];
    }
    open.push(item);
    right = Math.max(right, item.x + item.width);
  }
  return open.length === 0 ? fragments : [...fragments, joined(open)];
}

function joined(items: readonly PdfItem[]): Fragment {
  let text = '';
  let right = -Infinity;
  for (const item of items) {
    const gap = text !== '' && item.x - right > WORD_GAP * item.size;
    const parted = /\s$/.test(text) || /^\s/.test(item.text);
    text += `${gap && !parted ? ' ' : ''}${item.text}`;
    right = Math.max(right, item.x + item.width);
  }
  const main = items.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  const left = items[0]?.x ?? 0;
  return { text: text.trim(), left, right, y: main.y, size: main.size, font: main.font };
}
