/** Bytes of a text file as text: nothing is guessed silently, and what is no text is refused. */
import { Refusal } from './refusal';

/** @param declared What the file itself says, which counts only without a byte order mark. */
export function decodeText(data: Uint8Array, declared: string | null = null): string {
  const encoding = encodingOf(data, declared);
  if (!encoding.startsWith('utf-16')) {
    const at = data.findIndex(isControl);
    if (at !== -1) {
      throw new Refusal(
        `is no document that Sotto knows: byte ${at + 1} is no character`,
        'Save it as EPUB, DOCX, PDF or plain text and open that.',
      );
    }
  }
  return new TextDecoder(encoding).decode(data).replaceAll(/\r\n?/g, '\n');
}

/** By byte order mark, as declared, else UTF-8 if it is valid UTF-8, else what old Windows programs wrote. */
function encodingOf(data: Uint8Array, declared: string | null): string {
  if (data[0] === 0xff && data[1] === 0xfe) return 'utf-16le';
  if (data[0] === 0xfe && data[1] === 0xff) return 'utf-16be';
  const known = declared === null ? null : labelOf(declared);
  if (known !== null && !known.startsWith('utf-16')) return known;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

function labelOf(declared: string): string | null {
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return null;
  }
}

/** Bytes no text holds: controls other than tab, line breaks, form feed, the old end of file, escape. */
function isControl(byte: number): boolean {
  return (byte < 9 || (byte > 13 && byte < 32) || byte === 127) && byte !== 0x1a && byte !== 0x1b;
}
