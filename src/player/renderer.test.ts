import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from './channel';
import { linkOver, plainStretcher, TRANSPORTS } from './fakes';
import { Renderer, RAMP_SECONDS } from './renderer';

const RATE = 24_000;
const QUANTUM = 128;
const RAMP = RAMP_SECONDS * RATE;

function bench(transport: (typeof TRANSPORTS)[number]) {
  const link = linkOver(transport, 2 ** 16);
  const reports: Report[] = [];
  const renderer = new Renderer(link.reader, plainStretcher(link.reader), RATE, (report) => {
    reports.push({ ...report });
    link.channel.noteReport(report);
  });
  const heard: number[] = [];
  const run = (quanta: number) => {
    const out = new Float32Array(QUANTUM);
    for (let i = 0; i < quanta; i++) {
      link.deliver();
      renderer.render(out);
      heard.push(...out);
    }
  };
  const last = () => reports.at(-1);
  return { ...link, run, heard, reports, last };
}

const LOUD = 0.9;
const loud = (count: number) => new Float32Array(count).fill(LOUD);
/** What a linear ramp over 5 ms allows from one frame to the next. */
const SOFT_STEP = LOUD / RAMP + 1e-4;

function largestStep(samples: readonly number[]): number {
  let largest = 0;
  for (let i = 1; i < samples.length; i++) {
    largest = Math.max(largest, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)));
  }
  return largest;
}

/** All different, and so irregular that no faded sample equals another one. */
const sampleAt = (n: number) => Math.fround((n + 1 + Math.sin(n * n) / 4) * 2 ** -20);
const counter = (from: number, count: number) =>
  Float32Array.from({ length: count }, (_, i) => sampleAt(from + i));

/**
 * Every sample after the first ramp is heard in full: at full gain, or in `breaks` places once fading
 * out and once fading in with gains that add up to 1.
 */
function expectAllHeard(heard: readonly number[], count: number, breaks: number): void {
  const places = new Map(heard.map((sample, place) => [sample, place]));
  const missing: number[] = [];
  for (let n = RAMP; n < count; n++) if (!places.has(sampleAt(n))) missing.push(n);
  expect(missing.length).toBe(breaks * (RAMP - 1));
  for (let i = 0; i < missing.length; i += RAMP - 1) {
    const first = missing[i] ?? NaN;
    const out = (places.get(sampleAt(first - 1)) ?? NaN) + 1;
    const back = (places.get(sampleAt(first + RAMP - 1)) ?? NaN) + 1 - RAMP;
    for (let j = 0; j < RAMP - 1; j++) {
      const sum = (heard[out + j] ?? NaN) + (heard[back + j] ?? NaN);
      expect(sum).toBeCloseTo(sampleAt(first + j), 6);
    }
  }
}

describe.each(TRANSPORTS)('the renderer over %s', (transport) => {
  it('is silent until it may play, then gives the samples as they are', () => {
    const { channel, run, heard } = bench(transport);
    channel.write(counter(0, 4000));
    channel.setEnded(true);
    run(4);
    expect(heard.every((sample) => sample === 0)).toBe(true);
    channel.setPlaying(true);
    run(40);
    const sound = heard.slice(4 * QUANTUM);
    expect(Float32Array.from(sound.slice(RAMP, 4000))).toEqual(counter(0, 4000).slice(RAMP));
  });

  it('pauses and resumes with ramps, and no sample is lost', () => {
    const { channel, run, heard } = bench(transport);
    channel.write(counter(0, 20_000));
    channel.setEnded(true);
    channel.setPlaying(true);
    run(10);
    channel.setPlaying(false);
    run(10);
    channel.setPlaying(true);
    run(200);
    expectAllHeard(heard, 20_000, 1);
  });

  it('never steps, whatever is done to it', () => {
    const act = fc.constantFrom('write', 'tiny', 'play', 'pause', 'flush', 'end', 'run', 'run1');
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { channel, run, heard } = bench(transport);
        channel.setPlaying(true);
        for (const what of acts) {
          if (what === 'write' && channel.free >= 3000) {
            channel.setEnded(false);
            channel.write(loud(3000));
          } else if (what === 'tiny' && channel.free >= 37) channel.write(loud(37));
          else if (what === 'play' || what === 'pause') channel.setPlaying(what === 'play');
          else if (what === 'flush') channel.flush();
          else if (what === 'end') channel.setEnded(true);
          else run(what === 'run' ? 12 : 1);
        }
        run(10);
        expect(largestStep(heard)).toBeLessThan(SOFT_STEP);
      }),
      { numRuns: 300 },
    );
  });

  it('counts one underrun a dry spell, loses nothing by it, and none at the end', () => {
    const { channel, run, heard, last } = bench(transport);
    channel.setPlaying(true);
    run(20);
    expect(last()?.underruns ?? 0).toBe(0);
    channel.write(counter(0, 5000));
    run(100);
    expect(last()?.underruns).toBe(1);
    channel.write(counter(5000, 5000));
    run(100);
    expect(last()?.underruns).toBe(2);
    channel.setEnded(true);
    run(100);
    expect(last()).toMatchObject({
      underruns: 2,
      drained: true,
      sounding: false,
      position: 10_000,
    });
    expectAllHeard(heard, 10_000, 2);
  });

  it('drops what was queued before a flush and says so at once', () => {
    const { channel, run, heard, last } = bench(transport);
    channel.setPlaying(true);
    channel.write(loud(20_000));
    run(10);
    channel.flush();
    channel.write(new Float32Array(10_000).fill(-0.25));
    const before = heard.length;
    run(20);
    const after = heard.slice(before + RAMP + 1);
    expect(after.every((sample) => sample <= 0)).toBe(true);
    expect(after.at(-1)).toBe(-0.25);
    expect(last()).toMatchObject({ generation: 1, sounding: true });
    expect(last()?.position).toBeGreaterThanOrEqual(20_000);
  });

  it('accepts a flush while paused, so that its room is free again', () => {
    const { channel, run } = bench(transport);
    channel.write(loud(2 ** 16));
    channel.flush();
    expect(channel.free).toBe(0);
    run(1);
    expect(channel.free).toBe(2 ** 16);
  });

  it('reports about ten times a second while sounding and falls quiet with the sound', () => {
    const { channel, run, reports } = bench(transport);
    channel.setPlaying(true);
    channel.write(loud(24_000));
    channel.setEnded(true);
    run(188);
    expect(reports.length).toBeGreaterThanOrEqual(9);
    expect(reports.length).toBeLessThanOrEqual(16);
    run(400);
    const quiet = reports.length;
    run(400);
    expect(reports.length).toBe(quiet);
  });

  it('reports positions that only grow and count idle frames from the last sound', () => {
    const { channel, run, reports, last } = bench(transport);
    channel.setPlaying(true);
    channel.write(loud(12_000));
    channel.setEnded(true);
    run(150);
    for (let i = 1; i < reports.length; i++) {
      expect(reports[i]?.position).toBeGreaterThanOrEqual(reports[i - 1]?.position ?? 0);
    }
    expect(last()?.position).toBe(12_000);
    expect(last()?.idleFrames).toBeGreaterThan(5000);
  });
});
