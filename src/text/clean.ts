import { isFullLanguage, type Language } from '../contracts/text';
import type { Traced } from './traced';

type Rule = (text: Traced) => Traced;

/** Most accents a letter keeps; more is a prank that would slow every later step. */
const MAX_ACCENTS = 3;
const NO_BREAK = '\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u3164';
/** Invisible: directions, joiners, word joiner, soft hyphen, byte order mark, interlinear marks. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Burmese stacks that many on a letter, and all are heard. */
const MAX_MARKS = 6;
/** Malayalam's final consonants, written with a joiner, and the letters for them. */
const CHILLU = /([ണനരലളക])\u0d4d\u200d/gu;
const CHILLUS: Readonly<Record<string, string>> = {
  ണ: 'ൺ',
  ന: 'ൻ',
  ര: 'ർ',
  ല: 'ൽ',
  ള: 'ൾ',
  ക: 'ൿ',
};

/** In order: later rules rely on the forms that earlier ones leave. */
const rulesFor = (isFull: boolean): readonly Rule[] => [
  replacing(/\r\n?|[\u000b\u0085\u2028]/gu, '\n'),
  replacing(/[\u2029\f]/gu, '\n\n'),
  replacing(/\p{Surrogate}+|\ufffd+|[\ufdd0-\ufdef\p{Co}]+/gu, ' '),
  replacing(new RegExp(`[${NO_BREAK}\\t]`, 'gu'), ' '),
  replacing(/\u00ad\n[ \t]*/gu, ''),
  replacing(INVISIBLE, ''),
  // Persian parts a word's forms by it.
  replacing(isFull ? /\u200c/gu : /(?<!\p{sc=Arab}\p{M}*)\u200c|\u200c(?!\p{sc=Arab})/gu, ''),
  ...(isFull ? [] : [rewriting(CHILLU, (cluster) => CHILLUS[cluster.charAt(0)] ?? cluster)]),
  // Joiners and presentation selectors mean something in emoji only.
  replacing(/(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d|\u200d$/gu, ''),
  replacing(/(?<![\p{Extended_Pictographic}#*0-9])[\ufe00-\ufe0f]/gu, ''),
  // Controls but the line feed.
  replacing(/(?!\n)\p{Cc}+/gu, ' '),
  rewriting(/\P{M}\p{M}+/gu, (cluster) => composed(cluster, isFull ? MAX_ACCENTS : MAX_MARKS)),
  rewriting(/[\u1100-\u11ff]{2,}|[\u212a\u212b\u2126]/gu, (text) => text.normalize('NFC')),
  // Ligatures, full-width forms, letters in mathematical dress, Dutch ij.
  rewriting(/[\ufb00-\ufb06\uff01-\uff5e\u{1d400}-\u{1d7ff}\u0132\u0133]/gu, (text) =>
    text.normalize('NFKC'),
  ),
  replacing(/[“”„‟«»〝〞「」『』]/gu, '"'),
  replacing(/[‘’‚‛‹›ʼʹ´`]/gu, "'"),
  replacing(/''|,,(?=\p{L})/gu, '"'),
  replacing(/[‐‑]/gu, '-'),
  replacing(/(?<!-)-{2,3}(?!-)|―|[—–]{2,}/gu, '—'),
  replacing(/\.{2,}|…[.…]*/gu, '…'),
  rewriting(/[!?！？]{2,}/gu, (marks) => (/[?？]/u.test(marks) ? '?' : '!')),
  rewriting(/([,;:])\1+/gu, (marks) => marks.charAt(0)),
  // Ruled lines and boxes.
  replacing(/[*_=~#+^<>|\\/\u2500-\u259f-]{4,}|(?:[*_=~] ?){3,}/gu, ' '),
  // "exam-\nple", but not the German "Vor- und Nachteile" or a dialogue dash.
  replacing(/(?<=\p{L}{2})-\n[ ]*(?=\p{Ll}{2})(?!(?:und|oder|bzw|and|or|en|of|to|in)\b)/gu, ''),
];

const FULL_RULES = rulesFor(true);
const PLAIN_RULES = [
  ...rulesFor(false),
  // Half-width kana; Armenian marks of tone, which are written within the word.
  rewriting(/[\uff65-\uff9f]+/gu, (text) => text.normalize('NFKC')),
  replacing(/(?<=\p{L})[՛՜՞](?=\p{L})/gu, ''),
];
const greekQuestion = replacing(/[;\u037e]/gu, '?');

/**
 * Unicode clean-up: one form for what looks or means the same, nothing that cannot be spoken or
 * steer speech. Line ends stay, as `\n`: splitting needs them.
 */
export function clean(text: Traced, language: Language = 'en'): Traced {
  const rules = isFullLanguage(language) ? FULL_RULES : PLAIN_RULES;
  const cleaned = rules.reduce((rewritten, rule) => rule(rewritten), text);
  return language === 'el' ? greekQuestion(cleaned) : cleaned;
}

function replacing(pattern: RegExp, replacement: string): Rule {
  return (text) => text.replace(pattern, () => replacement);
}

function rewriting(pattern: RegExp, rewrite: (match: string) => string): Rule {
  return (text) =>
    text.replace(pattern, ([match]) => {
      const rewritten = rewrite(match);
      return rewritten === match ? null : rewritten;
    });
}

function composed(cluster: string, most: number): string {
  const [base = '', ...marks] = cluster.normalize('NFC');
  return base + marks.slice(0, most).join('');
}
