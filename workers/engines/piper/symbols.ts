/** Phonemes or letters as the numbers a Piper voice was trained on. */
import type { PiperConfig } from './config';

export interface EncodedSymbols {
  /** None at all when there is nothing to be heard. */
  readonly ids: readonly number[];
  /** For each number the UTF-16 unit of the text it came from; -1 for what stands around the text. */
  readonly units: readonly number[];
  /** Symbols the voice does not have; they were left out. */
  readonly unknown: number;
}

type SymbolIds = PiperConfig['symbolIds'];

/** What espeak-ng puts where a word is of another language, e.g. `(en)`. */
const LANGUAGE_FLAG = /\([a-z]{2,3}(-[a-z0-9-]+)?\)/g;
/** Stress, length, punctuation and space: these alone are silence. */
const SILENT = /^[\s\p{P}\p{S}\p{M}\p{Lm}]$/u;

/**
 * `^` and a pad, then each code point of the decomposed text (NFD) with a pad after it, then `$`: as the
 * reference has it (piper's phoneme_ids.py).
 */
export function encodeSymbols(text: string, symbolIds: SymbolIds): EncodedSymbols {
  const idsOf = (symbol: string) => symbolIds.get(symbol) ?? [];
  const pad = idsOf('_');
  const ids = [...idsOf('^'), ...pad];
  const units = ids.map(() => -1);
  let unknown = 0;
  let isAudible = false;
  for (const [unit, character] of withoutFlags(text)) {
    const parts = partsOf(character, symbolIds);
    for (const part of parts) {
      if (!symbolIds.has(part)) {
        if (!/\s/.test(part)) unknown++;
        continue;
      }
      isAudible ||= !SILENT.test(part);
      const made = [...idsOf(part), ...pad];
      ids.push(...made);
      units.push(...made.map(() => unit));
    }
  }
  if (!isAudible) return { ids: [], units: [], unknown };
  const end = idsOf('$');
  return { ids: [...ids, ...end], units: [...units, ...end.map(() => -1)], unknown };
}

function* withoutFlags(text: string): Generator<readonly [unit: number, character: string]> {
  const flags = [...text.matchAll(LANGUAGE_FLAG)];
  const isFlag = (unit: number) =>
    flags.some(({ index, 0: flag }) => unit >= index && unit < index + flag.length);
  let unit = 0;
  for (const character of text) {
    if (!isFlag(unit)) yield [unit, character];
    unit += character.length;
  }
}

/** Decomposed where the voice has all of it, else whole, else as a small letter. */
function partsOf(character: string, symbolIds: SymbolIds): readonly string[] {
  const decomposed = [...character.normalize('NFD')];
  const lower = character.toLowerCase();
  for (const parts of [decomposed, [character], [...lower.normalize('NFD')], [lower]]) {
    if (parts.every((part) => symbolIds.has(part))) return parts;
  }
  return decomposed;
}
