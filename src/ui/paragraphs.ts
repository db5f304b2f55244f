/**
 * A text cut into the pieces the reader puts on the page: a paragraph with the blank lines after it.
 * Laid out under each other with `white-space: pre-wrap` they look exactly like one text field, because
 * a block's last line break makes no line of its own.
 */
import { isSpace } from './counts';

/** Longer paragraphs are cut, at the end of a sentence where there is one. */
export const LONGEST_PARAGRAPH = 3_000;

const NEWLINE = 10;

/** Starts of the pieces, then the length of the text: piece i is `[starts[i], starts[i + 1])`. */
export function splitParagraphs(text: string): Uint32Array {
  const starts: number[] = [];
  let start = 0;
  while (start < text.length) {
    starts.push(start);
    start = endOfPiece(text, start);
  }
  starts.push(text.length);
  return Uint32Array.from(starts);
}

function endOfPiece(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const lineEnd = newline === -1 ? text.length : newline + 1;
  if (lineEnd - start > LONGEST_PARAGRAPH) return cutInside(text, start, lineEnd);
  let end = lineEnd;
  while (text.charCodeAt(end) === NEWLINE && end - start < LONGEST_PARAGRAPH) end++;
  return end;
}

/** After the last sentence end in the second half of the allowance, else a space, else anywhere. */
function cutInside(text: string, start: number, lineEnd: number): number {
  const limit = Math.min(lineEnd, start + LONGEST_PARAGRAPH);
  const earliest = start + LONGEST_PARAGRAPH / 2;
  let space = -1;
  for (let i = limit - 1; i > earliest; i--) {
    if (!isSpace(text.charCodeAt(i))) continue;
    if (space === -1) space = i + 1;
    if (/[.!?…]["'”’»)]?$/u.test(text.slice(i - 2, i))) return i + 1;
  }
  if (space !== -1) return space;
  return isHighSurrogate(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** The piece that holds this character; the last piece for offsets past the end. */
export function pieceAt(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = Math.max(0, starts.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The word around a character, or the next one when the character is a space. */
export function wordAt(text: string, offset: number): { start: number; end: number } {
  let start = Math.max(0, Math.min(offset, text.length - 1));
  if (isSpace(text.charCodeAt(start))) {
    while (start < text.length && isSpace(text.charCodeAt(start))) start++;
  } else {
    while (start > 0 && !isSpace(text.charCodeAt(start - 1))) start--;
  }
  let end = start;
  while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
  return { start, end };
}

/** Where a character of an old text is found in a new one: edits before it move it, edits over it end at its start. */
export function mapOffset(before: string, after: string, offset: number): number {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  if (offset <= prefix) return Math.min(offset, after.length);
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
  ) {
    suffix++;
  }
  return offset >= before.length - suffix ? offset + after.length - before.length : prefix;
}

/** Line and column, both from 1, of a character. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const place = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: place - lineStart + 1 };
}
