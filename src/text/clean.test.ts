import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from './clean';
import { Traced } from './traced';

const cleaned = (text: string) => clean(Traced.of(text)).text;

describe('clean', () => {
  it.each([
    ['composes accents', 'cafe\u0301', 'café'],
    ['replaces lone surrogates', 'a\ud800b', 'a b'],
    ['drops controls', 'a\u0000b\u001b[1m', 'a b [1m'],
    ['drops the invisible', '\ufeffzero\u200bwidth so\u00adft', 'zerowidth soft'],
    ['keeps emoji sequences', '👩‍👧 ❤️', '👩‍👧 ❤️'],
    ['has one space', 'a\u00a0b\u2003c\td', 'a b c d'],
    ['resolves ligatures and full-width forms', 'ﬁne Ａ１！ ﬀ', 'fine A1! ff'],
    ['has one kind of quote', '“He’s «here»,” ‘she’ said', `"He's "here"," 'she' said`],
    ['tames marks', 'What?!?! No!!! So.... well--- ,,,', 'What? No! So… well— ,'],
    ['drops ruled lines', 'a ****** b ------ c * * * d', 'a   b   c  d'],
    ['keeps dashes apart', '10–20 — x', '10–20 — x'],
    ['joins what a line end parted', 'exam-\nple so\u00ad\nft Vor-\nund', 'example soft Vor-\nund'],
    ['has one line end', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['stops pranks', `z${'\u0321'.repeat(200)}x`, 'z\u0321\u0321\u0321x'],
  ])('%s', (_, text, expected) => {
    expect(cleaned(text)).toBe(expected);
  });

  it('keeps every letter and digit traceable, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const result = clean(Traced.of(text));
        expect(result.text.isWellFormed()).toBe(true);
        const letters = text.normalize('NFD').match(/[a-z0-9]/gi) ?? [];
        expect(result.text.normalize('NFKD').match(/[a-z0-9]/gi) ?? []).toEqual(
          expect.arrayContaining(letters),
        );
        let at = 0;
        for (let i = 0; i < result.length; i++) {
          const span = result.span(i, i + 1);
          expect(span.start).toBeGreaterThanOrEqual(at);
          at = span.start;
        }
      }),
    );
  });
});
