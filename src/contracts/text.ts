/**
 * What the text front-end makes of a text. Everything here can be traced back to the characters the
 * listener sees: a `Span` counts UTF-16 units of the original text, before any clean-up.
 */
import type { UtteranceId } from '../base/ids';

/** Half open: `start` belongs to it, `end` does not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The primary subtag of a BCP 47 language tag, in lower case. Outside input is judged by `isLanguage`. */
export type Language = string;

/** Figures, dates, abbreviations and symbols are written out; others are read as espeak-ng reads them. */
export const FULL_LANGUAGES = ['en', 'de', 'nl'] as const;
export type FullLanguage = (typeof FULL_LANGUAGES)[number];

export function isFullLanguage(language: Language): language is FullLanguage {
  return FULL_LANGUAGES.some((full) => full === language);
}

/** Whether it has the form of a primary subtag; not whether anyone can speak it. */
export function isLanguage(text: string): boolean {
  return /^[a-z]{2,3}$/.test(text);
}

export interface Prosody {
  /** 1 is the voice's own pace; 2 is twice as fast. */
  readonly rate: number;
  readonly pitchSemitones: number;
  /** Linear gain, 1 is unchanged. */
  readonly gain: number;
}
export const NEUTRAL_PROSODY: Prosody = { rate: 1, pitchSemitones: 0, gain: 1 };

/** How a run of text is to be read; plain text has none of it. */
export interface RunStyle {
  readonly language: Language | null;
  readonly prosody: Prosody;
  readonly sayAs: SayAs | null;
  /** IPA to speak instead of the text. */
  readonly ipa: string | null;
}
export type SayAs =
  | 'characters'
  | 'cardinal'
  | 'ordinal'
  | 'digits'
  | 'date'
  | 'time'
  | 'telephone'
  | 'currency'
  | 'fraction'
  | 'unit';

/**
 * A stretch of source with one style. `text` is what to read; it equals the source at `span` unless
 * markup replaced it (an entity, `<sub alias>`): then each of its characters traces to the whole span.
 */
export type Run =
  | { readonly kind: 'text'; readonly text: string; readonly span: Span; readonly style: RunStyle }
  | { readonly kind: 'break'; readonly pauseMs: number; readonly span: Span }
  | { readonly kind: 'boundary'; readonly ends: 'sentence' | 'paragraph'; readonly span: Span }
  | { readonly kind: 'mark'; readonly name: string; readonly span: Span };

/** What is said in the place of a stretch of source: of a listing, that it is one. */
export interface Reading extends Span {
  readonly text: string;
}

/** A word as the listener sees it (`span`) and as it is spoken (`spoken`). */
export interface SpokenWord {
  readonly span: Span;
  readonly spoken: string;
}

export interface Mark {
  readonly name: string;
  /** The mark is reached when this word begins; `words.length` means after the last. */
  readonly wordIndex: number;
}

/** One clause: the unit of synthesis, retry, highlighting and seeking. */
export interface Utterance {
  /** Equal for equal text at an equal place: a resend is recognised. */
  readonly id: UtteranceId;
  /** The source it speaks, punctuation included. Spans of successive utterances never overlap. */
  readonly span: Span;
  /** The sentence it belongs to. */
  readonly sentence: Span;
  readonly language: Language;
  /** BCP 47 tag of where it is spoken so, when the plan was told; its language is `language`. */
  readonly locale?: string;
  readonly words: readonly SpokenWord[];
  /**
   * IPA, one symbol per UTF-16 unit, words separated by one space, punctuation right after its word.
   * Empty when there is nothing to say (a pause).
   */
  readonly phonemes: string;
  /** For each unit of `phonemes` the index of its word, or -1 (spaces, punctuation). */
  readonly phonemeWords: readonly number[];
  readonly pauseBeforeMs: number;
  readonly pauseAfterMs: number;
  readonly ends: 'clause' | 'sentence' | 'paragraph';
  readonly prosody: Prosody;
  readonly marks: readonly Mark[];
  /** Set where the pronouncer failed: there are words but no phonemes, and only the formant voice can say them. */
  readonly isPlain?: true;
}

/** The listener's own pronunciation of a word. */
export interface LexiconEntry {
  readonly language: Language;
  /** Matched as a whole word; case matters only if it has an upper-case letter beyond the first. */
  readonly word: string;
  readonly replacement:
    | { readonly kind: 'respelling'; readonly text: string }
    | { readonly kind: 'ipa'; readonly ipa: string };
}
export type Lexicon = readonly LexiconEntry[];

/** A piece of a document small enough to plan at once (about 2,000 characters). */
export interface Block {
  readonly runs: readonly Run[];
  readonly span: Span;
}

export interface PlanOptions {
  readonly language: Language;
  /** BCP 47 tag of the voice, e.g. `pt-BR`: text in its language is pronounced as there. */
  readonly locale?: string;
  readonly lexicon: Lexicon;
  /** Keep the first utterance short, so that speech starts at once. */
  readonly shortStart: boolean;
  /** Begin at the word at or after this source offset; sentences keep their full spans. */
  readonly startAt?: number;
}

export type DocumentFormat = 'plain' | 'ssml';
