import { describe, expect, test } from 'vitest';
import { fakeResult, lateError } from './fakes';
import { LoadMeter } from './load';

const SECOND = 1000;

/** Heard two clauses, so that it is warm. */
function warm(computeSeconds = 0.5): LoadMeter {
  const meter = new LoadMeter();
  meter.heard(fakeResult({ audioSeconds: 5, computeSeconds }), 0);
  meter.heard(fakeResult({ audioSeconds: 5, computeSeconds }), 5 * SECOND);
  return meter;
}

describe('LoadMeter', () => {
  test('knows nothing before the voice was heard', () => {
    expect(new LoadMeter().rtf(4, 0)).toBeNull();
  });

  test('is compute time over audio time', () => {
    const rtf = warm().rtf(4, 5 * SECOND);
    expect(rtf?.fast).toBeCloseTo(0.1);
    expect(rtf?.slow).toBeCloseTo(0.1);
  });

  test('follows a change soon in the fast average, late in the slow one', () => {
    const meter = warm();
    meter.heard(fakeResult({ audioSeconds: 5, computeSeconds: 5 }), 10 * SECOND);
    const rtf = meter.rtf(4, 10 * SECOND);
    expect(rtf?.fast).toBeGreaterThan(0.7);
    expect(rtf?.slow).toBeLessThan(0.3);
  });

  test('a long clause says more than a short one', () => {
    const after = (audioSeconds: number) => {
      const meter = warm();
      meter.heard(fakeResult({ audioSeconds, computeSeconds: audioSeconds }), 5 * SECOND);
      return meter.rtf(4, 5 * SECOND)?.fast ?? 0;
    };
    expect(after(0.4)).toBeLessThan(0.25);
    expect(after(6)).toBeGreaterThan(0.7);
  });

  test('tells what other numbers of steps would cost, from the share of the flow', () => {
    const meter = new LoadMeter();
    const speech = { audioSeconds: 5, computeSeconds: 0.5, stepSeconds: 0.05, steps: 2 };
    meter.heard(fakeResult(speech), 0);
    meter.heard(fakeResult(speech), 5 * SECOND);
    expect(meter.rtf(1, 5 * SECOND)?.fast).toBeCloseTo(0.09);
    expect(meter.rtf(4, 5 * SECOND)?.fast).toBeCloseTo(0.12);
  });

  test('one cold clause counts a third in the fast average, and is forgotten with the next', () => {
    const meter = new LoadMeter();
    meter.heard(fakeResult({ audioSeconds: 2, computeSeconds: 1.8 }), 0);
    expect(meter.rtf(4, 0)?.fast).toBeCloseTo(0.3);
    meter.heard(fakeResult({ audioSeconds: 2, computeSeconds: 0.2 }), SECOND);
    expect(meter.rtf(4, SECOND)?.fast).toBeCloseTo(0.1);
    expect(meter.rtf(4, SECOND)?.slow).toBeCloseTo(0.1);
  });

  test('is cold again after the voice was loaded anew', () => {
    const meter = warm();
    meter.forget();
    expect(meter.rtf(4, 6 * SECOND)).toBeNull();
    meter.heard(fakeResult({ audioSeconds: 2, computeSeconds: 1.8 }), 7 * SECOND);
    expect(meter.rtf(4, 7 * SECOND)?.fast).toBeCloseTo(0.3);
  });

  test('the formant voice and silence say nothing of the voice; other rungs do', () => {
    const meter = warm();
    for (const fallback of ['formant', 'silence']) {
      meter.heard(fakeResult({ audioSeconds: 5, computeSeconds: 0.01, fallback }), 5 * SECOND);
      expect(meter.rtf(4, 5 * SECOND)?.fast).toBeCloseTo(0.1);
    }
    const wasm = { audioSeconds: 5, computeSeconds: 4, fallback: 'wasm' };
    meter.heard(fakeResult(wasm), 10 * SECOND);
    expect(meter.rtf(4, 10 * SECOND)?.fast).toBeGreaterThan(0.5);
  });

  test('a voice that was called off for being late was slower than speech', () => {
    const meter = warm();
    const rescued = { audioSeconds: 5, computeSeconds: 0.01, fallback: 'formant' };
    meter.heard(fakeResult({ ...rescued, error: lateError(15_000) }), 20 * SECOND);
    expect(meter.rtf(4, 20 * SECOND)?.fast).toBeGreaterThan(2);
  });

  test('a pause fades what was heard, and is no load', () => {
    const meter = warm(5);
    const after = (seconds: number) => meter.rtf(4, (5 + seconds) * SECOND)?.fast ?? 0;
    expect(after(120)).toBeCloseTo(0.5);
    expect(after(1200)).toBeLessThan(0.01);
  });

  test('a formant voice that became much cheaper tells of a device that recovered', () => {
    const meter = warm(10);
    const formant = (computeSeconds: number) =>
      meter.heard(fakeResult({ audioSeconds: 5, computeSeconds, fallback: 'formant' }), 5 * SECOND);
    formant(0.5);
    formant(0.4);
    expect(meter.rtf(4, 5 * SECOND)?.fast).toBeCloseTo(2);
    for (let i = 0; i < 5; i++) formant(0.02);
    expect(meter.rtf(4, 5 * SECOND)?.fast).toBeLessThan(0.3);
    expect(meter.formantRtf).toBeLessThan(0.02);
  });

  test('sound of no length is left out', () => {
    const meter = warm();
    meter.heard(fakeResult({ audioSeconds: 0, computeSeconds: 3 }), 6 * SECOND);
    expect(meter.rtf(4, 5 * SECOND)?.fast).toBeCloseTo(0.1);
  });
});
