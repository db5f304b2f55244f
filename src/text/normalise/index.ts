import { toCardinal as dutch } from 'n2words/nl-NL';
import { toCardinal as english } from 'n2words/en-US';
import { toCardinal as german } from 'n2words/de-DE';
import type { Language, SayAs } from '../../contracts/text';
import type { Traced } from '../traced';

const CARDINAL = { en: english, de: german, nl: dutch } as const;

export interface NormaliseOptions {
  readonly language: Language;
  /** Forces one reading of the whole input; null lets each token decide. */
  readonly sayAs: SayAs | null;
}

/** Rewrites one sentence into words that can be spoken letter by letter; every output character keeps its source. */
export function normalise(sentence: Traced, { language }: NormaliseOptions): Traced {
  return sentence.replace(/[0-9]{1,15}/g, ([digits]) => CARDINAL[language](BigInt(digits)));
}
