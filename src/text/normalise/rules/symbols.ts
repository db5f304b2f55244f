/** Signs: punctuation kept or unified, mathematics read, decoration dropped. */
import type { LanguageRules } from '../language';
import { anyOf, rule, type Place, type RuleSet } from '../rule';
import { sayDigits, sayFigure } from '../numbers';

const BETWEEN_NUMBERS_BEFORE = /(?:[\p{N}%°€$£)²³]|\d\.)\s?$/u;
const NUMBER_AFTER = /^\s?[-−+(√]?[\p{N}$€£(√]/u;
const OPERAND_BEFORE = /[\p{L}\p{N}%°)²³]\s?$/u;
const OPERAND_AFTER = /^\s?[-−+(√]?[\p{L}\p{N}$€£(√]/u;

/** Punctuation of other scripts and styles, as a mark that every voice knows. */
const PUNCTUATION: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '〝': '"',
  '〞': '"',
  '「': '"',
  '」': '"',
  '『': '"',
  '』': '"',
  '《': '"',
  '》': '"',
  '‹': "'",
  '›': "'",
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '´': "'",
  '`': '',
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  '（': '(',
  '）': ')',
  '【': '(',
  '】': ')',
  '。': '.',
  '．': '.',
  '、': ',',
  '，': ',',
  '；': ';',
  '：': ':',
  '！': '!',
  '？': '?',
  '।': '.',
  '۔': '.',
  '،': ',',
  '؛': ';',
  '؟': '?',
  '‼': '!',
  '⁉': '?',
  '‽': '?',
  '―': '—',
  '‒': '–',
  '‑': '-',
  '‐': '-',
  '|': ',',
  '¦': ',',
  '¡': '',
  '¿': '',
  '\\': ' ',
  '^': '',
  '~': '',
  _: ' ',
  '*': '',
  '#': '',
  '†': '',
  '‡': '',
  '¶': '',
  '/': ' ',
  '•': ',',
  '‣': ',',
  '·': ',',
  '◦': ',',
  '▪': ',',
  '●': ',',
  '■': ',',
  '►': ',',
  '→': ',',
  '⇒': ',',
  '⟶': ',',
  '➔': ',',
  '➜': ',',
};
const KEPT = /^[,.;:!?…—()"'«»–]$/u;

export function symbolRules(rules: LanguageRules): Partial<RuleSet> {
  const { words } = rules;
  const between = (sign: string, text: string, before = OPERAND_BEFORE, after = OPERAND_AFTER) =>
    rule(sign, (_, place) =>
      before.test(place.before) && after.test(place.after) ? ` ${text} ` : null,
    );
  const always = (sign: string, text: string) => rule(sign, () => ` ${text} `);
  const number = BETWEEN_NUMBERS_BEFORE;
  return {
    symbol: [
      rule('\\.{3,}', () => '…'),
      // A run of one sign is an ornament, or an emphasis that one sign gives as well.
      rule('(?<sign>[^\\p{L}\\p{M}\\p{N}\\s])\\k<sign>{3,}', ([run]) =>
        /^[!?…]/u.test(run) ? run.slice(0, 1) : ',',
      ),
      between('[-–] ?(?=[\\p{N}., ]{1,20}=)', words.minus, number, NUMBER_AFTER),
      rule('\\s?[-–—]\\s?(?=[€$£]?\\d)', (_, place) => (isRange(place) ? ` ${words.to} ` : null)),
      rule('–', (_, place) => (isLetterRange(place) ? ` ${words.to} ` : null)),
      between(':', words.ratio, /\d$/u, /^\d/u),
      between(':', words.ratio, /\d $/u, /^ \d/u),
      between('[*×·⋅∙]', words.times, number, NUMBER_AFTER),
      between('\\/', words.slash, /\d{1,5}$/u, /^\d/u),
      between('\\^', words.power, /[\p{L}\p{N})]$/u, /^[-−(]?[\p{L}\p{N}]/u),
      between('<=', words.atMost),
      between('>=', words.atLeast),
      between('!=|=\\/=', words.notEqual),
      rule('[-=–]+>|<[-=–]+>?|=>', () => ','),
      // A tag that came along: its name is read, its brackets are not.
      rule('<\\/?(?=[a-zA-Z]{1,10}>)', () => ' '),
      rule('(?<=<\\/?[a-zA-Z]{1,10})>', () => ' '),
      between('<', words.less),
      between('>', words.greater),
      always('==?=?', words.equals),
      between('\\+\\+', `${words.plus} ${words.plus}`, /\p{L}$/u, /^/u),
      rule('\\+', () => ` ${words.plus} `),
      rule('§§', () => ` ${words.sections} `),
      ...signRules(rules),
      superscripts(rules),
      rule('~(?= ?[\\d$€£])', () => words.about),
      rule('#(?= ?\\d)', () => words.number),
      rule('&(?:amp;)?', () => ` ${words.and} `),
      rule('\\]\\((?:https?:\\/\\/|\\/|#|mailto:)[^)\\s]{0,500}\\)', () => `, ${words.link}`),
      rule('\\[(?=[^\\]\\n[]{1,200}\\]\\()', () => ''),
      rule('-{2,3}(?!-)', () => '—'),
      // A dash between words, at the head of a list, or at the end of a split word.
      rule('(?<= )[-–](?= )', (_, place) => (place.startsSentence ? '' : '—')),
      rule('(?!(?<=[\\p{L}\\p{M}])-\\p{L})[-‐‑]', (_, place) =>
        /[\p{L}\p{N}]$/u.test(place.before) && /^[\p{L}\p{N}]/u.test(place.after) ? ' ' : '',
      ),
      rule('(?<![\\p{L}\\p{N}])>(?!\\d)', () => ''),
    ],
  };
}

/** Signs that are always read. */
function signRules({ words, symbolNames }: LanguageRules) {
  const names: Readonly<Record<string, string>> = {
    '±': words.plusMinus,
    '×': words.times,
    '÷': words.dividedBy,
    '≠': words.notEqual,
    '≈': words.about,
    '≤': words.atMost,
    '≥': words.atLeast,
    '√': words.root,
    '∞': words.infinity,
    '°': words.degrees,
    '−': words.minus,
    '%': words.percent,
    '‰': words.permille,
    '§': words.section,
    '©': words.copyright,
    '®': words.registered,
    '™': words.trademark,
    '@': words.at,
    '№': words.number,
    ...symbolNames,
  };
  return [rule(anyOf(Object.keys(names)), ([sign]) => ` ${names[sign] ?? ''} `)];
}

/** x², 10⁶ */
function superscripts(rules: LanguageRules) {
  return rule('(?<minus>⁻?)(?<digits>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6})', (m, place) => {
    const digits = (m.groups?.['digits'] ?? '').normalize('NFKC');
    const isMinus = m.groups?.['minus'] !== '';
    if (!/[\p{L}\p{N})]$/u.test(place.before)) return sayDigits(digits, rules);
    if (digits === '2' && !isMinus) return rules.words.squared;
    if (digits === '3' && !isMinus) return rules.words.cubed;
    const value = sayFigure({ whole: digits, decimals: '', grouped: false }, rules);
    return `${rules.words.power} ${isMinus ? `${rules.words.minus} ` : ''}${value}`;
  });
}

function isRange({ before, after }: Place): boolean {
  return (
    BETWEEN_NUMBERS_BEFORE.test(before) && /^[€$£]?\d/u.test(after) && !/[-–]\d+$/u.test(before)
  );
}

function isLetterRange({ before, after }: Place): boolean {
  return /(?:^|[^\p{L}])\p{L}$/u.test(before) && /^\p{L}(?!\p{L})/u.test(after);
}

/** The mark for a sign that no rule spoke; null keeps it as it is. */
export function punctuation(sign: string): string | null {
  return KEPT.test(sign) ? null : (PUNCTUATION[sign] ?? '');
}
