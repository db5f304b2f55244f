import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passageAt } from './passage';

describe('the passage', () => {
  it('is the paragraph', () => {
    const text = 'One here.\n\nTwo here.\n\nThree.';
    const shown = (offset: number) => {
      const { start, end } = passageAt(text, offset);
      return text.slice(start, end);
    };
    expect([shown(0), shown(14), shown(99)]).toEqual(['One here.', 'Two here.', 'Three.']);
    expect(passageAt('', 5)).toEqual({ start: 0, end: 0 });
  });

  it('is short, and holds the place and the sentence after it', () => {
    const text = 'word '.repeat(5000).trim();
    fc.assert(
      fc.property(fc.nat(text.length - 1), (offset) => {
        const { start, end } = passageAt(text, offset);
        expect(start).toBeLessThanOrEqual(offset);
        expect(end).toBeGreaterThan(offset);
        expect(end - start).toBeLessThanOrEqual(2400);
        expect(Math.min(text.length, offset + 300)).toBeLessThanOrEqual(end);
        expect(start === 0 || text[start - 1] === ' ').toBe(true);
      }),
    );
  });
});
