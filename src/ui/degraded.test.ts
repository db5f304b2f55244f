import { expect, test } from 'vitest';
import { QUALITY_LEVELS } from '../contracts/speech';
import { RUNGS } from '../contracts/resilience';
import { degradations, levelInBrief, rungInBrief, standing } from './degraded';

test('nothing is told while all is well, and something for every lesser state', () => {
  expect(degradations({ rung: 'chosen', level: 'normal' }, false)).toEqual([]);
  expect(standing({ rung: 'chosen', level: 'normal' }, false)).toBe(
    'The chosen voice speaks. Quality is full.',
  );
  for (const rung of RUNGS) {
    for (const level of QUALITY_LEVELS) {
      const isBest = rung === 'chosen' && level === 'normal';
      expect(degradations({ rung, level }, false).length > 0).toBe(!isBest);
      expect(rungInBrief(rung) !== null || levelInBrief(level) !== null).toBe(!isBest);
    }
  }
});

test('it says who speaks while something is done about it, and why quality is lower', () => {
  expect(degradations({ rung: 'formant', level: 'high' }, true)).toEqual([
    'Speaking with the formant voice while the voice is being restarted.',
    'Fewer steps: the device is busy.',
  ]);
  expect(degradations({ rung: 'formant', level: 'overload' }, false)).toEqual([
    'The formant voice helps out: the device cannot keep up.',
  ]);
});
