import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURE_TYPES, RUNGS, type FailureType } from '../contracts/resilience';
import { decide, type Situation } from './decide';

const situation: Situation = {
  failure: 'pipelineError',
  rung: 'chosen',
  manner: 'plain',
  failures: 1,
  lostUtterances: 1,
  secondsUntilGap: 10,
  maxRetries: 3,
  retryDelayMs: 1000,
  isFallbackEnabled: true,
  jitter: 1,
};

/** What is decided at the first, second, ... failure of one utterance on one rung. */
const course = (failure: FailureType, change: Partial<Situation> = {}) =>
  [1, 2, 3, 4].map((failures) => {
    const decision = decide({ ...situation, failure, failures, ...change });
    return decision.kind === 'retry' ? decision.manner : decision.kind;
  });

describe('decide', () => {
  it('retries, simplifies, then leaves the rung to repair', () => {
    const expected = ['plain', 'simplified', 'simplified', 'descend'];
    expect(course('pipelineError')).toEqual(expected);
    expect(course('audioInvalid')).toEqual(expected);
    expect(course('workerDied')).toEqual(expected);
  });

  it('simplifies at once where memory ran out', () => {
    expect(course('memoryExhaustion')[0]).toBe('simplified');
  });

  it('tries once more what no text is the cause of', () => {
    expect(course('deviceLost')).toEqual(['plain', 'descend', 'descend', 'descend']);
    expect(course('networkError')).toEqual(['plain', 'descend', 'descend', 'descend']);
  });

  it('descends at once when the listener would hear a gap, without giving the rung up', () => {
    const decision = decide({ ...situation, secondsUntilGap: 0.1 });
    expect(decision).toEqual({ kind: 'descend', isDown: false });
    const again = decide({ ...situation, secondsUntilGap: 0.1, lostUtterances: 3 });
    expect(again).toEqual({ kind: 'descend', isDown: true });
  });

  it('waits before later retries, but never into a gap', () => {
    const delay = (secondsUntilGap: number, jitter: number) => {
      const decision = decide({ ...situation, failures: 2, secondsUntilGap, jitter });
      return decision.kind === 'retry' ? decision.delayMs : null;
    };
    expect(delay(10, 1)).toBe(1000);
    expect(delay(10, 0)).toBe(500);
    expect(delay(1.2, 1)).toBeCloseTo(200);
    expect(delay(0.5, 1)).toBe(0);
  });

  it('never gives a listener up while there is a fallback, and ends for every rung', () => {
    const situations = fc.record({
      failure: fc.constantFrom(...FAILURE_TYPES),
      rung: fc.constantFrom(...RUNGS),
      manner: fc.constantFrom('plain' as const, 'simplified' as const),
      failures: fc.integer({ min: 1, max: 12 }),
      lostUtterances: fc.integer({ min: 1, max: 9 }),
      secondsUntilGap: fc.oneof(fc.constant(Infinity), fc.double({ min: 0, max: 20, noNaN: true })),
      maxRetries: fc.integer({ min: 0, max: 5 }),
      retryDelayMs: fc.integer({ min: 0, max: 5000 }),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(situations, (some) => {
        const safe = decide({ ...some, isFallbackEnabled: true });
        expect(safe.kind).not.toBe('giveUp');
        if (safe.kind === 'retry') {
          expect(safe.delayMs).toBeLessThanOrEqual(some.retryDelayMs);
          if (some.rung !== 'silence') expect(some.failures).toBeLessThanOrEqual(5);
        }
        const bare = decide({ ...some, isFallbackEnabled: false, rung: 'chosen' });
        expect(bare.kind).not.toBe('descend');
      }),
    );
  });

  it('gives up what no rung could mend', () => {
    expect(decide({ ...situation, failure: null })).toEqual({ kind: 'giveUp' });
  });
});
