import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stretcher, shiftPitch, stretch, type SampleSource } from './stretch';

const RATE = 24_000;
const F0 = 123;

/** A vowel-like sum of harmonics with a slowly moving loudness. */
function voiced(seconds: number, f0 = F0): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    let value = 0;
    for (let h = 1; h <= 12; h++) value += Math.sin((2 * Math.PI * f0 * h * i) / RATE + h) / h;
    return 0.2 * value * (1 + 0.3 * Math.sin((2 * Math.PI * 3 * i) / RATE));
  });
}

/** Fundamental by the peak of the normalised autocorrelation, refined by a parabola. */
function pitchOf(pcm: Float32Array): number {
  const from = Math.floor(pcm.length / 4);
  const length = Math.min(6000, Math.floor(pcm.length / 2));
  const score = (lag: number) => {
    let product = 0;
    let energy = 0;
    for (let i = from; i < from + length; i++) {
      product += (pcm[i] ?? 0) * (pcm[i + lag] ?? 0);
      energy += (pcm[i + lag] ?? 0) ** 2;
    }
    return product / Math.sqrt(energy + 1e-12);
  };
  let best = 60;
  for (let lag = 60; lag <= 400; lag++) if (score(lag) > score(best) * 1.001) best = lag;
  const [a, b, c] = [score(best - 1), score(best), score(best + 1)];
  return RATE / (best + (a - c) / (2 * (a - 2 * b + c)));
}

function largestStep(pcm: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < pcm.length; i++)
    largest = Math.max(largest, Math.abs((pcm[i] ?? 0) - (pcm[i - 1] ?? 0)));
  return largest;
}

function sourceOf(pcm: Float32Array): SampleSource & { at: number; open: number } {
  return {
    at: 0,
    open: pcm.length,
    get ended() {
      return this.open === pcm.length;
    },
    read(target, offset, count) {
      const taken = Math.min(count, this.open - this.at);
      target.set(pcm.subarray(this.at, this.at + taken), offset);
      this.at += taken;
      return taken;
    },
  };
}

function pullAll(stretcher: Stretcher, quantum = 128): Float32Array {
  const out: number[] = [];
  const block = new Float32Array(quantum);
  for (;;) {
    const got = stretcher.pull(block, 0, quantum);
    out.push(...block.subarray(0, got));
    if (got < quantum) return Float32Array.from(out);
  }
}

describe('Stretcher', () => {
  it('copies bit for bit at speed 1, whatever the block sizes', () => {
    const pcm = voiced(0.3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), (quantum) => {
        expect(pullAll(new Stretcher(sourceOf(pcm), RATE), quantum)).toEqual(pcm);
      }),
      { numRuns: 20 },
    );
  });

  it.each([0.5, 0.75, 1.5, 2, 3])('keeps pitch and gets the duration right at %d', (speed) => {
    const pcm = voiced(4);
    const stretcher = new Stretcher(sourceOf(pcm), RATE);
    stretcher.speed = speed;
    const out = pullAll(stretcher);
    expect(Math.abs(pitchOf(out) / pitchOf(pcm) - 1)).toBeLessThan(0.01);
    expect(Math.abs((out.length * speed) / pcm.length - 1)).toBeLessThan(0.025);
    expect(Math.abs(stretch(pcm, speed, RATE).length * speed - pcm.length)).toBeLessThan(2);
    expect(largestStep(out)).toBeLessThan(largestStep(pcm) * 1.1);
    expect(stretcher.position).toBe(pcm.length);
  });

  it('changes speed in mid-stream without a step larger than the signal has', () => {
    const pcm = voiced(3);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0.5, 0.8, 1, 1.3, 2, 3), { minLength: 2 }), (speeds) => {
        const stretcher = new Stretcher(sourceOf(pcm), RATE);
        const out = new Float32Array(40_000);
        let length = 0;
        for (const speed of speeds) {
          stretcher.speed = speed;
          length += stretcher.pull(out, length, 1000);
        }
        expect(largestStep(out.subarray(0, length))).toBeLessThan(largestStep(pcm) * 1.1);
      }),
      { numRuns: 50 },
    );
  });

  it('holds what it cannot yet use while the source is dry, and goes on seamlessly', () => {
    const pcm = voiced(1);
    const whole = new Stretcher(sourceOf(pcm), RATE);
    whole.speed = 1.5;
    const source = sourceOf(pcm);
    source.open = 9000;
    const pieces = new Stretcher(source, RATE);
    pieces.speed = 1.5;
    const first = pullAll(pieces);
    expect(first.length).toBeGreaterThan(5000);
    source.open = pcm.length;
    const rest = pullAll(pieces);
    expect(Float32Array.from([...first, ...rest])).toEqual(pullAll(whole));
  });

  it('says the end whole: the last samples come out untouched', () => {
    const pcm = voiced(1);
    const stretcher = new Stretcher(sourceOf(pcm), RATE);
    stretcher.speed = 2;
    const out = pullAll(stretcher);
    expect(out.slice(-200)).toEqual(pcm.slice(-200));
  });

  it('forgets everything on reset', () => {
    const pcm = voiced(0.5);
    const source = sourceOf(pcm);
    const stretcher = new Stretcher(source, RATE);
    stretcher.speed = 0.5;
    stretcher.pull(new Float32Array(1000), 0, 1000);
    source.at = 6000;
    stretcher.speed = 1;
    stretcher.reset(6000);
    expect(pullAll(stretcher)).toEqual(pcm.slice(6000));
  });
});

describe('shiftPitch', () => {
  it.each([-12, -4, 3, 7, 12])(
    'moves the pitch by %d semitones and keeps the length',
    (semitones) => {
      const pcm = voiced(2, 160);
      const out = shiftPitch(pcm, semitones, RATE);
      expect(out.length).toBe(pcm.length);
      expect(Math.abs(pitchOf(out) / (160 * 2 ** (semitones / 12)) - 1)).toBeLessThan(0.01);
    },
  );

  it('is a copy at 0 and stands very short input', () => {
    const pcm = voiced(0.01);
    expect(shiftPitch(pcm, 0)).toEqual(pcm);
    expect(shiftPitch(pcm, 5).length).toBe(pcm.length);
    expect(shiftPitch(new Float32Array(0), 5).length).toBe(0);
  });
});
