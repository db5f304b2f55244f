import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feeds } from '../../ort/session';
import { utteranceOf } from '../testing';
import { repeatRows, symbolFrames } from './durations';
import { trimEdges } from './edges';
import { InverseRealFft } from './fft';
import { form1 } from './form-1';
import { SymbolTable } from './symbols';
import { wordTimings } from './timings';
import { vocode } from './vocoder';
import { windows } from './windows';

const never = async () => {};

describe('symbols', () => {
  const table = new SymbolTable(['_', ' ', ',', '.', 'a', 'b', 'ɡ']);

  it('puts a space around, and remembers where each symbol came from', () => {
    const encoded = table.encode('a b,');
    expect(encoded).toEqual({
      ids: [1, 4, 1, 5, 2, 1],
      units: [-1, 0, 1, 2, 3, -1],
      unknown: 0,
    });
  });

  it('finds stand-ins, and counts what has none', () => {
    expect(table.encode('a!g?☃').ids).toEqual([1, 4, 3, 6, 3, 1]);
    expect(table.encode('a:☃☃').unknown).toBe(2);
  });

  it('has nothing to say of pauses alone', () => {
    expect(table.encode(' ., ').ids).toEqual([]);
    expect(table.encode('').ids).toEqual([]);
  });
});

describe('durations', () => {
  it('are at least one frame, bounded, and even in sum', () => {
    const logs = fc.array(fc.float({ min: -20, max: 80, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(logs, fc.double({ min: 0.25, max: 4, noNaN: true }), (values, pace) => {
        const frames = symbolFrames(Float32Array.from(values), pace);
        const total = frames.reduce((sum, count) => sum + count, 0);
        expect(total % 2).toBe(0);
        expect(frames.every((count) => count >= 1 && count <= 191)).toBe(true);
      }),
    );
  });

  it('repeat each row for its frames', () => {
    const rows = Float32Array.of(1, 2, 3, 4);
    expect([...repeatRows(rows, 2, Int32Array.of(1, 2))]).toEqual([1, 2, 3, 4, 3, 4]);
  });
});

describe('word timings', () => {
  it('follow the symbols of each word; a word without symbols has an empty place', () => {
    const utterance = utteranceOf('ab ☃ b');
    const units = [-1, 0, 1, 2, 4, 5, -1];
    const frames = Int32Array.of(2, 3, 4, 1, 1, 5, 2);
    const timings = wordTimings(utterance, { units, frames, hopSamples: 10 });
    expect(timings.map(({ startSample, endSample }) => [startSample, endSample])).toEqual([
      [20, 90],
      [90, 90],
      [110, 160],
    ]);
  });
});

describe('trimEdges', () => {
  it('cuts only silence outside the words', () => {
    const pcm = new Float32Array(24_000);
    pcm.fill(0.5, 10_000, 14_000);
    const words = [{ span: { start: 0, end: 1 }, startSample: 9_900, endSample: 15_000 }];
    const trimmed = trimEdges(pcm, words, 24_000);
    expect(trimmed.words[0]).toMatchObject({ startSample: 380, endSample: 5_480 });
    expect(trimmed.pcm.length).toBe(5_480);
    expect(trimmed.pcm.filter((sample) => sample !== 0).length).toBe(4_000);
  });

  it('leaves silence that is all there is alone', () => {
    expect(trimEdges(new Float32Array(10), [], 24_000).pcm).toHaveLength(10);
  });
});

describe('windows', () => {
  it('keep every frame once, in order, with context where there is any', () => {
    const sizes = fc.record({
      total: fc.nat(600).map((n) => 2 * n),
      maxFrames: fc.nat(300),
      contextFrames: fc.nat(40).map((n) => 2 * n),
    });
    fc.assert(
      fc.property(sizes, ({ total, ...options }) => {
        let at = 0;
        for (const { from, to, keepFrom, keepTo } of windows(total, options)) {
          expect(keepFrom).toBe(at);
          expect(keepTo).toBeGreaterThan(keepFrom);
          expect(from).toBe(Math.max(0, keepFrom - options.contextFrames));
          expect(to).toBe(Math.min(total, keepTo + options.contextFrames));
          expect([from, to, keepFrom, keepTo].every((bound) => bound % 2 === 0)).toBe(true);
          at = keepTo;
        }
        expect(at).toBe(total);
      }),
    );
  });
});

describe('the inverse FFT', () => {
  it('equals the sum it stands for', () => {
    const size = 16;
    const re = Float64Array.from({ length: 9 }, (_, k) => Math.sin(k + 1));
    const im = Float64Array.from({ length: 9 }, (_, k) => (k % 8 === 0 ? 0 : Math.cos(3 * k)));
    const out = new Float64Array(size);
    new InverseRealFft(size).transform(re, im, out);
    for (let n = 0; n < size; n++) {
      let sum = (re[0] ?? 0) + (re[8] ?? 0) * Math.cos(Math.PI * n);
      for (let k = 1; k < 8; k++) {
        const angle = (2 * Math.PI * k * n) / size;
        sum += 2 * ((re[k] ?? 0) * Math.cos(angle) - (im[k] ?? 0) * Math.sin(angle));
      }
      expect(out[n]).toBeCloseTo(sum / size, 12);
    }
  });
});

describe('the vocoder with a network of one frame of context', () => {
  const bins = 9;
  /** Each row depends on its neighbours, as a convolution's does. */
  const session = {
    run: async ({ mel }: Feeds) => {
      const data = mel?.data as Float32Array;
      const spectrum = new Float32Array(data.length * 2 * bins);
      data.forEach((value, i) => {
        const near = value + 0.3 * (data[i - 1] ?? 0) - 0.2 * (data[i + 1] ?? 0);
        for (let k = 0; k < 2 * bins; k++) spectrum[i * 2 * bins + k] = Math.sin(near * (k + 1));
      });
      return { spectrum };
    },
  };
  const mel = Float32Array.from({ length: 150 }, (_, i) => Math.sin(i * 1.7));
  const form = { ...form1({ melBins: 1, hopSamples: 4, fftSize: 16 }), vocoderContextFrames: 2 };
  const request = { mel, frames: 150, checkpoint: never };

  it('gives the same wave in pieces as whole', async () => {
    const whole = await vocode(session, form, { ...request, maxFrames: 0 });
    const pieces = await vocode(session, form, { ...request, maxFrames: 20 });
    expect(whole).toHaveLength(149 * 4);
    whole.forEach((sample, i) => expect(pieces[i]).toBeCloseTo(sample, 5));
  });
});
