/** Phonemes as the numbers a voice was trained on. */

export interface SymbolIds {
  readonly ids: readonly number[];
  /** For each id the UTF-16 unit of the phonemes it came from; -1 for the spaces put around them. */
  readonly units: readonly number[];
  /** Phonemes that neither the voice nor a stand-in could speak. */
  readonly unknown: number;
}

/**
 * What to say where a voice lacks a symbol: the nearest one, tried from left to right. Punctuation
 * stands for its pause; the rest are sounds of names and loanwords.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  '!': '.',
  '?': '.',
  '…': '.',
  ':': ';,',
  ';': ',',
  '—': ',',
  '–': ',',
  g: 'ɡ',
  r: 'ɹ',
  ʁ: 'ɹ',
  ʀ: 'ɹ',
  ɾ: 't',
  x: 'k',
  χ: 'k',
  c: 'k',
  q: 'k',
  ç: 'h',
  ɦ: 'h',
  ɣ: 'ɡ',
  ɫ: 'l',
  ɬ: 'l',
  ʎ: 'l',
  ɲ: 'n',
  ɱ: 'm',
  ʋ: 'v',
  β: 'v',
  ɥ: 'w',
  ʍ: 'w',
  y: 'i',
  ʏ: 'ʊ',
  ø: 'ɜ',
  œ: 'ɜ',
  ɵ: 'ʊ',
  ɒ: 'ɑ',
  ɤ: 'ʌ',
  ɘ: 'ə',
  ᵊ: 'ə',
  ɨ: 'ɪ',
  ʉ: 'u',
};

/** Only punctuation: these alone are silence. */
const SILENT = /^[\s_.,;:!?…—–ˈˌː̩]*$/u;

export class SymbolTable {
  readonly #ids: Map<string, number>;

  constructor(symbols: readonly string[]) {
    this.#ids = new Map(symbols.map((symbol, id) => [symbol, id]));
    this.#ids.delete('');
  }

  /** One space before and after, as in training. No ids at all when there is nothing to be heard. */
  encode(phonemes: string): SymbolIds {
    const ids: number[] = [];
    const units: number[] = [];
    let unknown = 0;
    let isAudible = false;
    for (const [unit, symbol] of [...padded(phonemes)]) {
      const id = this.#find(symbol);
      if (id === undefined) {
        unknown++;
        continue;
      }
      isAudible ||= !SILENT.test(symbol);
      ids.push(id);
      units.push(unit);
    }
    return isAudible ? { ids, units, unknown } : { ids: [], units: [], unknown };
  }

  #find(symbol: string): number | undefined {
    const own = this.#ids.get(symbol);
    if (own !== undefined) return own;
    for (const standIn of STAND_INS[symbol] ?? '') {
      const id = this.#ids.get(standIn);
      if (id !== undefined) return id;
    }
    return undefined;
  }
}

function* padded(phonemes: string): Generator<readonly [unit: number, symbol: string]> {
  yield [-1, ' '];
  for (let unit = 0; unit < phonemes.length; unit++) yield [unit, phonemes.charAt(unit)];
  yield [-1, ' '];
}
