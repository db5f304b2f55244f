import type { EspeakEvent } from '@echogarden/espeak-ng-emscripten';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordTimes } from './word-times';

const word = (text_position: number, audio_position: number): EspeakEvent => ({
  type: 'word',
  text_position,
  audio_position,
  id: 1,
});
const phoneme = (id: string, audio_position: number): EspeakEvent => ({
  type: 'phoneme',
  text_position: 1,
  audio_position,
  id,
});

/** "aa bb, cccc d" */
const words = [
  { from: 0, to: 2 },
  { from: 3, to: 5 },
  { from: 7, to: 11 },
  { from: 12, to: 13 },
];

describe('wordTimes', () => {
  it('ends a word where its last phoneme does', () => {
    const events = [
      word(1, 0),
      phoneme('a', 0),
      word(4, 100),
      phoneme('b', 100),
      phoneme('', 180),
      phoneme('', 200),
      word(8, 300),
      phoneme('c', 300),
      phoneme('', 340),
      phoneme('c', 360),
      word(13, 400),
      phoneme('d', 400),
      phoneme('', 480),
    ];
    expect(wordTimes({ text: '', words }, events, 500)).toEqual([
      { startMs: 0, endMs: 100 },
      { startMs: 100, endMs: 180 },
      { startMs: 300, endMs: 400 },
      { startMs: 400, endMs: 480 },
    ]);
  });

  it('shares the time of words that are said as one', () => {
    const times = wordTimes({ text: '', words }, [word(4, 100)], 380);
    expect(times).toEqual([
      { startMs: 0, endMs: 100 },
      { startMs: 100, endMs: 180 },
      { startMs: 180, endMs: 340 },
      { startMs: 340, endMs: 380 },
    ]);
  });

  it('keeps the first of the events that one word has', () => {
    const events = [word(1, 0), word(4, 100), word(4, 150), word(8, 200), word(9, 250)];
    const times = wordTimes({ text: '', words: words.slice(0, 3) }, events, 300);
    expect(times.map(({ startMs }) => startMs)).toEqual([0, 100, 200]);
  });

  it('is whole and in order, whatever the events', () => {
    const event = fc.record({
      type: fc.constantFrom('word' as const, 'phoneme' as const, 'end' as const),
      text_position: fc.integer({ min: 0, max: 20 }),
      audio_position: fc.integer({ min: 0, max: 700 }),
      id: fc.constantFrom('', 'a'),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const times = wordTimes({ text: '', words }, events, 600);
        expect(times).toHaveLength(words.length);
        let at = 0;
        for (const { startMs, endMs } of times) {
          expect(startMs).toBeGreaterThanOrEqual(at);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
          at = endMs;
        }
        expect(at).toBeLessThanOrEqual(600);
      }),
    );
  });
});
