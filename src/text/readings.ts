import type { Block, Reading } from '../contracts/text';
import type { TextDocument } from './document';
import { NEUTRAL_STYLE } from './styles';

/**
 * A document of which some stretches are said otherwise than they are written. A reading must begin
 * where a block of the document begins and end where one ends: at paragraphs, in plain text.
 * @param readings By start, none over another.
 */
export function withReadings(document: TextDocument, readings: readonly Reading[]): TextDocument {
  if (readings.length === 0) return document;
  const blockAt = (offset: number): Block | null => {
    const reading = readingAt(readings, offset);
    return reading === null ? document.blockAt(offset) : blockOf(reading);
  };
  return {
    length: document.length,
    blockAt,
    blockAfter: (block) => blockAt(block.span.end),
    blockBefore: (block) => (block.span.start === 0 ? null : blockAt(block.span.start - 1)),
  };
}

/** The reading that holds this character of the source. */
export function readingAt(readings: readonly Reading[], offset: number): Reading | null {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((readings[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = readings[low];
  return found !== undefined && found.start <= offset ? found : null;
}

function blockOf({ start, end, text }: Reading): Block {
  const span = { start, end };
  return {
    span,
    runs: [
      { kind: 'text', text, span, style: NEUTRAL_STYLE },
      { kind: 'boundary', ends: 'paragraph', span: { start: end, end } },
    ],
  };
}
