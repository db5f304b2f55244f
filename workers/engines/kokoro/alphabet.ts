/** Kokoro v1.0's symbols, as its `config.json` has them: 178 ids, of which these have a meaning. */

/** Runs of symbols with ids one after the other, from the first id. */
const RUNS: readonly (readonly [first: number, symbols: string])[] = [
  [1, ';:,.!?'],
  [9, '—…"()“” \u0303ʣʥʦʨᵝ\uAB67AI'],
  [31, 'O'],
  [33, 'Q'],
  [35, 'ST'],
  [39, 'W'],
  [41, 'Yᵊabcdef'],
  [50, 'hijklmnopqrstuvwxyzɑɐɒæ'],
  [75, 'βɔɕç'],
  [80, 'ɖðʤə'],
  [85, 'ɚɛɜ'],
  [90, 'ɟ'],
  [92, 'ɡ'],
  [99, 'ɥ'],
  [101, 'ɨɪʝ'],
  [110, 'ɯɰŋɳɲɴø'],
  [118, 'ɸθœ'],
  [123, 'ɹ'],
  [125, 'ɾɻ'],
  [128, 'ʁɽʂʃʈʧ'],
  [135, 'ʊʋ'],
  [138, 'ʌɣɤ'],
  [142, 'χʎ'],
  [147, 'ʒʔ'],
  [156, 'ˈˌː'],
  [162, 'ʰ'],
  [164, 'ʲ'],
  [169, '↓'],
  [171, '→↗↘'],
  [177, 'ᵻ'],
];

export const KOKORO_IDS: ReadonlyMap<string, number> = new Map(
  RUNS.flatMap(([first, symbols]) =>
    Array.from(symbols, (symbol, i) => [symbol, first + i] as const),
  ),
);

export const SPACE_ID = 16;
/** Punctuation that a voice pauses at. */
export const MARK_IDS: ReadonlySet<number> = new Set(
  Array.from(';:,.!?—…', (mark) => KOKORO_IDS.get(mark) ?? 0),
);
