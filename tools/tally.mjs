/** Counts of passed, failed and skipped tests, from the JSON reports of Vitest and Playwright. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Tally} */
const NOTHING = { passed: 0, failed: 0, skipped: 0 };
/** @type {Tally} */
export const ONE_PASSED = { ...NOTHING, passed: 1 };
/** @type {Tally} */
export const ONE_FAILED = { ...NOTHING, failed: 1 };

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: total.skipped + tally.skipped,
    }),
    NOTHING,
  );
}

/** @param {{ testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} report */
export function tallyVitest(report) {
  const files = report.testResults.map(({ status, assertionResults }) => {
    const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length;
    const failed = count('failed');
    return {
      passed: count('passed'),
      // A file that does not even load has no tests to fail.
      failed: failed === 0 && status === 'failed' ? 1 : failed,
      skipped: count('skipped') + count('pending') + count('todo'),
    };
  });
  return sum(files);
}

/** @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report */
export function tallyPlaywright({ stats }) {
  return {
    passed: stats.expected,
    // Passing at the second try is not passing.
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
}

/**
 * A runner that failed without naming a failed test (a crash, a server that did not start, no report)
 * counts as one failure.
 *
 * @param {Tally | null} tally Null when there is no report.
 * @param {number} status
 * @returns {Tally}
 */
export function withStatus(tally, status) {
  if (tally === null) return ONE_FAILED;
  return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** The last line of `npm test`. @param {Tally} tally */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
