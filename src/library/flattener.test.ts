import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_KINDS, EMPHASES } from '../contracts/documents';
import type { Block } from '../contracts/text';
import { plainDocument } from '../text/document';
import { withReadings } from '../text/readings';
import { Flattener, type Flat, type FlatBlock } from '../documents/flattener';
import { blockAt, chapterIndexAt, emphasisWithin } from '../documents/lookup';

const flatten = (blocks: readonly FlatBlock[]): Flat => {
  const flat = new Flattener();
  for (const block of blocks) {
    if (block.kind === 'heading') {
      flat.chapter(block.segments.map(({ text }) => text).join(''), block.level);
    }
    flat.add(block);
  }
  return flat.finish();
};
const paragraph = (...segments: FlatBlock['segments']): FlatBlock => ({
  kind: 'paragraph',
  level: 0,
  segments,
});
const words = (text: string) => ({ text, marks: [] });

const piece = fc.oneof(
  fc.constantFrom(' ', '\n', '\t', '\u2028', '\u00ad', '\n\n\n', '\r\n', '\ufeff', '  x '),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.lorem({ maxCount: 6 }),
);
const segment = fc.record({
  text: fc.array(piece, { maxLength: 5 }).map((parts) => parts.join('')),
  marks: fc.array(fc.constantFrom(...EMPHASES), { maxLength: 3 }),
});
const anyBlock: fc.Arbitrary<FlatBlock> = fc
  .record({
    kind: fc.constantFrom(...BLOCK_KINDS),
    level: fc.integer({ min: 1, max: 6 }),
    segments: fc.array(segment, { maxLength: 5 }),
  })
  .map((block) => (block.kind === 'code' ? { ...block, says: 'Code.' } : block));

function allBlocks({ text, readings }: Flat): Block[] {
  const document = withReadings(plainDocument(text), readings);
  const blocks: Block[] = [];
  for (let block = document.blockAt(0); block !== null; block = document.blockAfter(block)) {
    blocks.push(block);
  }
  return blocks;
}

describe('Flattener', () => {
  it('collapses white space as a browser does, keeps line breaks and emphasis', () => {
    const flat = flatten([
      paragraph(words('  It \n came '), { text: 'at\tnight ', marks: ['emphasis'] }, words(' .')),
      paragraph(words('Roses \u2028 red')),
      paragraph(words(' \n ')),
    ]);
    expect(flat.text).toBe('It\ncame at night .\n\nRoses\nred');
    expect(flat.blocks).toHaveLength(2);
    expect(flat.emphasis.map(({ start, end }) => flat.text.slice(start, end))).toEqual([
      'at night ',
    ]);
  });

  it('keeps the lines and indents of code, and says that it is code', () => {
    const code = '\n\n    def f():\n\n        return 1\n  ';
    const flat = flatten([
      { kind: 'code', level: 0, segments: [words(code)], says: 'Code, 3 lines.' },
      paragraph(words('After.')),
    ]);
    expect(flat.text).toBe('def f():\n\n    return 1\n\nAfter.');
    expect(allBlocks(flat).map(({ runs }) => runs[0])).toMatchObject([
      { text: 'Code, 3 lines.', span: { start: 0, end: flat.text.indexOf('After') } },
      { text: 'After.' },
    ]);
  });

  it('ends each chapter where the next begins, and drops those without text', () => {
    const flat = new Flattener();
    flat.chapter('One', 1);
    flat.add(paragraph(words('First.')));
    const second = flat.next;
    flat.chapter('Two', 1);
    flat.chapter('Two and a half', 2);
    flat.add(paragraph(words('Second.')));
    flat.chapter('Nothing', 1);
    const { chapters, text } = flat.finish();
    expect(chapters).toEqual([
      { title: 'One', depth: 1, start: 0, end: second },
      { title: 'Two', depth: 1, start: second, end: text.length },
    ]);
    expect(chapterIndexAt(chapters, second)).toBe(1);
    expect(chapterIndexAt(chapters, second - 1)).toBe(0);
  });

  it('tells where everything lies, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 12 }), (given) => {
        const flat = flatten(given);
        let end = 0;
        for (const block of flat.blocks) {
          expect(flat.text.slice(end, block.start)).toBe(end === 0 ? '' : '\n\n');
          expect(flat.text.slice(block.start, block.end).trim()).not.toBe('');
          expect(blockAt(flat.blocks, block.start)).toBe(block);
          expect(blockAt(flat.blocks, block.end - 1)).toBe(block);
          end = block.end;
        }
        expect(end).toBe(flat.text.length);
        for (const one of flat.emphasis) {
          const block = blockAt(flat.blocks, one.start);
          expect(one.end).toBeGreaterThan(one.start);
          expect(one.end).toBeLessThanOrEqual(block?.end ?? 0);
          if (block) expect(emphasisWithin(flat.emphasis, block, one)).toContain(one);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is read in blocks that tile it, whatever is announced instead of read', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 10 }), (given) => {
        const flat = flatten(given);
        let end = 0;
        for (const { span } of allBlocks(flat)) {
          expect(span.start).toBe(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBe(flat.text.length);
      }),
      { numRuns: 200 },
    );
  });
});
