import type { DocumentFormat } from '../contracts/text';
import { plainDocument, ssmlDocument, type TextDocument } from '../text/document';
import type { TextClient } from './text-client';

/** Rejects with kind `text` and the offset when markup is not well formed. */
export async function openDocument(
  source: string,
  format: DocumentFormat,
  text: Pick<TextClient, 'parse'>,
): Promise<TextDocument> {
  switch (format) {
    case 'plain':
      return plainDocument(source);
    case 'ssml':
      return ssmlDocument(source, await text.parse(source, format));
  }
}
