import { describe, expect, it } from 'vitest';
import { compare } from './self-test';

/** Like a voice's: hardly anything in the upper half of the spectrum. */
const reference = Float32Array.from({ length: 8000 }, (_, i) => 0.3 * Math.sin(i * 0.1));
const changed = (by: (value: number, i: number) => number) => reference.map(by);

describe('the self-test', () => {
  it('agrees with what rounding does', () => {
    expect(compare(reference, reference)).toMatchObject({ kind: 'agrees', relativeError: 0 });
    expect(
      compare(
        changed((x, i) => x * (1 + 1e-5 * Math.sin(i * i))),
        reference,
      ).kind,
    ).toBe('agrees');
  });

  it('finds what is not a number, another length, silence and another level', () => {
    expect(
      compare(
        changed((x, i) => (i === 5000 ? NaN : x)),
        reference,
      ).kind,
    ).toBe('differs');
    expect(
      compare(
        changed((x, i) => (i === 5000 ? Infinity : x)),
        reference,
      ).kind,
    ).toBe('differs');
    expect(compare(reference.subarray(1), reference).kind).toBe('differs');
    expect(
      compare(
        changed(() => 0),
        reference,
      ).kind,
    ).toBe('differs');
    expect(
      compare(
        changed((x) => 1.05 * x),
        reference,
      ).kind,
    ).toBe('differs');
  });

  it('finds hiss that is small against the whole', () => {
    const { kind, relativeError, highError } = compare(
      changed((x, i) => x + 0.001 * Math.sin(i * 2.7)),
      reference,
    );
    expect(relativeError).toBeLessThan(0.01);
    expect(highError).toBeGreaterThan(0.1);
    expect(kind).toBe('differs');
  });
});
