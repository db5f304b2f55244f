/** A text that came with the address: `#read=`, then the text, percent-encoded. */
const PREFIX = '#read=';
/** An address is no place for a book; browsers cut far longer ones. */
const MOST_CHARACTERS = 100_000;

/** Null where the address brings none, or one that cannot be read. */
export function linkedText(hash: string): string | null {
  if (!hash.startsWith(PREFIX) || hash.length > 3 * MOST_CHARACTERS) return null;
  try {
    const text = decodeURIComponent(hash.slice(PREFIX.length));
    return text.trim() === '' || text.length > MOST_CHARACTERS ? null : text;
  } catch {
    return null;
  }
}
