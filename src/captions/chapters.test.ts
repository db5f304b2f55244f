import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chapterMarks, headingChapters } from './chapters';
import { spokenTexts } from './testing';
import { placeClauses } from './timeline';

const TEMPO = { sampleRate: 24_000, speed: 1 };

it('lays chapters from the first sample to the last, without a gap', () => {
  fc.assert(
    fc.property(
      spokenTexts,
      fc.array(fc.nat(300), { maxLength: 5 }),
      ({ source, clauses }, cuts) => {
        const starts = [...new Set(cuts)].sort((a, b) => a - b).filter((at) => at < source.length);
        const chapters = starts.map((start, i) => ({
          title: `Chapter ${i}`,
          span: { start, end: starts[i + 1] ?? source.length },
        }));
        const placed = [...placeClauses(clauses, TEMPO)];
        const marks = chapterMarks(placed, chapters, 'Book');
        let at = 0;
        for (const { start, end } of marks) {
          expect(start).toBe(at);
          expect(end).toBeGreaterThanOrEqual(start);
          at = end;
        }
        expect(at).toBe(placed.at(-1)?.end);
        for (const { title, start } of marks.slice(1)) {
          const chapter = chapters.find((one) => one.title === title);
          const first = placed.find((one) => one.start === start);
          expect(first?.clause.span.start).toBeGreaterThanOrEqual(chapter?.span.start ?? Infinity);
          expect(first?.clause.span.start).toBeLessThan(chapter?.span.end ?? -1);
        }
      },
    ),
  );
});

it('finds headings that stand alone, and wants two of them', () => {
  const source =
    'Chapter 1\n\nText.\n\nChapter Two: The Road\n\nIn chapter 3 of it,\nPart 4\nmore.';
  const range = { start: 0, end: source.length };
  expect(headingChapters(source, range).map(({ title }) => title)).toEqual([
    'Chapter 1',
    'Chapter Two: The Road',
  ]);
  expect(headingChapters('Chapter 1\n\nText.', range)).toEqual([]);
  const marked = '# One\n\ntext\n\n## Two\n\ntext';
  const found = headingChapters(marked, { start: 0, end: marked.length });
  expect(found.map(({ span }) => marked.slice(span.start, span.end).trim())).toEqual([
    '# One\n\ntext',
    '## Two\n\ntext',
  ]);
});
