/** The paragraph around a place, short enough to be laid out at every word. */
import type { Span } from '../contracts/text';

const MOST_CHARACTERS = 1200;

export function passageAt(text: string, offset: number): Span {
  const at = Math.min(offset, Math.max(0, text.length - 1));
  const before = text.lastIndexOf('\n\n', at);
  const after = text.indexOf('\n\n', at);
  const start = before === -1 ? 0 : before + 2;
  const end = after === -1 ? text.length : after;
  if (end - start <= MOST_CHARACTERS) return { start, end: Math.max(start, end) };
  // Fixed windows of a long paragraph: what is shown moves once in a while, not at every word.
  const half = MOST_CHARACTERS / 2;
  const window = Math.floor((Math.max(start, at) - start) / half);
  const from = atSpace(text, start + Math.max(0, window * half - half / 2), start);
  return { start: from, end: Math.min(end, from + 2 * MOST_CHARACTERS) };
}

/** The beginning of a word near `place`. */
function atSpace(text: string, place: number, least: number): number {
  if (place <= least) return least;
  const space = text.lastIndexOf(' ', place);
  return space < least ? least : space + 1;
}
