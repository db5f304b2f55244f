import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passagesOf } from './passages';

const wordsOf = (text: string) =>
  text.split(' ').map((word, i) => ({ text: word, isSpaced: i > 0 }));
const texts = (text: string, limit: number) =>
  passagesOf(wordsOf(text), limit).map((passage) => passage.text);

describe('passages', () => {
  it('are one where all fits', () => {
    expect(texts('One two. Three', 300)).toEqual(['One two. Three']);
    expect(passagesOf([], 300)).toEqual([]);
  });

  it('end where a sentence does, else a clause, else a word', () => {
    expect(texts('One two three. Four five', 20)).toEqual(['One two three.', 'Four five']);
    expect(texts('One two three, four five', 20)).toEqual(['One two three,', 'four five']);
    expect(texts('One two three four five', 20)).toEqual(['One two three four', 'five']);
    // Too near the start to be worth a pause.
    expect(texts('One. Two three four five', 20)).toEqual(['One. Two three four', 'five']);
  });

  it('cut a word only where it is longer than all', () => {
    expect(texts('ab cdefghij k', 4)).toEqual(['ab', 'cdef', 'ghij', 'k']);
    expect(texts('🙂🙂🙂', 4)).toEqual(['🙂🙂', '🙂']);
  });

  it('hold every word, in order, within the limit', () => {
    const word = fc.record({
      text: fc.string({ unit: fc.constantFrom('a', 'b', '.', ',', '가', '🙂'), maxLength: 30 }),
      isSpaced: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 2, max: 60 }), (words, limit) => {
        const passages = passagesOf(words, limit);
        const spoken = words.map(() => '');
        let last = 0;
        for (const { text, fragments } of passages) {
          expect(text.length).toBeLessThanOrEqual(limit);
          expect(text.replaceAll(' ', '')).toBe(fragments.map((one) => one.text).join(''));
          for (const { wordIndex, text: part } of fragments) {
            expect(wordIndex).toBeGreaterThanOrEqual(last);
            last = wordIndex;
            spoken[wordIndex] += part;
          }
        }
        expect(spoken).toEqual(words.map(({ text }) => text));
      }),
    );
  });
});
