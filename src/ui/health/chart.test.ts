import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HealthSample } from '../../contracts/health';
import {
  changesOf,
  draw,
  niceTop,
  recent,
  stretches,
  summary,
  tableRows,
  totals,
  WINDOW_MS,
  xPercent,
  yPercent,
} from './chart';

const NOW = 1_000_000_000_000;

function sample(secondsAgo: number, more: Partial<HealthSample> = {}): HealthSample {
  const timestamp = NOW - secondsAgo * 1000;
  const normal = {
    load: 0.2,
    rtf: 0.1,
    bufferedSeconds: 10,
    level: 'normal',
    rung: 'chosen',
  } as const;
  return { timestamp, ...normal, ...more };
}

const point = (secondsAgo: number, value: number | null) => ({
  at: NOW - secondsAgo * 1000,
  value,
});

test('five minutes go from edge to edge, and nothing leaves the plot', () => {
  expect([0, 150, 300].map((ago) => xPercent(NOW - ago * 1000, NOW))).toEqual([100, 50, 0]);
  expect([0, 0.5, 1].map((value) => yPercent(value, 1))).toEqual([100, 50, 0]);
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.integer(), (value, ms) => {
      for (const percent of [yPercent(value, 1.25), xPercent(NOW + ms, NOW)]) {
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }
    }),
  );
});

test('only what happened in the window is shown', () => {
  const samples = [sample(301), sample(300), sample(1)];
  expect(recent(samples, NOW)).toEqual(samples.slice(1));
  expect(recent([sample(400)], NOW)).toEqual([]);
  expect(WINDOW_MS).toBe(300_000);
});

test('the line is lifted where nothing was measured and where the page slept', () => {
  const points = [point(300, 0), point(297, 0.5), point(294, null), point(291, 1), point(240, 1)];
  const { line, area } = draw(points, NOW, 1);
  expect(line).toBe('M0 100L1 50M3 0M20 0');
  expect(area).toBe('M0 100L0 100L1 50L1 100ZM3 100L3 0L3 100ZM20 100L20 0L20 100Z');
  expect(draw([], NOW, 1)).toEqual({ line: '', area: '' });
});

test('the top of a scale is a round number that nothing exceeds', () => {
  expect(niceTop([], 0.1)).toBeCloseTo(0.1);
  expect(niceTop([point(0, 0.34)], 0.1)).toBeCloseTo(0.5);
  expect(niceTop([point(0, null), point(0, 20)], 10)).toBe(20);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (value) => {
      expect(niceTop([point(0, value)], 0.1)).toBeGreaterThanOrEqual(value * 0.999_99);
    }),
  );
});

test('a summary tells the newest, lowest, highest and mean of what is known', () => {
  expect(summary([point(2, 1), point(1, null), point(0, 3)])).toEqual({
    now: 3,
    min: 1,
    max: 3,
    mean: 2,
  });
  expect(summary([point(1, 1), point(0, null)])?.now).toBeNull();
  expect(summary([point(0, null)])).toBeNull();
});

test('runs of a level meet each other, end where nothing was measured, and add up', () => {
  const samples = Array.from({ length: 300 }, (_, i) => 300 - i)
    .filter((secondsAgo) => secondsAgo > 90 || secondsAgo <= 30)
    .map((secondsAgo) =>
      sample(secondsAgo, { level: secondsAgo <= 240 && secondsAgo > 150 ? 'high' : 'normal' }),
    );
  const runs = stretches(samples, ({ level }) => level, NOW);
  const shown = runs.map(({ kind, leftPercent, widthPercent }) => [
    kind,
    Math.round(leftPercent),
    Math.round(widthPercent),
  ]);
  expect(shown).toEqual([
    ['normal', 0, 20],
    ['high', 20, 30],
    ['normal', 50, 20],
    ['normal', 90, 10],
  ]);
  expect(changesOf(runs)).toBe(2);
  expect(totals(runs)).toEqual([
    { kind: 'normal', ms: 60_000 + 59_000 + 29_000 },
    { kind: 'high', ms: 90_000 },
  ]);
});

test('the table has a row for each half minute, newest first', () => {
  const start = Math.floor(NOW / 30_000) * 30_000;
  const at = (ms: number, more: Partial<HealthSample>) => ({
    ...sample(0, more),
    timestamp: start + ms,
  });
  const rows = tableRows([
    at(0, { load: 0.5 }),
    at(29_000, { load: 0.7, level: 'high' }),
    at(30_000, { load: null, rung: 'formant' }),
  ]);
  expect(rows.map(({ from }) => from - start)).toEqual([30_000, 0]);
  expect(rows[0]).toMatchObject({ load: null, rungs: ['formant'] });
  expect(rows[1]).toMatchObject({ load: { min: 0.5, max: 0.7 }, levels: ['normal', 'high'] });
});
