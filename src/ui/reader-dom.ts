import type { PlacedText } from './highlight';
import type { TextMetrics } from './text-window.svelte';

/** Average width of a character of running text, in parts of the type size (Literata). */
const CHARACTER_EM = 0.46;

export function readMetrics(element: HTMLElement): TextMetrics {
  const style = getComputedStyle(element);
  const number = (value: string) => Number.parseFloat(value);
  const width = element.clientWidth - number(style.paddingLeft) - number(style.paddingRight);
  return {
    lineHeightPx: number(style.lineHeight),
    charactersPerLine: Math.max(8, width / (CHARACTER_EM * number(style.fontSize))),
  };
}

export function rowOfElement(target: EventTarget | null): number | null {
  const paragraph = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return paragraph === null ? null : Number(paragraph.dataset['row']);
}

/** The text of a paragraph on the page, in one node or, with emphasis, in several. */
export function textsIn(paragraph: HTMLElement, start: number): PlacedText[] {
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const placed: PlacedText[] = [];
  let at = start;
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!(node instanceof Text)) continue;
    placed.push({ node, start: at });
    at += node.length;
  }
  return placed;
}

export function paddingTop(element: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(element).paddingTop);
}

/** The character of the source under a point of the window, or null beside the text. */
export function offsetOfPoint(
  x: number,
  y: number,
  startOf: (row: number) => number,
): number | null {
  const caret = caretAt(x, y);
  if (caret === null || !(caret.node instanceof Text)) return null;
  const paragraph = caret.node.parentElement?.closest<HTMLElement>('[data-row]');
  if (!paragraph) return null;
  // With marks as spans a paragraph has several text nodes: add those before this one.
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(caret.node, caret.offset);
  return startOf(Number(paragraph.dataset['row'])) + before.toString().length;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(x, y);
    return position && { node: position.offsetNode, offset: position.offset };
  }
  const range = legacyCaretRange(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** WebKit before 26.2 knows the older call only. */
function legacyCaretRange(x: number, y: number): Range | null {
  const legacy = document as unknown as {
    caretRangeFromPoint?: (x: number, y: number) => Range | null;
  };
  return legacy.caretRangeFromPoint?.(x, y) ?? null;
}
