import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span, Utterance } from '../contracts/text';
import { countWords } from './words';

const spans = (count: number): Span[] =>
  Array.from({ length: count }, (_, i) => ({ start: 4 * i, end: 4 * i + 3 }));

function utterances(words: readonly Span[]): Utterance[] {
  return [{ words: words.map((span) => ({ span, spoken: '' })) } as unknown as Utterance];
}

describe('countWords', () => {
  it('tells every lost and every repeated word', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 50 });
    fc.assert(
      fc.property(counts, (times) => {
        const words = spans(times.length);
        const heard = words.flatMap((span, i) => Array.from({ length: times[i] ?? 0 }, () => span));
        const count = countWords(utterances(words), heard);
        const having = (test: (n: number) => boolean) =>
          words.filter((_, i) => test(times[i] ?? 0));
        expect(count).toEqual({
          expected: words.length,
          spokenOnce: having((n) => n === 1).length,
          repeated: having((n) => n > 1),
          lost: having((n) => n === 0),
          outOfOrder: [],
        });
      }),
    );
  });

  it('tells words that came late', () => {
    const [a, b, c] = spans(3) as [Span, Span, Span];
    expect(countWords(utterances([a, b, c]), [a, c, b]).outOfOrder).toEqual([b]);
  });
});
