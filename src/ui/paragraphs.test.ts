import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countText } from './counts';
import {
  lineAndColumn,
  LONGEST_PARAGRAPH,
  mapOffset,
  pieceAt,
  splitParagraphs,
  wordAt,
} from './paragraphs';

const anyText = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', '\n', '.', '🙂', 'word '),
  maxLength: 9_000,
});
const pieces = (text: string) => {
  const starts = splitParagraphs(text);
  return [...starts.slice(0, -1)].map((start, i) => text.slice(start, starts[i + 1]));
};

test('a paragraph takes the blank lines after it along', () => {
  expect(pieces('One.\n\n\nTwo.\nThree')).toEqual(['One.\n\n\n', 'Two.\n', 'Three']);
  expect(pieces('')).toEqual([]);
  expect(pieces('\n\nOne')).toEqual(['\n\n', 'One']);
});

test('a giant paragraph is cut after a sentence', () => {
  const sentence = 'Nobody knows how long this may go on. ';
  const cut = pieces(sentence.repeat(400));
  expect(cut.length).toBeGreaterThan(4);
  for (const piece of cut) expect(piece.endsWith('. ')).toBe(true);
});

test('pieces are the text, none empty, none too long, no surrogate pair torn', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const cut = pieces(text);
      expect(cut.join('')).toBe(text);
      for (const piece of cut) {
        expect(piece.length).toBeGreaterThan(0);
        expect(piece.length).toBeLessThanOrEqual(LONGEST_PARAGRAPH);
        expect(piece.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('every character lies in its piece', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), (text, n) => {
      fc.pre(text.length > 0);
      const starts = splitParagraphs(text);
      const offset = n % text.length;
      const piece = pieceAt(starts, offset);
      expect(starts[piece]).toBeLessThanOrEqual(offset);
      expect(starts[piece + 1]).toBeGreaterThan(offset);
    }),
  );
});

test('the word at a place, or the next one', () => {
  expect(wordAt('Hello, dear world', 8)).toEqual({ start: 7, end: 11 });
  expect(wordAt('Hello, dear world', 6)).toEqual({ start: 7, end: 11 });
  expect(wordAt('', 5)).toEqual({ start: 0, end: 0 });
});

test('a place moves with edits before it and stays with edits after it', () => {
  expect(mapOffset('one two three', 'one two three four', 8)).toBe(8);
  expect(mapOffset('one two three', 'zero one two three', 8)).toBe(13);
  expect(mapOffset('one two three', 'one three', 6)).toBe(5);
  expect(mapOffset('one', '', 3)).toBe(0);
});

test('a place in an edited text is always in the text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(40), (before, after, n) => {
      const place = mapOffset(before, after, Math.min(n, before.length));
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThanOrEqual(after.length);
    }),
  );
});

test('line and column count from one', () => {
  expect(lineAndColumn('ab\ncd\n', 0)).toEqual({ line: 1, column: 1 });
  expect(lineAndColumn('ab\ncd\n', 4)).toEqual({ line: 2, column: 2 });
  expect(lineAndColumn('ab\ncd\n', 99)).toEqual({ line: 3, column: 1 });
});

test('words are counted as split by white space', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(countText(text).words).toBe(text.split(/\s+/u).filter((word) => word !== '').length);
    }),
  );
});
