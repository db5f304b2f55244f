import type { BlockKind } from '../../contracts/documents';
import type { Line } from './columns';

export interface PdfBlock {
  readonly kind: Extract<BlockKind, 'heading' | 'paragraph' | 'item'>;
  readonly level: number;
  readonly text: string;
  /** Where it begins, from 0. */
  readonly page: number;
}

/** In parts of the type size or of the usual distance of lines. */
const OTHER_SIZE = 0.12;
const WIDE_PITCH = 1.35;
const INDENT = 0.8;
/** A line that ends this share of the column before its edge was ended on purpose. */
const SHORT_LINE = 0.12;
const HEADING_SIZE = 1.15;
const LONGEST_HEADING = 200;
const LONGEST_BOLD_HEADING = 80;
const DEEPEST_HEADING = 3;
const ENDS_SENTENCE = /[.!?…:][”"'’»)\]\d]*$/u;
const BULLET = /^[•●▪■◦‣∙·–-]\s+/u;
const NUMBERED = /^\(?(?:\d{1,3}|[a-z])[.)]\s+\S/;

/** Lines in reading order as paragraphs, joined over columns and pages. */
export function paragraphsOf(lines: readonly Line[]): PdfBlock[] {
  const bodySize = usual(lines, ({ size }) => sizeKey(size)) || 10;
  const pitch = usualPitch(lines, bodySize);
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined || isNew(last, line, pitch / bodySize)) {
      groups.push([line]);
    } else group.push(line);
  }
  const levels = headingSizes(groups, bodySize);
  const bodyFont = usual(lines, ({ font }) => font) ?? '';
  return groups
    .map((group) => blockOf(group, levels, { bodySize, bodyFont }))
    .filter(({ text }) => text !== '');
}

function isNew(last: Line, line: Line, pitchPerSize: number): boolean {
  if (Math.abs(line.size - last.size) > OTHER_SIZE * last.size) return true;
  if (BULLET.test(line.text) || NUMBERED.test(line.text)) return true;
  const { left, right } = last.column;
  const ended = last.right < right - SHORT_LINE * (right - left) && ENDS_SENTENCE.test(last.text);
  const indented = line.left - line.column.left > INDENT * line.size;
  if (line.column !== last.column && line.font !== last.font) return true;
  if (line.column !== last.column) return ended || (indented && ENDS_SENTENCE.test(last.text));
  if (line.y - last.y > WIDE_PITCH * pitchPerSize * line.size) return true;
  const wasIndented = last.left - left > INDENT * last.size;
  return ended || (indented && !wasIndented && !hangs(last));
}

/** The lines below a list item's first are indented more than it is. */
function hangs({ text }: Line): boolean {
  return BULLET.test(text) || NUMBERED.test(text);
}

interface Body {
  readonly bodySize: number;
  readonly bodyFont: string;
}

function blockOf(
  group: readonly Line[],
  levels: ReadonlyMap<number, number>,
  body: Body,
): PdfBlock {
  const page = group[0]?.column.page ?? 0;
  const text = joined(group);
  const level = levels.get(sizeKey(group[0]?.size ?? 0));
  if (level !== undefined && text.length <= LONGEST_HEADING) {
    return { kind: 'heading', level, text, page };
  }
  if (isBoldHeading(group, text, body)) {
    return { kind: 'heading', level: Math.min(levels.size + 1, DEEPEST_HEADING), text, page };
  }
  if (BULLET.test(text)) return { kind: 'item', level: 1, text: text.replace(BULLET, ''), page };
  if (NUMBERED.test(text)) return { kind: 'item', level: 1, text, page };
  return { kind: 'paragraph', level: 0, text, page };
}

/** A short line by itself, at the edge of its column, in another font of the text's size. */
function isBoldHeading(group: readonly Line[], text: string, body: Body): boolean {
  const [line, more] = group;
  if (line === undefined || more !== undefined) return false;
  const isAtEdge = line.left - line.column.left < INDENT * line.size;
  const isOfSize = line.size >= body.bodySize * (1 - OTHER_SIZE);
  const isTitled = /^[\p{Lu}\p{N}]/u.test(text) && !/[.,;:!?]$/.test(text);
  return (
    line.font !== body.bodyFont &&
    isAtEdge &&
    isOfSize &&
    isTitled &&
    text.length <= LONGEST_BOLD_HEADING
  );
}

/** A word that was parted at a line end is made whole again. */
function joined(lines: readonly Line[]): string {
  return lines.reduce((text, line) => {
    if (text === '') return line.text;
    if (/\u00ad$/.test(text)) return text.slice(0, -1) + line.text;
    if (/\p{L}[-\u2010]$/u.test(text) && /^\p{Ll}/u.test(line.text)) {
      return text.slice(0, -1) + line.text;
    }
    return `${text} ${line.text}`;
  }, '');
}

const sizeKey = (size: number) => Math.round(size * 2) / 2;

/** What most characters have. */
function usual<Value>(lines: readonly Line[], of: (line: Line) => Value): Value | undefined {
  const characters = new Map<Value, number>();
  for (const line of lines) {
    characters.set(of(line), (characters.get(of(line)) ?? 0) + line.text.length);
  }
  return [...characters].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function usualPitch(lines: readonly Line[], bodySize: number): number {
  const pitches = lines
    .flatMap((line, i) => {
      const last = lines[i - 1];
      return last?.column === line.column && sizeKey(line.size) === bodySize
        ? [line.y - last.y]
        : [];
    })
    .filter((pitch) => pitch > bodySize / 2)
    .sort((a, b) => a - b);
  // Lines within paragraphs are closer than those between: well below the middle.
  return pitches[Math.floor(pitches.length * 0.4)] ?? bodySize * 1.2;
}

/** Larger type than the text's, largest first. */
function headingSizes(
  groups: readonly (readonly Line[])[],
  bodySize: number,
): ReadonlyMap<number, number> {
  const sizes = new Set(groups.map((group) => sizeKey(group[0]?.size ?? 0)));
  const larger = [...sizes].filter((size) => size >= bodySize * HEADING_SIZE).sort((a, b) => b - a);
  return new Map(larger.map((size, i) => [size, Math.min(i + 1, DEEPEST_HEADING)]));
}
