import type { DocumentFormat, Reading } from '../contracts/text';
import { plainDocument, ssmlDocument, type TextDocument } from '../text/document';
import { withReadings } from '../text/readings';
import type { TextClient } from './text-client';

/**
 * Rejects with kind `text` and the offset when markup is not well formed.
 * @param readings Of plain text alone.
 */
export async function openDocument(
  source: string,
  format: DocumentFormat,
  text: Pick<TextClient, 'parse'>,
  readings: readonly Reading[] = [],
): Promise<TextDocument> {
  switch (format) {
    case 'plain':
      return withReadings(plainDocument(source), readings);
    case 'ssml':
      return ssmlDocument(source, await text.parse(source, format));
  }
}
