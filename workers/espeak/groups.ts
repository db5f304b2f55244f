import { languageOf } from '../../src/contracts/languages';

/** `(en)…(de)`: espeak says where it switched to another language's rules. */
const LANGUAGE_SWITCH = /\([a-z0-9-]+\)/g;
/** `_` parts phonemes and marks short pauses; tie bars and syllable marks are no sounds. */
const NO_SOUND = /[_\u0361\u035c\u200d.‖]/g;
/** Chinese and Hakka: what espeak writes with a dot, which is punctuation to us, in proper IPA. */
const DOTTED = /([szi])\./g;
const DOTTED_IPA: Readonly<Record<string, string>> = { s: 'ʂ', z: 'ʐ', i: 'ɨ' };
const DOTTING = new Set(['zh', 'hak']);

/** Groups of IPA symbols in espeak's answer; ` | ` stands between its own clauses. */
export function phonemeGroups(raw: string, tag: string): string[] {
  const proper = DOTTING.has(languageOf(tag))
    ? raw.replace(DOTTED, (_, letter: string) => DOTTED_IPA[letter] ?? '')
    : raw;
  return proper
    .replace(LANGUAGE_SWITCH, '')
    .replace(NO_SOUND, '')
    .split(/[\s|]+/)
    .filter((group) => group !== '');
}
