/** From the front-end's IPA to Kokoro's symbols. Whatever has none is counted, never dropped in silence. */
import type { Encoded } from '../style/pieces';
import { KOKORO_IDS, SPACE_ID } from './alphabet';
import { SPELLINGS, type Spellings, type Variety } from './spellings';

const LONGEST = 4;
const SYLLABIC = '\u0329';
const NEXT_SOUNDS = /^[ˈˌ]?[aeiouyæɑɐɒɔəɚɛɜɝɪʊʌᵻøœɨɯɤ]/;

export function spell(phonemes: string, variety: Variety): Encoded {
  const spellings = SPELLINGS[variety];
  const ids: number[] = [];
  const units: number[] = [];
  let unknown = 0;
  let unit = 0;
  while (unit < phonemes.length) {
    const { length, symbols } = nextSpelling(phonemes, unit, { spellings, variety });
    if (symbols === null) unknown += 1;
    for (const symbol of symbols ?? '') {
      const id = KOKORO_IDS.get(symbol);
      if (id === undefined) throw new Error(`A spelling has "${symbol}", which is no symbol.`);
      if (id === SPACE_ID && (ids.length === 0 || ids.at(-1) === SPACE_ID)) continue;
      ids.push(id);
      units.push(unit);
    }
    unit += length;
  }
  return silentAlone(withoutLastSpace({ ids, units, unknown }));
}

interface Spelling {
  /** Units it stands for. */
  readonly length: number;
  /** Null where there is no symbol. */
  readonly symbols: string | null;
}

function nextSpelling(
  phonemes: string,
  at: number,
  { spellings, variety }: { readonly spellings: Spellings; readonly variety: Variety },
): Spelling {
  if (variety !== 'other') {
    const reduced = reducedVowel(phonemes, at, spellings);
    if (reduced !== null) return reduced;
  }
  for (let length = LONGEST; length > 0; length--) {
    const symbols = spellings.get(phonemes.slice(at, at + length));
    if (symbols !== undefined && at + length <= phonemes.length) return { length, symbols };
  }
  return { length: 1, symbols: ownSymbols(phonemes.charAt(at), spellings) };
}

/** Syllabic consonants, and /əl/ that is one: English has a symbol for the little vowel before them. */
function reducedVowel(phonemes: string, at: number, spellings: Spellings): Spelling | null {
  const [first = '', second = ''] = phonemes.slice(at, at + 2);
  if (first === 'ə' && second === 'l' && !NEXT_SOUNDS.test(phonemes.slice(at + 2)))
    return { length: 2, symbols: 'ᵊl' };
  if (second !== SYLLABIC || first === 'ʔ') return null;
  const consonant = spellings.get(first) ?? ownSymbols(first, spellings);
  return consonant === null ? null : { length: 2, symbols: `ᵊ${consonant}` };
}

/** A unit that is a symbol, or is made of a symbol and marks upon it, such as `ã`. */
function ownSymbols(unit: string, spellings: Spellings): string | null {
  if (KOKORO_IDS.has(unit)) return unit;
  const parts = [...unit.normalize('NFD')];
  if (parts.length === 1) return null;
  const symbols = parts.map((part) => spellings.get(part) ?? (KOKORO_IDS.has(part) ? part : null));
  return symbols.includes(null) ? null : symbols.join('');
}

function withoutLastSpace({ ids, units, unknown }: Encoded): Encoded {
  const isLast = ids.at(-1) === SPACE_ID;
  return isLast
    ? { ids: ids.slice(0, -1), units: units.slice(0, -1), unknown }
    : { ids, units, unknown };
}

/** There is nothing to say of punctuation and stress alone. */
function silentAlone(encoded: Encoded): Encoded {
  const isSaid = encoded.ids.some((id) => id > SPACE_ID && (id < 156 || id > 173));
  return isSaid ? encoded : { ids: [], units: [], unknown: encoded.unknown };
}
