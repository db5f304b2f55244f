import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_NAMES, strikesJob } from './names';
import { planFaults } from './plan';

const request = fc.record({
  seed: fc.integer(),
  utterances: fc.integer({ min: 0, max: 60 }),
  faults: fc.integer({ min: 0, max: 30 }),
});

describe('planFaults', () => {
  it('is the same for the same seed, within the text, in order, at most one at a place', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const plan = planFaults(asked);
        expect(planFaults(asked)).toEqual(plan);
        expect(plan.length).toBeLessThanOrEqual(asked.faults);
        const places = plan.map(({ utterance, attempt }) => utterance * 1000 + attempt);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        for (const { fault, utterance, attempt } of plan) {
          expect(utterance).toBeGreaterThanOrEqual(0);
          expect(utterance).toBeLessThan(asked.utterances);
          expect(attempt === 1 || strikesJob(fault)).toBe(true);
        }
      }),
    );
  });

  it('plans as many faults as asked where the text has room', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 10 }), (seed, faults) => {
        expect(planFaults({ seed, utterances: 40, faults })).toHaveLength(faults);
      }),
    );
  });

  it('has every fault occur, first and after a failed attempt, over many seeds', () => {
    const plans = Array.from({ length: 300 }, (_, seed) =>
      planFaults({ seed, utterances: 30, faults: 6 }),
    ).flat();
    for (const name of FAULT_NAMES) {
      const attempts = plans.filter(({ fault }) => fault === name).map(({ attempt }) => attempt);
      expect(attempts).toContain(1);
      if (strikesJob(name)) expect(Math.max(...attempts)).toBeGreaterThan(2);
    }
  });

  it('keeps to the faults that are asked for', () => {
    const plan = planFaults({ seed: 1, utterances: 20, faults: 10, only: ['vocode.nan'] });
    expect(new Set(plan.map(({ fault }) => fault))).toEqual(new Set(['vocode.nan']));
  });
});
