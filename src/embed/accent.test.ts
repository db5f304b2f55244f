import { describe, expect, it } from 'vitest';
import { contrast, safeAccent } from './accent';

const LIGHT = ['#f7f2e8', '#fdfaf3'];
const DARK = ['#11100e', '#1b1916'];

describe('an accent', () => {
  it('is measured as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#1d5c49', '#1d5c49')).toBe(1);
  });

  it('is taken where it can be read, with an ink that can be read on it', () => {
    expect(safeAccent('#0b3d91', LIGHT)).toEqual({ accent: '#0b3d91', onAccent: '#ffffff' });
    expect(safeAccent('#ffd54a', DARK)).toEqual({ accent: '#ffd54a', onAccent: '#000000' });
  });

  it('is left out where it cannot', () => {
    expect(safeAccent('#ffd54a', LIGHT)).toBeNull();
    expect(safeAccent('#0b3d91', DARK)).toBeNull();
  });
});
