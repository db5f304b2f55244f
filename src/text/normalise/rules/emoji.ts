/** Emoji and symbols by their names in Unicode CLDR. */
import type { FullLanguage } from '../../../contracts/text';
import de from '../emoji/de.json';
import en from '../emoji/en.json';
import nl from '../emoji/nl.json';
import type { LanguageRules } from '../language';
import { rule, type RuleSet } from '../rule';

const NAMES: Readonly<Record<FullLanguage, Readonly<Record<string, string>>>> = { en, de, nl };

const PRESENTATION = /[\uFE0E\uFE0F]/gu;
const SKIN_TONE = /\p{Emoji_Modifier}/gu;
const REGIONAL_A = 0x1f1e6;
const MAX_JOINED = 8;

const ONE =
  '\\p{Extended_Pictographic}[\\uFE0E\\uFE0F]?\\p{Emoji_Modifier}?(?:[\\u{E0020}-\\u{E007F}]{1,8})?';
const EMOJI = `${ONE}(?:\\u200D${ONE}|\\u200D[♀♂⚕⚖✈]\\uFE0F?){0,${String(MAX_JOINED)}}`;

/** `speakName` reads the figures that a few names hold ("12:30"). */
export function emojiRules(
  rules: LanguageRules,
  speakName: (name: string) => string,
): Partial<RuleSet> {
  const flag = rule(
    '[\\u{1F1E6}-\\u{1F1FF}]{2}',
    ([pair]) => `, ${rules.words.flag} ${regionName(pair, rules.language)},`,
  );
  const emoji = rule(`(?![©®™#*\\d])(?<one>${EMOJI})(?:\\k<one>){0,40}`, (m) => {
    const name = emojiName(m.groups?.['one'] ?? '', rules);
    return name === '' ? null : `, ${speakName(name)},`;
  });
  return { symbol: [flag, emoji] };
}

/** A name for any symbol, for sentences that hold nothing else. */
export function symbolName(symbol: string, language: FullLanguage): string {
  return NAMES[language][symbol.replace(PRESENTATION, '')] ?? '';
}

function regionName(pair: string, language: FullLanguage): string {
  const code = [...pair]
    .map((letter) => String.fromCharCode(65 + (letter.codePointAt(0) ?? 0) - REGIONAL_A))
    .join('');
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}

function emojiName(emoji: string, rules: LanguageRules): string {
  const names = NAMES[rules.language];
  const tone = names[SKIN_TONE.exec(emoji)?.[0] ?? ''] ?? '';
  SKIN_TONE.lastIndex = 0;
  const plain = emoji
    .replace(PRESENTATION, '')
    .replace(SKIN_TONE, '')
    .replace(/[\u{E0020}-\u{E007F}]/gu, '');
  const name =
    names[plain] ??
    plain
      .split('\u200D')
      .map((part) => names[part] ?? '')
      .filter(Boolean)
      .join(' ');
  return [name, tone].filter(Boolean).join(' ');
}
