import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPHASES } from '../../contracts/documents';
import { keepsStructure } from './clipboard';
import { headingLevels, type RowLook } from './look';
import { styledPieces } from './styled-pieces';

const heading = (level: number): RowLook => ({
  kind: 'heading',
  level,
  isFirst: true,
  isLast: true,
  emphasis: [],
});

test('no heading level is left out on the way down, wherever the window of rows begins', () => {
  const levels = headingLevels([heading(3), null, heading(2), heading(1), heading(6)]);
  expect(levels).toEqual([2, 0, 3, 2, 3]);
});

test('pieces put together are the paragraph, and wear what lies over them', () => {
  const span = fc
    .tuple(fc.nat(60), fc.nat(60))
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
  const emphasis = fc.array(
    fc.tuple(span, fc.constantFrom(...EMPHASES)).map(([at, kind]) => ({ ...at, kind })),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40 }),
      fc.nat(30),
      emphasis,
      fc.option(span),
      (text, start, all, word) => {
        const pieces = styledPieces(text, start, all, { sentence: null, word });
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        let at = start;
        for (const piece of pieces) {
          const inWord = word !== null && at >= word.start && at < word.end;
          expect(piece.mark === 'word').toBe(inWord && piece.text !== '');
          at += piece.text.length;
        }
      },
    ),
  );
});

test('a few words are pasted as text, what has structure as a document', () => {
  expect(keepsStructure('<meta charset=utf-8><b>bold</b>')).toBe(false);
  expect(keepsStructure('<ul><li>one</li></ul>')).toBe(true);
  expect(keepsStructure('<h2 class="x">Stores</h2>')).toBe(true);
  expect(keepsStructure(`<p>${'words '.repeat(80)}<em>x</em></p>`)).toBe(true);
  expect(keepsStructure('')).toBe(false);
});
