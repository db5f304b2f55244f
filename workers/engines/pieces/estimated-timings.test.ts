import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTimings } from './estimated-timings';

const word = (text: string, at: number) => ({ text, span: { start: at, end: at + 1 } });

describe('estimated timings', () => {
  it('give longer words more, and punctuation a pause', () => {
    const pcm = new Float32Array(2200).fill(0.5);
    const words = [word('abcd,', 0), word('ab', 1), word('abcdefghijklm.', 2)];
    const [a, b, c] = estimateTimings(words, pcm);
    expect(a).toMatchObject({ startSample: 0, endSample: 409 });
    expect(b).toMatchObject({ startSample: 665, endSample: 870 });
    expect(c).toMatchObject({ startSample: 870, endSample: 2200 });
  });

  it('leave out what is silent at the edges', () => {
    const pcm = new Float32Array(1000);
    pcm.fill(-0.2, 300, 900);
    expect(estimateTimings([word('yes', 0)], pcm)[0]).toMatchObject({
      startSample: 300,
      endSample: 900,
    });
  });

  it('lie within the sound, in order, and leave no word out', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'ß', ',', '日', ' ') }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2000, max: 9000 }), (words, samples) => {
        const pcm = new Float32Array(samples).fill(0.3);
        const timings = estimateTimings(words.map(word), pcm);
        expect(timings).toHaveLength(words.length);
        let at = 0;
        for (const { startSample, endSample } of timings) {
          expect(startSample).toBeGreaterThanOrEqual(at);
          expect(endSample).toBeGreaterThan(startSample);
          at = endSample;
        }
        expect(at).toBeLessThanOrEqual(samples);
      }),
    );
  });
});
