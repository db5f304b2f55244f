import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanOptions, Utterance } from '../contracts/text';
import { plainDocument } from './document';
import type { Phonemiser } from './phonemiser';
import { planBlock } from './plan';
import { simplify, sliceUtterance } from './slice';

/** Letters for phonemes, "of the" merged as espeak does. */
const toy: Phonemiser = {
  phonemise: (text) =>
    text
      .replaceAll('of the', 'ofthe')
      .split(' ')
      .filter((group) => group !== ''),
};
const OPTIONS: PlanOptions = { language: 'en', lexicon: [], shortStart: false };

function plan(source: string): Utterance[] {
  const block = plainDocument(source).blockAt(0);
  return block === null ? [] : planBlock(block, OPTIONS, toy);
}

function only(source: string): Utterance {
  const [utterance, ...more] = plan(source);
  if (utterance === undefined || more.length > 0) throw new Error('One utterance was expected.');
  return utterance;
}

const sounds = ({ words, phonemes, phonemeWords }: Utterance) =>
  words.map((_, word) => [...phonemes].filter((_, unit) => phonemeWords[unit] === word).join(''));

describe('sliceUtterance', () => {
  const whole: Utterance = {
    ...only('Well, the end of the world (at last) is near!'),
    pauseBeforeMs: 50,
    marks: [
      { name: 'start', wordIndex: 0 },
      { name: 'the', wordIndex: 4 },
      { name: 'after', wordIndex: 10 },
    ],
  };

  it('cuts inside a merged group and keeps punctuation with the word before it', () => {
    expect(whole.phonemes).toBe('Well, the end ofthe world, at last, is near!');
    const parts = [sliceUtterance(whole, 0, 1), sliceUtterance(whole, 1, 4)];
    expect(parts.map((part) => part.phonemes)).toEqual(['Well,', 'the end of']);
    const rest = sliceUtterance(whole, 4, 10);
    expect(rest.phonemes).toBe('the world, at last, is near!');
    expect(rest.phonemeWords.slice(0, 5)).toEqual([0, 0, 0, -1, 1]);
  });

  it('has pauses, marks and the ending of the utterance at its edges alone', () => {
    const [first, middle, last] = [
      sliceUtterance(whole, 0, 4),
      sliceUtterance(whole, 4, 6),
      sliceUtterance(whole, 6, 10),
    ];
    const edges = [first, middle, last].map((part) => [
      part.pauseBeforeMs,
      part.pauseAfterMs,
      part.ends,
      part.marks,
    ]);
    expect(edges).toEqual([
      [50, 0, 'clause', [{ name: 'start', wordIndex: 0 }]],
      [0, 0, 'clause', [{ name: 'the', wordIndex: 0 }]],
      [0, whole.pauseAfterMs, 'paragraph', [{ name: 'after', wordIndex: 4 }]],
    ]);
  });

  it('is the utterance itself when it has all its words, or none', () => {
    expect(sliceUtterance(whole, 0, 99)).toBe(whole);
    const pause: Utterance = { ...whole, words: [], phonemes: '', phonemeWords: [] };
    expect(sliceUtterance(pause, 0, 0)).toBe(pause);
    expect(sliceUtterance(whole, 3, 3)).toMatchObject({ words: [], phonemes: '', marks: [] });
  });

  it('needs no phonemes', () => {
    const plain: Utterance = { ...whole, isPlain: true, phonemes: '', phonemeWords: [] };
    const part = sliceUtterance(plain, 1, 3);
    expect(part).toMatchObject({ isPlain: true, phonemes: '', phonemeWords: [] });
    expect(part.words.map((word) => word.spoken)).toEqual(['the', 'end']);
  });
});

describe('simplify', () => {
  const spoken = (pieces: readonly Utterance[]) =>
    pieces.map(({ words }) => words.map((word) => word.spoken).join(' '));

  it('cuts at punctuation where it can, else evenly', () => {
    const pieces = simplify(only('Well my friends, the end of the whole wide world is near'), 5);
    expect(pieces.map((piece) => piece.phonemes)).toEqual([
      'Well my friends,',
      'the end ofthe whole',
      'wide world is near.',
    ]);
  });

  it('finds punctuation of plain words by the gap it leaves', () => {
    const utterance = only('Well my friends, the end is near');
    const plain: Utterance = { ...utterance, isPlain: true, phonemes: '', phonemeWords: [] };
    expect(spoken(simplify(plain, 5))).toEqual(['Well my friends', 'the end is near']);
  });

  it('speaks at the voice’s own pitch, as fast and as loud as asked', () => {
    const prosody = { rate: 1.5, pitchSemitones: 4, gain: 0.5 };
    const [piece] = simplify({ ...only('Hello there.'), prosody }, 5);
    expect(piece?.prosody).toEqual({ rate: 1.5, pitchSemitones: 0, gain: 0.5 });
  });

  it('makes no piece without a sound', () => {
    const utterance = only('One two three');
    const silent = utterance.phonemeWords.map((word) => (word === 1 ? 0 : word));
    const pieces = simplify({ ...utterance, phonemeWords: silent }, 1);
    expect(spoken(pieces)).toEqual(['One two', 'three']);
    const mute = utterance.phonemeWords.map((word) => (word === 0 ? 1 : word));
    expect(spoken(simplify({ ...utterance, phonemeWords: mute }, 1))).toEqual(['One two', 'three']);
  });

  const text = fc
    .array(
      fc.oneof(
        fc.lorem({ maxCount: 8 }),
        fc.constantFrom(' of the ', ', ', '; ', ' — ', ' $5 ', ' (and) ', '. ', ' Dr. ', ' 3.14 '),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  it('has every word and every phoneme of it once, in order, whatever the text', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), fc.boolean(), (source, most, isPlain) => {
        for (const planned of plan(source)) {
          const utterance: Utterance = isPlain
            ? { ...planned, isPlain: true, phonemes: '', phonemeWords: [] }
            : planned;
          const pieces = simplify(utterance, most);
          expect(pieces.flatMap((piece) => piece.words)).toEqual(utterance.words);
          expect(pieces.flatMap(sounds)).toEqual(sounds(utterance));
          const letters = pieces.map((piece) => piece.phonemes).join('');
          expect(letters.replaceAll(' ', '')).toBe(utterance.phonemes.replaceAll(' ', ''));
          expect(pieces.reduce((sum, piece) => sum + piece.pauseAfterMs, 0)).toBe(
            utterance.pauseAfterMs,
          );
          let at = utterance.span.start;
          for (const piece of pieces) {
            expect(piece.id).toBe(utterance.id);
            expect(piece.span.start).toBe(at);
            at = piece.span.end;
            expect(piece.phonemes).toBe(piece.phonemes.trim());
            expect(piece.phonemeWords).toHaveLength(piece.phonemes.length);
            expect(piece.words.length).toBeLessThanOrEqual(most);
            expect(isPlain || piece.phonemes !== '').toBe(true);
            for (const { span } of piece.words) {
              expect(span.start).toBeGreaterThanOrEqual(piece.span.start);
              expect(span.end).toBeLessThanOrEqual(piece.span.end);
            }
          }
          expect(at).toBe(utterance.span.end);
        }
      }),
      { numRuns: 200 },
    );
  });
});
