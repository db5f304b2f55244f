/** Words, characters and listening time of a text, in one pass that a million characters survive. */
export interface TextCounts {
  readonly words: number;
  /** UTF-16 units, as everywhere in Sotto. */
  readonly characters: number;
}

/** Runs of anything but white space; close enough to tell a page from a chapter. */
export function countText(text: string): TextCounts {
  let words = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const space = isSpace(text.charCodeAt(i));
    if (!space && !inWord) words++;
    inWord = !space;
  }
  return { words, characters: text.length };
}

/** Characters a calm reader speaks in a second, spaces and pauses included. */
export const CHARACTERS_PER_SECOND = 14.5;

/** Seconds of listening, at a pace and a player speed that multiply. */
export function listeningSeconds(characters: number, pace: number, speed: number): number {
  return characters / CHARACTERS_PER_SECOND / (pace * speed);
}

/** ASCII white space, no-break space, the typographic spaces, line and paragraph separators. */
export function isSpace(code: number): boolean {
  if (code <= 32) return true;
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
