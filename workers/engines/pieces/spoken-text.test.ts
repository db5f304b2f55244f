import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../../src/contracts/text';
import { utteranceOf } from '../testing';
import { textWords } from './spoken-text';

/** Words as they are spoken, for the words of the phonemes in turn. */
function speaking(phonemes: string, spoken: readonly string[], change: Partial<Utterance> = {}) {
  const utterance = utteranceOf(phonemes, change);
  const words = utterance.words.map((word, i) => ({ ...word, spoken: spoken[i] ?? '' }));
  return { ...utterance, words };
}

const written = (utterance: Utterance) =>
  textWords(utterance)
    .map(({ text, isSpaced }) => (isSpaced ? ` ${text}` : text))
    .join('');

describe('the text of an utterance', () => {
  it('is its words with the punctuation of its phonemes', () => {
    const utterance = speaking('jˈɛs, aɪ ˈæm?', ['yes', 'I', 'am']);
    expect(written(utterance)).toBe('yes, I am?');
  });

  it('keeps punctuation that nothing stands before', () => {
    expect(written(speaking('...jˈɛs!', ['yes']))).toBe('...yes!');
  });

  it('keeps words without phonemes, and those of an utterance that has none', () => {
    const silent = { ...speaking('jˈɛs, ˈæm.', ['yes', '☃']), phonemes: '', phonemeWords: [] };
    expect(written(silent)).toBe('yes ☃');
    const partly = speaking('jˈɛs, ˈæm.', ['yes', 'am']);
    const phonemeWords = partly.phonemeWords.map((word) => (word === 0 ? 1 : word));
    expect(written({ ...partly, phonemeWords })).toBe('yes am,.');
  });

  it('has no spaces in Japanese but where the source had something between words', () => {
    const span = (start: number, end: number) => ({ start, end });
    const words = [
      { span: span(0, 2), spoken: '今日' },
      { span: span(2, 3), spoken: 'は' },
      { span: span(4, 6), spoken: '晴れ' },
    ];
    const utterance = { ...utteranceOf('kjoː wa haɾe.'), words, language: 'ja' };
    expect(written(utterance as Utterance)).toBe('今日は 晴れ.');
    expect(written({ ...utterance, language: 'en' } as Utterance)).toBe('今日 は 晴れ.');
  });

  it('has every word once and in order, whatever the phonemes', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'ə', ' ', ',', '.', 'ˈ') });
    fc.assert(
      fc.property(letters, (phonemes) => {
        const utterance = utteranceOf(phonemes);
        const texts = textWords(utterance).map(({ text }) => text.replace(/[.,]/g, ''));
        expect(texts).toEqual(utterance.words.map(({ spoken }) => spoken));
        const marks = written(utterance).replace(/[^.,]/g, '');
        const expected = utterance.words.length > 0 ? phonemes.replace(/[^.,]/g, '') : '';
        expect(marks).toBe(expected);
      }),
    );
  });
});
