/** Text as the numbers of its characters: Supertonic reads letters, not phonemes. */
import type { Language } from '../../../src/contracts/text';
import type { UnicodeIndexer } from './config';

export interface EncodedText {
  /** None at all when there is nothing to be heard. */
  readonly ids: readonly number[];
  /** Characters the model does not know; they were left out. */
  readonly unknown: number;
}

/** Where the model has only the plain ones, as the reference writes them (supertone-inc/supertonic). */
const PLAIN: Readonly<Record<string, string>> = {
  '–': '-',
  '‑': '-',
  '—': '-',
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '´': "'",
  '`': "'",
  _: ' ',
  '[': ' ',
  ']': ' ',
  '|': ' ',
  '/': ' ',
  '#': ' ',
};
const ENDED = /[.!?;:,'")\]}…。」』】〉》›»]$/u;
/** A character with all the marks upon it. */
const CLUSTERS = /\P{M}\p{M}*|\p{M}+/gu;
const HANGUL_KIYEOK = 0x1100;

/**
 * Versions 2 and 3 want to be told the language, `<en>…</en>`; version 1 knows English alone. No file says
 * which it is, but only the former know the letters of Korean.
 */
export function isMultilingual(indexer: UnicodeIndexer): boolean {
  const knows = (code: number) => (indexer[code] ?? -1) >= 0;
  return knows(HANGUL_KIYEOK) && [...'</>'].every((mark) => knows(mark.codePointAt(0) ?? 0));
}

/** @param language What to tell the model; null where it does not ask. */
export function encodeText(
  text: string,
  indexer: UnicodeIndexer,
  language: Language | null,
): EncodedText {
  const plain = Array.from(text, (character) => PLAIN[character] ?? character).join('');
  const tidy = plain.replace(/\s+/g, ' ').trim();
  const ended = ENDED.test(tidy) ? tidy : `${tidy}.`;
  const ids: number[] = [];
  let unknown = 0;
  let isAudible = false;
  for (const [cluster] of ended.matchAll(CLUSTERS)) {
    const made = readCluster(cluster, indexer);
    if (made.isIncomplete) unknown++;
    isAudible ||= made.ids.length > 0 && /[\p{L}\p{N}]/u.test(cluster);
    ids.push(...made.ids);
  }
  if (!isAudible) return { ids: [], unknown };
  const tag = (open: string) =>
    language === null
      ? []
      : Array.from(`${open}${language}>`).flatMap((c) => readCluster(c, indexer).ids);
  return { ids: [...tag('<'), ...ids, ...tag('</')], unknown };
}

interface ReadCluster {
  readonly ids: readonly number[];
  /** More was lost of it than marks and space. */
  readonly isIncomplete: boolean;
}

/** Decomposed (NFKD) where the model knows all of it, else composed (NFKC), else what is known of it. */
function readCluster(cluster: string, indexer: UnicodeIndexer): ReadCluster {
  const idOf = (character: string) => indexer[character.codePointAt(0) ?? 0] ?? -1;
  const [decomposed, composed] = [cluster.normalize('NFKD'), cluster.normalize('NFKC')];
  for (const form of [decomposed, composed]) {
    const ids = Array.from(form, idOf);
    if (ids.every((id) => id >= 0)) return { ids, isIncomplete: false };
  }
  const lost = Array.from(decomposed).filter((character) => idOf(character) < 0);
  return {
    ids: Array.from(decomposed, idOf).filter((id) => id >= 0),
    isIncomplete: lost.some((character) => !/[\p{M}\s]/u.test(character)),
  };
}
