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

/** Languages the front-end can normalise and speak. */
export type Language = 'en' | 'de' | 'nl';
export const LANGUAGES: readonly Language[] = ['en', 'de', 'nl'];

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
  readonly lexicon: Lexicon;
  /** Keep the first utterance short, so that speech starts at once. */
  readonly shortStart: boolean;
  /** Begin at the word at or after this source offset; sentences keep their full spans. */
  readonly startAt?: number;
}

export type DocumentFormat = 'plain' | 'ssml';
