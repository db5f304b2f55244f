import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CEILING, limitPeaks } from './limit';

const RATE = 24_000;
const DIP = 120;
const sizes = (pcm: Float32Array) => pcm.map(Math.abs);

describe('limitPeaks', () => {
  it('gives back what is soft enough, as it is', () => {
    const pcm = Float32Array.from({ length: 4000 }, (_, i) => CEILING * Math.sin(i / 30));
    expect(limitPeaks(pcm, RATE)).toEqual(pcm);
  });

  it('changes 5 ms around a peak and nothing else', () => {
    const pcm = Float32Array.from({ length: 4000 }, (_, i) => 0.5 * Math.sin(i / 30));
    pcm[2000] = -2;
    const out = limitPeaks(pcm, RATE);
    expect(out[2000]).toBeCloseTo(-CEILING, 6);
    expect(out.slice(0, 2000 - DIP)).toEqual(pcm.slice(0, 2000 - DIP));
    expect(out.slice(2000 + DIP)).toEqual(pcm.slice(2000 + DIP));
  });

  it('keeps the shape of a loud vowel, where cutting would square it', () => {
    const vowel = (i: number) => 1.4 * Math.sin(i / 20) * Math.sin((Math.PI * i) / 4000);
    const pcm = Float32Array.from({ length: 4000 }, (_, i) => vowel(i));
    const cut = pcm.map((sample) => Math.max(-CEILING, Math.min(CEILING, sample)));
    const flat = (sound: Float32Array) =>
      sound.filter((sample, i) => i > 0 && sample === sound[i - 1]).length;
    expect(flat(cut)).toBeGreaterThan(500);
    expect(flat(limitPeaks(pcm, RATE))).toBeLessThan(5);
  });

  it('leaves no sample above the ceiling and makes none louder, whatever it is given', () => {
    const pcm = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { maxLength: 600 });
    fc.assert(
      fc.property(pcm, (values) => {
        const given = Float32Array.from(values);
        const out = limitPeaks(given, RATE);
        expect(out).toHaveLength(given.length);
        expect(Math.max(0, ...sizes(out))).toBeLessThanOrEqual(CEILING + 1e-6);
        out.forEach((sample, i) => {
          expect(Math.abs(sample)).toBeLessThanOrEqual(Math.abs(given[i] as number));
          expect(sample * (given[i] as number)).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it('does not touch the array it is given', () => {
    const pcm = new Float32Array(100).fill(1.5);
    limitPeaks(pcm, RATE);
    expect(pcm.every((sample) => sample === 1.5)).toBe(true);
  });
});
