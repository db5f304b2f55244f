/**
 * How espeak-ng's IPA is spelt in the alphabet that Kokoro learnt (misaki's): diphthongs and affricates are
 * single symbols, and its English has no length in American and a vowel less before /ɹ/. After misaki's
 * `EspeakFallback` (English) and `EspeakG2P` (others); tie bars, by which it knows what belongs together,
 * are gone from our phonemes, so the longest match is taken for it.
 */

/** What is said instead of a sequence; empty where it has no sound of its own in that alphabet. */
export type Spellings = ReadonlyMap<string, string>;

const AFFRICATES = { dʒ: 'ʤ', tʃ: 'ʧ' };
const DIPHTHONGS = { aɪ: 'I', aʊ: 'W', eɪ: 'A', ɔɪ: 'Y' };

/** Nearest symbols to those which are not in the alphabet, and marks that change no symbol of it. */
const NEAREST = {
  ...{ g: 'ɡ', ʍ: 'w', ɦ: 'h', ħ: 'h', ʱ: 'ʰ', ɫ: 'l', ɬ: 'l', ɭ: 'l', ɮ: 'l', ɱ: 'm', ʑ: 'ʒ' },
  ...{ ɓ: 'b', ɗ: 'd', ɠ: 'ɡ', ʀ: 'ʁ', ɺ: 'ɾ', ɵ: 'ø', ʏ: 'y', ɘ: 'ə', ɞ: 'ɜ', ɝ: 'ɜɹ', ʉ: 'u' },
  ...{ ˑ: 'ː', '–': '—', '«': '“', '»': '”', '¿': '', '¡': '', '-': '' },
  ...{ '\u0329': '', '\u032F': '', '\u032A': '', '\u031A': '', '\u0325': '', '\u030A': '' },
};

const ENGLISH = {
  ...NEAREST,
  ...AFFRICATES,
  ...DIPHTHONGS,
  ...{ 'ʔˌn\u0329': 'tᵊn', 'ʔn\u0329': 'tᵊn', ʔn: 'tᵊn', ʔ: 't' },
  ...{ e: 'A', o: 'ɔ', r: 'ɹ', x: 'k', ç: 'k', ɐ: 'ə', ɚ: 'əɹ', ɾ: 'T', '\u0303': '' },
  ...{ ʲo: 'jɔ', ʲə: 'jə', ʲ: '' },
};

const AMERICAN = {
  ...{ oʊ: 'O', əʊ: 'O', ʲoʊ: 'jO', ʲəʊ: 'jO' },
  ...{ ɜːɹ: 'ɜɹ', ɜː: 'ɜɹ', ɚɹ: 'əɹ', ɪə: 'iə', ː: '', ˑ: '' },
};

const BRITISH = { ...{ əʊ: 'Q', oʊ: 'Q', ʲəʊ: 'jQ', ʲoʊ: 'jQ' }, ...{ eə: 'ɛː', iə: 'ɪə' } };

const OTHERS = {
  ...NEAREST,
  ...AFFRICATES,
  ...DIPHTHONGS,
  ...{ dz: 'ʣ', ts: 'ʦ', oʊ: 'O', əʊ: 'Q' },
};

export type Variety = 'american' | 'british' | 'other';

export const SPELLINGS: Readonly<Record<Variety, Spellings>> = {
  american: new Map(Object.entries({ ...ENGLISH, ...AMERICAN })),
  british: new Map(Object.entries({ ...ENGLISH, ...BRITISH })),
  other: new Map(Object.entries(OTHERS)),
};
