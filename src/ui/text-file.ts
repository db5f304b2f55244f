/** A file from the listener's disk, as text, or the reason why not. Nothing is guessed silently. */
import type { DocumentFormat } from '../contracts/text';

export const ACCEPTED_FILES = '.txt,.md,.markdown,.ssml,.xml,text/plain,text/markdown';
const LONGEST_FILE_BYTES = 20_000_000;

export type OpenedFile =
  | { readonly kind: 'text'; readonly text: string; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: string };

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['an archive, an EPUB or an Office document', [0x50, 0x4b, 0x03, 0x04]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['an old Office document', [0xd0, 0xcf, 0x11, 0xe0]],
];

export async function openTextFile(file: Blob & { readonly name: string }): Promise<OpenedFile> {
  if (file.size > LONGEST_FILE_BYTES) {
    return refuse(file.name, 'is larger than 20 MB', 'Split it and open the parts one by one.');
  }
  return decodeText(new Uint8Array(await file.arrayBuffer()), file.name);
}

export function decodeText(data: Uint8Array, name: string): OpenedFile {
  const known = SIGNATURES.find(([, magic]) => magic.every((byte, i) => data[i] === byte));
  if (known)
    return refuse(name, `is ${known[0]}, not plain text`, 'Copy its text and paste it here.');
  const encoding = encodingOf(data);
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') {
    const at = data.findIndex(isControl);
    if (at !== -1) {
      const what = `is not a text file: byte ${at + 1} is no character`;
      return refuse(name, what, 'Save it as plain text and open that.');
    }
  }
  const text = new TextDecoder(encoding).decode(data).replaceAll(/\r\n?/g, '\n');
  return { kind: 'text', text, name };
}

/** By byte order mark, else UTF-8 if it is valid UTF-8, else what old Windows programs wrote. */
function encodingOf(data: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (data[0] === 0xff && data[1] === 0xfe) return 'utf-16le';
  if (data[0] === 0xfe && data[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Bytes no text holds: controls other than tab, line breaks, form feed, the old end of file, escape. */
function isControl(byte: number): boolean {
  return (byte < 9 || (byte > 13 && byte < 32) || byte === 127) && byte !== 0x1a && byte !== 0x1b;
}

function refuse(name: string, what: string, suggestion: string): OpenedFile {
  return { kind: 'refused', reason: `“${name}” ${what}. Your text is untouched. ${suggestion}` };
}

/** SSML announces itself: a `<speak` after white space, a byte order mark, a prolog or comments. */
export function formatOf(text: string): DocumentFormat {
  const start = /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*<speak[\s>/]/;
  return start.test(text.slice(0, 4_000)) ? 'ssml' : 'plain';
}
