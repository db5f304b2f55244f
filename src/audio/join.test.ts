import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareChunk, shapeEdges } from './join';

const RATE = 24_000;
const EDGE = 72;
const alone = { previousSample: 0, silenceFollows: true };

describe('shapeEdges', () => {
  it('lets a loud edge meet silence softly and touches 3 ms on each side only', () => {
    const pcm = new Float32Array(2000).fill(0.8);
    const out = shapeEdges(pcm, RATE, alone);
    expect(Math.abs(out[0] ?? 0)).toBeLessThan(0.01);
    expect(Math.abs(out.at(-1) ?? 0)).toBeLessThan(0.01);
    expect(out.slice(EDGE, -EDGE)).toEqual(pcm.slice(EDGE, -EDGE));
    for (let i = 1; i < out.length; i++)
      expect(Math.abs((out[i] ?? 0) - (out[i - 1] ?? 0))).toBeLessThan(0.03);
  });

  it('passes a part that continues the one before it', () => {
    const whole = Float32Array.from({ length: 2000 }, (_, i) => 0.9 * Math.sin(i / 30));
    const joint = { previousSample: whole[999] ?? 0, silenceFollows: false };
    const out = shapeEdges(whole.slice(1000), RATE, joint);
    for (let i = 0; i < 1000; i++)
      expect(Math.abs((out[i] ?? 0) - (whole[1000 + i] ?? 0))).toBeLessThan(0.04);
    expect(out.at(-1)).toBe(whole.at(-1));
  });

  it('never makes the step at a joint large, nor changes the length', () => {
    const sample = fc.float({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        sample,
        sample,
        fc.integer({ min: 0, max: 500 }),
        (previousSample, level, size) => {
          const pcm = new Float32Array(size).fill(level);
          const out = shapeEdges(pcm, RATE, { previousSample, silenceFollows: false });
          expect(out.length).toBe(size);
          if (size > 2 * EDGE) expect(Math.abs((out[0] ?? 0) - previousSample)).toBeLessThan(0.005);
        },
      ),
    );
  });
});

describe('prepareChunk', () => {
  it('resamples to the rate of the output', () => {
    expect(prepareChunk(new Float32Array(22_050), 22_050, 24_000, alone).length).toBe(24_000);
  });
});
