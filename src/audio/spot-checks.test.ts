import { describe, expect, it } from 'vitest';
import { SpotChecks } from './spot-checks';

describe('SpotChecks', () => {
  it('compares the first, and then only what is longer by a good deal', () => {
    const checks = new SpotChecks();
    expect(checks.isDue(1)).toBe(true);
    expect(checks.isDue(0.5)).toBe(true);
    checks.agreed(1);
    expect([0.5, 1, 1.2].map((seconds) => checks.isDue(seconds))).toEqual([false, false, false]);
    expect(checks.isDue(2)).toBe(true);
    checks.agreed(2);
    expect(checks.isDue(2.4)).toBe(false);
  });

  it('compares now and then whatever the length', () => {
    const checks = new SpotChecks();
    checks.agreed(10);
    const due = Array.from({ length: 600 }, () => {
      const isDue = checks.isDue(1);
      if (isDue) checks.agreed(1);
      return isDue;
    });
    expect(due.filter(Boolean)).toHaveLength(3);
  });

  it('asks for few comparisons of a long reading', () => {
    const checks = new SpotChecks();
    let compared = 0;
    for (let i = 0; i < 1000; i++) {
      const seconds = 0.3 + ((i * 37) % 100) / 10;
      if (!checks.isDue(seconds)) continue;
      compared++;
      checks.agreed(seconds);
    }
    expect(compared).toBeLessThan(20);
  });
});
