/**
 * What is rewritten in languages that have no rules of their own: addresses, and what markup asks for.
 * Figures, signs and emoji stay: espeak-ng's dictionaries read them.
 */
import type { SayAs } from '../../contracts/text';
import { Traced } from '../traced';

const URL = /(?:https?|ftp):\/\/[^\s<>"]+|www\.[^\s<>"]+/giu;
const HOST = /^(?:[a-z]+:\/\/)?(?:[^/?#@]*@)?(?<host>[^/?#:]+)/iu;
const NOT_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
/** Punctuation after an address is the sentence's. */
const TRAILING = /[.,;:!?)\]}'’”»…]+$/u;
const GRAPHEME = /[\p{L}\p{N}]\p{M}*(?=[\p{L}\p{N}])/gu;
const DIGIT = /\p{Nd}(?=\p{N})/gu;

export function normalisePlainly(sentence: Traced, sayAs: SayAs | null): Traced {
  switch (sayAs) {
    case 'characters':
      return spaced(sentence, GRAPHEME);
    case 'digits':
    case 'telephone':
      return spaced(sentence, DIGIT);
    default:
      return sentence.replace(URL, (match, traced) => address(match[0], traced));
  }
}

/** The host, which the scheme belongs to, and the words of the path. */
function address(text: string, traced: Traced): Traced {
  const end = text.length - (TRAILING.exec(text)?.[0].length ?? 0);
  const found = HOST.exec(text.slice(0, end));
  const host = (found?.groups?.['host'] ?? '').replace(/^www\./iu, '');
  if (found === null || !/[\p{L}\p{N}]/u.test(host)) return traced.replace(NOT_WORD, () => ' ');
  const path = traced.slice(found[0].length, end).replace(NOT_WORD, () => ' ');
  return Traced.concat([
    Traced.standing(host, traced.span(0, found[0].length)),
    path,
    traced.slice(end),
  ]);
}

function spaced(text: Traced, before: RegExp): Traced {
  return text.replace(before, ([sign], traced) =>
    Traced.concat([traced, Traced.standing(' ', traced.span(sign.length - 1))]),
  );
}
