import type { Span } from '../contracts/text';

/** A stretch of plain text; `endsParagraph` when a blank line or the end of the text follows. */
export interface Piece extends Span {
  readonly endsParagraph: boolean;
}

/** Longest piece, in UTF-16 units, without the blank space after it. */
export const MAX_PIECE = 2000;
/** A piece is not cut before this, so that pieces do not crumble. */
const MIN_PIECE = 800;

/** Where the paragraph that holds `offset` begins: after a blank line, or at 0. */
export function paragraphStart(source: string, offset: number): number {
  let at = offset;
  // Blank space belongs to the paragraph before it.
  while (at >= 0 && isBlank(source.charCodeAt(at))) at--;
  let start = at;
  let lineEnds = 0;
  for (at--; at >= 0; at--) {
    if (isBlank(source.charCodeAt(at))) {
      lineEnds += lineEndsAt(source, at);
      continue;
    }
    if (lineEnds >= 2) return start;
    start = at;
    lineEnds = 0;
  }
  return 0;
}

/** The piece that begins at `start`, which must be 0, a paragraph's start or an earlier piece's end. */
export function pieceAt(source: string, start: number): Piece {
  const first = skipBlank(source, start);
  const limit = first + MAX_PIECE;
  let lineEnds = 0;
  for (let at = first; at < source.length; at++) {
    if (isBlank(source.charCodeAt(at))) {
      lineEnds += lineEndsAt(source, at);
      continue;
    }
    if (lineEnds >= 2) return { start, end: at, endsParagraph: true };
    if (at >= limit) return { start, end: cutBefore(source, first, limit), endsParagraph: false };
    lineEnds = 0;
  }
  return { start, end: source.length, endsParagraph: true };
}

/** Where text that is longer than a piece is best cut: after a sentence, a space, a grapheme. */
function cutBefore(source: string, start: number, limit: number): number {
  const floor = start + MIN_PIECE;
  let space: number | null = null;
  for (let at = limit; at > floor; at--) {
    if (space === null && CJK_STOPS.has(source.charCodeAt(at - 1))) return at;
    if (!isBlank(source.charCodeAt(at)) || isBlank(source.charCodeAt(at - 1))) continue;
    const visible = skipBlank(source, at);
    space ??= visible;
    if (endsSentence(source, at) && !STARTS_LOWER.test(source.charAt(visible))) return visible;
  }
  return space ?? graphemeBoundary(source, start, limit);
}

/** Four letters and more: shorter words before a full stop may be abbreviations. */
const SENTENCE_END = /(?:[\p{L}\p{N}]{4}\.|[!?…。！？؟।॥۔።])["'”’»)\]]*$/u;
/** No space follows these. */
const CJK_STOPS: ReadonlySet<number> = new Set([...'。！？｡'].map((mark) => mark.charCodeAt(0)));
const STARTS_LOWER = /\p{Ll}/u;
const SENTENCE_END_UNITS = 10;

function endsSentence(source: string, at: number): boolean {
  return SENTENCE_END.test(source.slice(Math.max(0, at - SENTENCE_END_UNITS), at));
}

function skipBlank(source: string, at: number): number {
  let visible = at;
  while (visible < source.length && isBlank(source.charCodeAt(visible))) visible++;
  return visible;
}

/** Parts of a cluster that hang on the character before them. */
const HANGS_ON = /^[\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u;
const JOINER = 0x200d;
const MAX_CLUSTER = 64;

/** The last place at or before `at` that parts no surrogate pair and, where that can be, no cluster. */
export function graphemeBoundary(source: string, start: number, at: number): number {
  const whole = isLowSurrogate(source.charCodeAt(at)) ? at - 1 : at;
  for (let cut = whole; cut > Math.max(start, whole - MAX_CLUSTER); cut--) {
    if (isLowSurrogate(source.charCodeAt(cut))) continue;
    if (source.charCodeAt(cut - 1) === JOINER) continue;
    if (!HANGS_ON.test(source.slice(cut, cut + 2))) return cut;
  }
  return whole > start ? whole : at;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

const NEWLINE = 10;
const FORM_FEED = 12;
const RETURN = 13;
const PARAGRAPH_SEPARATOR = 0x2029;

/** A `\r\n` counts once; what parts paragraphs by itself counts twice. */
function lineEndsAt(source: string, at: number): number {
  const code = source.charCodeAt(at);
  if (code === PARAGRAPH_SEPARATOR || code === FORM_FEED) return 2;
  if (code === NEWLINE) return 1;
  return code === RETURN && source.charCodeAt(at + 1) !== NEWLINE ? 1 : 0;
}

function isBlank(code: number): boolean {
  if (code <= 32) return true;
  return code >= 0xa0 && (code === 0xa0 || code === PARAGRAPH_SEPARATOR || code === 0xfeff);
}
