import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heights } from './heights';
import { TextWindow } from './text-window.svelte';

const list = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 80 });

test('sums and places agree with adding up, also after corrections', () => {
  fc.assert(
    fc.property(
      list,
      fc.array(fc.tuple(fc.nat(79), fc.integer({ min: 1, max: 90 }))),
      (rows, fixes) => {
        const heights = new Heights(Float64Array.from(rows));
        for (const [n, height] of fixes) {
          const row = n % rows.length;
          expect(heights.set(row, height)).toBe(height - (rows[row] ?? 0));
          rows[row] = height;
        }
        let top = 0;
        rows.forEach((height, row) => {
          expect(heights.topOf(row)).toBe(top);
          expect(heights.rowAt(top)).toBe(row);
          expect(heights.rowAt(top + height - 0.5)).toBe(row);
          top += height;
        });
        expect(heights.total).toBe(top);
      },
    ),
  );
});

test('places outside are the first and the last row', () => {
  const heights = new Heights(Float64Array.of(10, 20, 30));
  expect(heights.rowAt(-5)).toBe(0);
  expect(heights.rowAt(999)).toBe(2);
});

test('a window over a million characters holds a few rows and stays in place when measured', () => {
  const text = `${'word '.repeat(60)}\n\n`.repeat(3_400);
  const window = new TextWindow(text, { lineHeightPx: 30, charactersPerLine: 60 });
  window.show(50_000, 800);
  expect(window.last - window.first).toBeLessThan(20);
  const anchor = window.rowAt(50_000);
  const before = window.topOf(anchor);
  const grown = window.measured([[window.first, 999]], anchor);
  expect(window.topOf(anchor) - before).toBe(grown);
  expect(window.textOf(anchor)).toBe(`${'word '.repeat(60)}\n\n`);
});

test('an empty text has no rows', () => {
  const window = new TextWindow('', { lineHeightPx: 30, charactersPerLine: 60 });
  window.show(0, 800);
  expect([window.first, window.last, window.totalPx]).toEqual([0, 0, 0]);
});
