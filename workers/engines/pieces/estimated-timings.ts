/** Where words sound in a voice that does not tell: by how long they are to read. Always labelled so. */
import type { WordTiming } from '../../../src/contracts/speech';
import type { Span } from '../../../src/contracts/text';

/** -46 dB below full scale: what a voice leaves before and after speech is softer. */
const AUDIBLE = 5e-3;
/** A pause at punctuation, in letters. */
const PAUSE_LETTERS = 2.5;

export interface WrittenWord {
  readonly span: Span;
  /** As it is given to the voice: letters or phonemes, with its punctuation. */
  readonly text: string;
}

/**
 * One for each word, in order, within what is audible of the sound: each has a share by its letters, and a
 * pause at its punctuation.
 */
export function estimateTimings(words: readonly WrittenWord[], pcm: Float32Array): WordTiming[] {
  const { from, to } = audible(pcm);
  const sizes = words.map(({ text }) => ({
    letters: Math.max(1, [...text.replace(/[\p{P}\p{M}\p{Sk}\sˈˌː]/gu, '')].length),
    pause: /[.,;:!?…。、，！？；：]/u.test(text) ? PAUSE_LETTERS : 0,
  }));
  const last = sizes.at(-1);
  if (last !== undefined) last.pause = 0;
  const total = sizes.reduce((sum, { letters, pause }) => sum + letters + pause, 0);
  let read = 0;
  const at = (place: number) => from + Math.round((place / total) * (to - from));
  return words.map(({ span }, i) => {
    const { letters, pause } = sizes[i] ?? { letters: 1, pause: 0 };
    const startSample = at(read);
    const endSample = at(read + letters);
    read += letters + pause;
    return { span, startSample, endSample };
  });
}

/** All of it where nothing is audible. */
function audible(pcm: Float32Array): { readonly from: number; readonly to: number } {
  const from = pcm.findIndex((sample) => Math.abs(sample) > AUDIBLE);
  if (from < 0) return { from: 0, to: pcm.length };
  return { from, to: pcm.findLastIndex((sample) => Math.abs(sample) > AUDIBLE) + 1 };
}
