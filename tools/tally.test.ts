import { describe, expect, it } from 'vitest';
import { lastLine, tallyPlaywright, tallyVitest, withStatus } from './tally.mjs';

const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

describe('tallies', () => {
  it('counts what Vitest reports, and a file that does not load as one failure', () => {
    const report = {
      testResults: [
        { status: 'passed', assertionResults: tests('passed', 'passed', 'skipped', 'todo') },
        { status: 'failed', assertionResults: tests('failed', 'passed') },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(tallyVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts what Playwright reports, a flaky test as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(tallyPlaywright({ stats })).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it('counts a runner that crashed as a failure', () => {
    const fine = { passed: 3, failed: 0, skipped: 0 };
    expect(withStatus(null, 0).failed).toBe(1);
    expect(withStatus(fine, 1).failed).toBe(1);
    expect(withStatus(fine, 0)).toEqual(fine);
  });
});

describe('the last line', () => {
  it('names what was skipped only if something was', () => {
    expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(lastLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped');
  });
});
