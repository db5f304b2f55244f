import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Traced } from './traced';

describe('Traced', () => {
  it('traces a rewritten word to the characters it replaced', () => {
    const traced = Traced.of('I owe $3 now', 100).replace(/\$(\d)/g, () => 'three dollars');
    expect(traced.text).toBe('I owe three dollars now');
    const at = traced.text.indexOf('dollars');
    expect(traced.span(at, at + 7)).toEqual({ start: 106, end: 108 });
    expect(traced.span(traced.text.indexOf('now'))).toEqual({ start: 109, end: 112 });
  });

  it('leaves matches answered with null, and keeps a Traced answer’s own trace', () => {
    const traced = Traced.of('ab cd').replace(/\w+/g, (match, part) =>
      match[0] === 'ab' ? null : Traced.concat([part.slice(1), part.slice(0, 1)]),
    );
    expect(traced.text).toBe('ab dc');
    expect(traced.span(3, 4)).toEqual({ start: 4, end: 5 });
  });

  it('stands an empty range between its neighbours', () => {
    expect(Traced.of('abc', 5).span(1, 1)).toEqual({ start: 6, end: 6 });
    expect(Traced.of('abc', 5).span(3, 3)).toEqual({ start: 8, end: 8 });
  });

  it('never loses or invents source characters, whatever is replaced', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (source, replacement) => {
        const traced = Traced.of(source).replace(/[a-m]+/g, () => replacement);
        for (let i = 0; i < traced.length; i++) {
          const { start, end } = traced.span(i, i + 1);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(source.length);
          expect(end).toBeGreaterThan(start);
        }
        if (!/[a-m]/.test(source)) expect(traced.text).toBe(source);
      }),
    );
  });
});
