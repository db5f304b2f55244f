import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flattenPdf } from './flatten';
import type { PdfItem, PdfPage } from './fragments';

const SIZE = 10;
const PITCH = 12;
const item = (text: string, x: number, y: number, more: Partial<PdfItem> = {}): PdfItem => ({
  text,
  x,
  y,
  width: text.length * 5,
  size: SIZE,
  font: 'body',
  ...more,
});
const page = (items: readonly PdfItem[]): PdfPage => ({ width: 600, height: 800, items });
/** Lines of one width below each other. */
const column = (lines: readonly string[], x: number, y: number) =>
  lines.map((text, i) => item(text, x, y + i * PITCH, { width: 220 }));

describe('the text of a PDF', () => {
  it('is read column by column, below a title that spans both', () => {
    const left = ['the left one', 'goes on here', 'and here too', 'to its foot'];
    const right = ['then the right', 'which follows', 'in its turn', 'and ends.'];
    const { text, blocks, headline } = flattenPdf(
      [
        page([
          ...column(right, 320, 200),
          item('A Title That Spans Both Of Them', 100, 150, { size: 18, width: 400 }),
          ...column(left, 60, 200),
        ]),
      ],
      [],
    );
    expect(text).toBe(`A Title That Spans Both Of Them\n\n${left.join(' ')} ${right.join(' ')}`);
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph']);
    expect(headline).toBe('A Title That Spans Both Of Them');
  });

  it('has no headers, footers and page numbers, and its parted words are whole', () => {
    const pages = [1, 2, 3].map((number) =>
      page([
        item(`The Harbour Review ${number}`, 60, 30),
        ...column([`Page text ${'abc'[number - 1] ?? ''} is extra-`, 'ordinary here,'], 60, 300),
        item(String(number), 300, 780),
      ]),
    );
    expect(flattenPdf(pages, []).text).toBe(
      'Page text a is extraordinary here, Page text b is extraordinary here, Page text c is extraordinary here,',
    );
  });

  it('parts paragraphs at gaps, indents and bullets', () => {
    const { text, blocks } = flattenPdf(
      [
        page([
          ...column(['First paragraph begins', 'and goes on.'], 60, 200),
          ...column(['Second, after a gap,', 'has two lines.'], 60, 250),
          item('• A bullet point', 60, 274, { width: 220 }),
          item('• Another one', 60, 286, { width: 220 }),
        ]),
      ],
      [],
    );
    expect(text.split('\n\n')).toEqual([
      'First paragraph begins and goes on.',
      'Second, after a gap, has two lines.',
      'A bullet point',
      'Another one',
    ]);
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph', 'item', 'item']);
  });

  it('takes chapters from the outline, at the heading of that name', () => {
    const { chapters, text } = flattenPdf(
      [
        page(column(['Preface words come first', 'and take two lines.'], 60, 300)),
        page([
          ...column(['The end of the preface', 'is on this page.'], 60, 300),
          item('The Storm', 60, 400, { size: 20 }),
          ...column(['It came at night', 'and stayed.'], 60, 430),
        ]),
      ],
      [{ title: 'The  storm', depth: 1, page: 1 }],
    );
    expect(chapters).toEqual([
      { title: 'The storm', depth: 1, start: text.indexOf('The Storm'), end: text.length },
    ]);
  });

  it('loses no word of one column and never fails on scattered items', () => {
    const anyItem = fc.record({
      text: fc.string({ maxLength: 12 }),
      x: fc.double({ min: -50, max: 650, noNaN: true }),
      y: fc.double({ min: -50, max: 850, noNaN: true }),
      width: fc.double({ min: 0, max: 600, noNaN: true }),
      size: fc.double({ min: 1, max: 60, noNaN: true }),
      font: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 40 }), (items) => {
        const { text } = flattenPdf([page(items)], []);
        const letters = (all: string) => [...all.replace(/[^\p{L}\p{N}]/gu, '')].sort().join('');
        expect(letters(text)).toBe(letters(items.map((one) => one.text).join('')));
      }),
      { numRuns: 200 },
    );
  });
});
