import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QUALITY_LEVELS, type SynthesisOptions } from '../contracts/speech';
import { applyLevel, stepsAt, TIERS } from './tiers';

const asked: SynthesisOptions = {
  steps: 10,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};

test('normal is as asked', () => {
  expect(applyLevel('normal', asked, { fewestSteps: 1 })).toBe(asked);
});

test.each([
  ['high', 5, 0],
  ['critical', 1, 200],
  ['overload', 1, 200],
] as const)('%s takes %i steps', (level, steps, maxFramesPerChunk) => {
  const expected = { ...asked, steps, maxFramesPerChunk };
  expect(applyLevel(level, asked, { fewestSteps: 1 })).toEqual(expected);
});

test('a voice that needs two steps keeps them', () => {
  expect(stepsAt('critical', 10, { fewestSteps: 2 })).toBe(2);
  expect(stepsAt('high', 3, { fewestSteps: 1 })).toBe(2);
});

test('a tighter cap of the listener stays', () => {
  const tight = { ...asked, maxFramesPerChunk: 96 };
  expect(applyLevel('critical', tight, { fewestSteps: 1 }).maxFramesPerChunk).toBe(96);
});

test('never more steps than asked, nor than at a better level', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 4 }),
      (steps, fewest) => {
        const byLevel = QUALITY_LEVELS.map((level) =>
          stepsAt(level, steps, { fewestSteps: fewest }),
        );
        expect(byLevel[0]).toBe(steps);
        expect(byLevel).toEqual([...byLevel].sort((a, b) => b - a));
      },
    ),
  );
});

test('aims lower at each level', () => {
  expect(QUALITY_LEVELS.map((level) => TIERS[level].aimedSpeed)).toEqual([20, 10, 5, null]);
});
