import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../contracts/text';
import { plainDocument, type TextDocument } from './document';
import { MAX_PIECE } from './paragraphs';

function allBlocks(document: TextDocument): Block[] {
  const blocks: Block[] = [];
  for (let block = document.blockAt(0); block !== null; block = document.blockAfter(block)) {
    blocks.push(block);
  }
  return blocks;
}

const texts = (source: string) =>
  allBlocks(plainDocument(source)).map(({ span }) => source.slice(span.start, span.end));

const prose = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\n\n',
        '\r\n',
        '\r\n\r\n',
        ' ',
        '. ',
        '\u2029',
        '\n \t\n',
        '?" ',
        '\f',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.lorem({ maxCount: 400 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('plainDocument', () => {
  it('ends blocks at blank lines', () => {
    expect(texts('One\ntwo.\n\nThree.\r\n \r\nFour')).toEqual([
      'One\ntwo.\n\n',
      'Three.\r\n \r\n',
      'Four',
    ]);
    expect(texts('\n\n\nOne')).toEqual(['\n\n\nOne']);
    expect(texts('')).toEqual([]);
    expect(texts(' \n\n ')).toEqual([' \n\n ']);
  });

  it('tells where a paragraph goes on in the next block', () => {
    const source = 'This is a sentence of some words. '.repeat(200);
    const blocks = allBlocks(plainDocument(source));
    const ends = blocks.map(({ runs }) => runs.at(-1)?.kind);
    expect(ends).toEqual([...blocks.slice(1).map(() => 'text'), 'boundary']);
    for (const { span } of blocks)
      expect(source.slice(span.start, span.end)).toMatch(/^This.*\. $/s);
  });

  it('cuts what has no space, between characters', () => {
    const blocks = allBlocks(plainDocument('👩‍👩‍👧'.repeat(5000)));
    expect(blocks.length).toBeGreaterThan(10);
    for (const { runs } of blocks) {
      expect(runs[0]).toMatchObject({ text: expect.stringMatching(/^(?:👩‍👩‍👧)+$/u) });
    }
  });

  it('tiles any text, in bounded blocks, the same whichever way they are reached', () => {
    fc.assert(
      fc.property(prose, fc.nat(), (source, pick) => {
        const blocks = allBlocks(plainDocument(source));
        let end = 0;
        for (const { span, runs } of blocks) {
          expect(span.start).toBe(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
          const run = runs[0];
          if (run?.kind !== 'text') throw new Error('A plain block begins with its text.');
          expect(run.text).toBe(source.slice(run.span.start, run.span.end));
          expect(run.text.trim().length).toBeLessThanOrEqual(MAX_PIECE);
          expect(source.slice(run.span.end, end).trim()).toBe('');
        }
        expect(end).toBe(source.length);
        if (source.length === 0) return;
        const offset = pick % source.length;
        const document = plainDocument(source);
        const expected = blocks.find(({ span }) => offset < span.end);
        expect(document.blockAt(offset)).toEqual(expected);
        const before = expected && document.blockBefore(expected);
        expect(before ?? undefined).toEqual(
          blocks[blocks.findIndex((b) => b.span.start === expected?.span.start) - 1],
        );
      }),
      { numRuns: 300 },
    );
  });

  it('opens a million characters at once, and its end soon', () => {
    for (const unit of ['word ', 'x', 'A line of text here.\n', 'A paragraph.\n\n']) {
      const source = unit.repeat(1_000_000 / unit.length);
      plainDocument(source).blockAt(source.length - 1);
      const started = performance.now();
      plainDocument(source).blockAt(0);
      const first = performance.now() - started;
      plainDocument(source).blockAt(source.length - 1);
      const last = performance.now() - started - first;
      expect(first).toBeLessThan(5);
      expect(last).toBeLessThan(100);
    }
  });
});
