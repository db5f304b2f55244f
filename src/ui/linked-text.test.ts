import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linkedText } from './linked-text';

it('gives back whatever text was put into an address', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one.trim() !== '');
  fc.assert(
    fc.property(text, (one) => {
      expect(linkedText(`#read=${encodeURIComponent(one)}`)).toBe(one);
    }),
  );
});

it.each([
  '',
  '#health',
  '#read=',
  '#read=%20',
  '#read=%',
  '#read=%ff',
  `#read=${'a'.repeat(100_001)}`,
])('takes nothing from %.20s', (hash) => {
  expect(linkedText(hash)).toBeNull();
});
