import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAttempt, breakerAt, CLOSED, nextChangeMs, type Breaker } from './breaker';
import { LIMITS } from './strategies';

const fail = (breaker: Breaker, nowMs: number) => afterAttempt(breaker, false, nowMs, LIMITS);
const help = (breaker: Breaker, nowMs: number) => afterAttempt(breaker, true, nowMs, LIMITS);

describe('breaker', () => {
  it('opens at the third attempt, half-opens by itself and closes after a quiet spell', () => {
    const open = fail(fail(fail(CLOSED, 0), 1_000), 2_000);
    expect(open).toEqual({ kind: 'open', untilMs: 32_000 });
    expect(breakerAt(open, 31_999, LIMITS).kind).toBe('open');
    expect(breakerAt(open, 32_000, LIMITS)).toEqual({ kind: 'halfOpen', sinceMs: 32_000 });
    expect(breakerAt(open, 61_999, LIMITS).kind).toBe('halfOpen');
    expect(breakerAt(open, 62_000, LIMITS)).toBe(CLOSED);
  });

  it('lets one try decide while half open', () => {
    const open = fail(fail(fail(CLOSED, 0), 0), 0);
    expect(fail(open, 40_000)).toEqual({ kind: 'open', untilMs: 70_000 });
    expect(help(open, 40_000)).toBe(CLOSED);
  });

  it('counts repairs that do not last, and forgets those that do', () => {
    expect(help(help(help(CLOSED, 0), 10_000), 20_000).kind).toBe('open');
    const lasting = help(help(CLOSED, 0), 10_000);
    expect(help(lasting, 40_000)).toEqual({ kind: 'closed', attempts: 1, sinceMs: 40_000 });
  });

  it('never lets more than its limit through in one cooldown, and always opens up again', () => {
    const steps = fc.array(
      fc.record({ waitMs: fc.integer({ min: 0, max: 20_000 }), helped: fc.boolean() }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        let breaker: Breaker = CLOSED;
        let nowMs = 0;
        const allowedMs: number[] = [];
        for (const { waitMs, helped } of all) {
          nowMs += waitMs;
          if (breakerAt(breaker, nowMs, LIMITS).kind === 'open') continue;
          allowedMs.push(nowMs);
          breaker = afterAttempt(breaker, helped, nowMs, LIMITS);
          // The one exception: a try that closed a half-open breaker begins a new count.
          const recent = allowedMs.filter((ms) => ms > nowMs - LIMITS.cooldownMs);
          expect(recent.length).toBeLessThanOrEqual(LIMITS.attempts + 1);
        }
        for (let changes = 0; changes < 3; changes++) {
          const changesMs = nextChangeMs(breaker, LIMITS);
          if (changesMs !== null) breaker = breakerAt(breaker, changesMs, LIMITS);
        }
        expect(breaker).toBe(CLOSED);
      }),
    );
  });
});
