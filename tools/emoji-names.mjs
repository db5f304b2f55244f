// Writes src/text/normalise/emoji/<language>.json: what to say for each emoji and symbol, out of
// Unicode CLDR (Unicode-3.0 licence). Skin tones and flags are derived when speaking, so only base
// characters are kept. Run after updating cldr-annotations-full: node tools/emoji-names.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const LANGUAGES = ['en', 'de', 'nl'];
const require = createRequire(import.meta.url);
const out = new URL('../src/text/normalise/emoji/', import.meta.url);

/** Presentation selectors say how a character looks, not what it is. */
const PRESENTATION = /[\uFE0E\uFE0F]/gu;
const SKIN_TONE_OR_FLAG = /\p{Emoji_Modifier}.|.\p{Emoji_Modifier}|\p{Regional_Indicator}/u;
/** Symbols and emoji; punctuation, letters and digits are read otherwise. */
const SPEAKABLE = /[\p{S}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;

mkdirSync(out, { recursive: true });
for (const language of LANGUAGES) {
  const file = require.resolve(`cldr-annotations-full/annotations/${language}/annotations.json`);
  const { annotations } = JSON.parse(readFileSync(file, 'utf8')).annotations;
  const names = {};
  for (const [characters, { tts }] of Object.entries(annotations)) {
    const key = characters.replace(PRESENTATION, '');
    if (!tts?.[0] || /^\p{ASCII}$/u.test(key)) continue;
    if (SPEAKABLE.test(key) && !SKIN_TONE_OR_FLAG.test(key)) names[key] = speakable(tts[0]);
  }
  const path = new URL(`${language}.json`, out);
  writeFileSync(path, `${JSON.stringify(names, null, 2)}\n`);
  console.log(`${fileURLToPath(path)}: ${Object.keys(names).length} names`);
}

/** Names are spoken as they stand: brackets, quotes and slashes in them are only for the eye. */
function speakable(name) {
  return name
    .replace(/\(\p{L}\)/gu, '')
    .replace(/[“”„"‘()[\]*#&/,.!]/gu, ' ')
    .replace(/:(?!\d)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
