import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock';
import { Metrics } from './metrics';

let now = 0;
const clock: Clock = { now: () => now, after: () => () => {} };
const create = (windowValues = 100, windowMs = 1000) =>
  new Metrics<'underruns', 'heapBytes', 'rtf'>({ clock, windowValues, windowMs });

beforeEach(() => {
  now = 0;
});

describe('Metrics', () => {
  it('counts, and keeps the latest of a gauge', () => {
    const metrics = create();
    metrics.count('underruns');
    metrics.count('underruns', 2);
    metrics.gauge('heapBytes', 5);
    metrics.gauge('heapBytes', 3);
    expect(metrics.snapshot()).toEqual({
      counters: { underruns: 3 },
      gauges: { heapBytes: 3 },
      histograms: {},
      totals: {},
    });
  });

  it('times, and keeps totals of what its window forgot', () => {
    const metrics = create(100, 1000);
    const stop = metrics.time('rtf');
    now = 40;
    stop();
    metrics.record('rtf', 2);
    now = 5000;
    expect(metrics.snapshot()).toMatchObject({
      histograms: {},
      totals: { rtf: { count: 2, sum: 42 } },
    });
  });

  it('gives nearest-rank percentiles', () => {
    const metrics = create();
    for (let value = 100; value >= 1; value--) metrics.record('rtf', value);
    expect(metrics.summary('rtf')).toEqual({
      count: 100,
      min: 1,
      mean: expect.closeTo(50.5) as number,
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
    });
  });

  it('forgets by number and by age, and leaves out what is no number', () => {
    const metrics = create(3, 1000);
    for (const value of [9, 1, 2, Number.NaN]) metrics.record('rtf', value);
    now = 600;
    metrics.record('rtf', 3);
    expect(metrics.summary('rtf')).toMatchObject({ count: 3, min: 1, max: 3 });
    now = 1200;
    expect(metrics.summary('rtf')).toMatchObject({ count: 1, p50: 3, p99: 3 });
    now = 5000;
    expect(metrics.summary('rtf')).toBeNull();
    expect(metrics.snapshot().histograms).toEqual({});
  });

  it('keeps its figures in order and among the values', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (all, windowValues) => {
        const metrics = create(windowValues);
        for (const value of all) metrics.record('rtf', value);
        const latest = all.slice(-windowValues);
        const summary = metrics.summary('rtf');
        expect(summary?.count).toBe(latest.length);
        const { min = 0, p50 = 0, p95 = 0, p99 = 0, max = 0 } = summary ?? {};
        expect(min).toBe(Math.min(...latest));
        expect(max).toBe(Math.max(...latest));
        for (const figure of [p50, p95, p99]) expect(latest).toContain(figure);
        expect(min <= p50 && p50 <= p95 && p95 <= p99 && p99 <= max).toBe(true);
      }),
    );
  });
});
