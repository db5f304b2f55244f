import type { DocumentFormat } from '../contracts/text';
import { textFormatOf } from '../documents/text-format';

/** What the file picker offers; content decides what a file is. */
export const ACCEPTED_FILES = [
  '.txt,.md,.markdown,.html,.htm,.xhtml,.epub,.pdf,.docx,.srt,.vtt,.ssml,.xml',
  'text/plain,text/markdown,text/html,text/vtt,application/epub+zip,application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
].join();

/** SSML announces itself; all else that is written or pasted is read as it stands. */
export function formatOf(text: string): DocumentFormat {
  return textFormatOf(text, '') === 'ssml' ? 'ssml' : 'plain';
}
