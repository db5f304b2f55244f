import type { FileFormat } from '../contracts/documents';

export type TextFormat = Exclude<FileFormat, 'epub' | 'pdf' | 'docx'>;

const SSML = /^\uFEFF?\s*(?:<\?xml[^>]{0,400}\?>\s*|<!--[\s\S]{0,4000}?-->\s*)*<speak[\s>/]/;
const HTML =
  /^\uFEFF?\s*(?:<\?xml[^>]{0,400}\?>\s*|<!--[\s\S]{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;
const VTT = /^\uFEFF?WEBVTT(?:[ \t\n]|$)/;
const SRT = /^\uFEFF?\s*\d+[ \t]*\n\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->/;

/** Which kind of text it is: what it says of itself counts for more than its name. */
export function textFormatOf(text: string, name: string): TextFormat {
  const head = text.slice(0, 8_000);
  if (SSML.test(head)) return 'ssml';
  if (VTT.test(head) || SRT.test(head)) return 'subtitles';
  if (HTML.test(head)) return 'html';
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  switch (extension) {
    case 'md':
    case 'markdown':
    case 'mdown':
      return 'markdown';
    case 'htm':
    case 'html':
    case 'xhtml':
      return /<[a-z!][^>]*>/i.test(head) ? 'html' : 'plain';
    default:
      return 'plain';
  }
}

/** A title where the file names none: its name, without folder and extension. */
export function titleOfName(name: string): string {
  const bare = name.replace(/^.*[/\\]/, '').replace(/\.[a-z0-9]{1,8}$/i, '');
  const words = bare.replace(/_+/g, ' ').trim();
  return words === '' ? 'Untitled' : words;
}
