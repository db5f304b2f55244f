/** `(en)…(de)`: espeak says where it switched to another language's rules. */
const LANGUAGE_SWITCH = /\([a-z-]+\)/g;
/** `_` parts phonemes and marks short pauses; tie bars and syllable marks are no sounds. */
const NO_SOUND = /[_\u0361\u035c\u200d.‖]/g;

/** Groups of IPA symbols in espeak's answer; ` | ` stands between its own clauses. */
export function phonemeGroups(raw: string): string[] {
  return raw
    .replace(LANGUAGE_SWITCH, '')
    .replace(NO_SOUND, '')
    .split(/[\s|]+/)
    .filter((group) => group !== '');
}
