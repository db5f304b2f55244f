import type { Traced } from './traced';

type Rule = (text: Traced) => Traced;

/** Most accents a letter keeps; more is a prank that would slow every later step. */
const MAX_ACCENTS = 3;
const NO_BREAK = '\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u3164';
/** Invisible: directions, joiners, word joiner, soft hyphen, byte order mark, interlinear marks. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** In order: later rules rely on the forms that earlier ones leave. */
const RULES: readonly Rule[] = [
  replacing(/\r\n?|[\u000b\u0085\u2028]/gu, '\n'),
  replacing(/[\u2029\f]/gu, '\n\n'),
  replacing(/\p{Surrogate}+|\ufffd+|[\ufdd0-\ufdef\p{Co}]+/gu, ' '),
  replacing(new RegExp(`[${NO_BREAK}\\t]`, 'gu'), ' '),
  replacing(/\u00ad\n[ \t]*/gu, ''),
  replacing(INVISIBLE, ''),
  // Joiners and presentation selectors mean something in emoji only.
  replacing(/(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d|\u200d$/gu, ''),
  replacing(/(?<![\p{Extended_Pictographic}#*0-9])[\ufe00-\ufe0f]/gu, ''),
  // Controls but the line feed.
  replacing(/(?!\n)\p{Cc}+/gu, ' '),
  rewriting(/\P{M}\p{M}+/gu, composed),
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

/**
 * Unicode clean-up: one form for what looks or means the same, nothing that cannot be spoken or
 * steer speech. Line ends stay, as `\n`: splitting needs them.
 */
export function clean(text: Traced): Traced {
  return RULES.reduce((cleaned, rule) => rule(cleaned), text);
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

function composed(cluster: string): string {
  const [base = '', ...marks] = cluster.normalize('NFC');
  return base + marks.slice(0, MAX_ACCENTS).join('');
}
