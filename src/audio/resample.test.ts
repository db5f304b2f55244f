import { describe, expect, it } from 'vitest';
import { resample } from './resample';

const tone = (hz: number, rate: number, samples: number) =>
  Float32Array.from({ length: samples }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));

function largestError(a: Float32Array, b: Float32Array, margin: number): number {
  let largest = 0;
  for (let i = margin; i < a.length - margin; i++) {
    largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  }
  return largest;
}

describe('resample', () => {
  it.each([
    [22_050, 24_000],
    [24_000, 48_000],
    [24_000, 44_100],
    [48_000, 24_000],
    [24_000, 16_000],
  ])('keeps a tone from %d to %d Hz', (fromHz, toHz) => {
    const out = resample(tone(1000, fromHz, fromHz), fromHz, toHz);
    expect(out.length).toBe(toHz);
    expect(largestError(out, tone(1000, toHz, toHz), 100)).toBeLessThan(1e-3);
  });

  it('removes what the lower rate cannot carry', () => {
    const out = resample(tone(11_000, 48_000, 48_000), 48_000, 16_000);
    expect(Math.max(...out.slice(100, -100).map(Math.abs))).toBeLessThan(2e-3);
  });

  it('keeps a constant constant up to its edges', () => {
    const out = resample(new Float32Array(500).fill(0.25), 22_050, 24_000);
    for (const value of out) expect(value).toBeCloseTo(0.25, 6);
  });

  it('copies at equal rates and stands empty input', () => {
    const pcm = tone(100, 24_000, 50);
    expect(resample(pcm, 24_000, 24_000)).toEqual(pcm);
    expect(resample(pcm, 24_000, 24_000)).not.toBe(pcm);
    expect(resample(new Float32Array(0), 22_050, 24_000).length).toBe(0);
  });
});
