/** More than a sentence; a text of millions of characters is not searched from its start. */
const TAIL_CHARACTERS = 600;

/** Where the last sentence of a text begins: the furthest place from which there is something to hear. */
export function lastSentenceStart(text: string): number {
  const end = text.trimEnd().length;
  const tailStart = Math.max(0, end - TAIL_CHARACTERS);
  const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
  const last = [...sentences.segment(text.slice(tailStart, end))].at(-1);
  return tailStart + (last?.index ?? 0);
}
