/** KittenTTS speaks espeak-ng's own IPA, in the alphabet of StyleTTS 2: a symbol's id is its place. */

const PAD = '$';
const PUNCTUATION = ';:,.!?¡¿—…"«»“” ';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const IPA =
  'ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃ' +
  "ˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'\u0329'ᵻ";

/** The last place counts: the apostrophe has two. */
export const KITTEN_IDS: ReadonlyMap<string, number> = new Map(
  Array.from(PAD + PUNCTUATION + LETTERS + IPA, (symbol, id) => [symbol, id] as const),
);

export const PAD_ID = 0;
/** What every text ends with, before the last pad. */
export const END_ID = 10;
export const SPACE_ID = 16;
export const COMMA_ID = 3;
/** Punctuation that a voice pauses at. */
export const MARK_IDS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 9, 10]);
