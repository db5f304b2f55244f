/** Folds letters and digits that only look different into plain ones, keeping their traces. */
import type { Traced } from '../traced';

/** Presentation selectors and the box of a keycap change the look alone. */
const LOOKS = /[\uFE0E\uFE0F](?=\p{L}|\p{N}|\u20E3)|\uFE0F?\u20E3|\u00AD/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
/** Full-width, mathematical, enclosed, ligature and numeral signs with a plain equivalent. */
const COMPATIBLE =
  /[\u2080-\u208E\u2100-\u214F\u2160-\u217F\u2460-\u24FF\u3371-\u33DF\uFB00-\uFB06\uFF01-\uFF5E\u{1D400}-\u{1D7FF}\u{1F100}-\u{1F12A}]/gu;
const KEPT_SIGNS = new Set(['№', '™', '℠', '℮', 'ℹ']);

export function prepare(sentence: Traced): Traced {
  return sentence
    .replace(LOOKS, () => '')
    .replace(LONE_SURROGATE, () => '')
    .replace(COMPATIBLE, ([sign]) => (KEPT_SIGNS.has(sign) ? null : plain(sign)))
    .replace(OTHER_DIGIT, ([digit]) => String(digitValue(digit)));
}

function plain(sign: string): string | null {
  const folded = sign.normalize('NFKC').replace(/^\((.*)\)$/u, '$1');
  return folded === sign ? null : folded;
}

/** Decimal digits of every script stand ten in a row, zero first. */
function digitValue(digit: string): number {
  const at = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (before < 60 && /\p{Nd}/u.test(String.fromCodePoint(at - before - 1))) before++;
  return before % 10;
}
