import { describe, expect, it } from 'vitest';
import { output } from './session';

describe('output', () => {
  const outputs = { v: Float32Array.of(1, 2, 3) };

  it('gives the named values', () => {
    expect(output(outputs, 'v')).toBe(outputs.v);
    expect(output(outputs, 'v', 3)).toBe(outputs.v);
  });

  it('refuses what is not there and what is not whole', () => {
    expect(() => output(outputs, 'w')).toThrow('"w"');
    expect(() => output(outputs, 'v', 6)).toThrow('3 values of "v" instead of 6');
  });
});
