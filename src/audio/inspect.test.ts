import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UtteranceId } from '../base/ids';
import { seededRandom } from '../base/random';
import type { PcmChunk, WordTiming } from '../contracts/speech';
import { inspectChunk, type Expectation } from './inspect';
import { GENERAL_LIMITS, limitsFor, type InspectionLimits } from './thresholds';

const RATE = 24_000;

function tone(samples: number, level = 0.3): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: samples }, (_, i) => level * Math.sin(i * 0.2));
}

function chunk(pcm: Float32Array<ArrayBuffer>, places: [number, number][] = []): PcmChunk {
  const words: WordTiming[] = places.map(([startSample, endSample], i) => ({
    span: { start: i, end: i + 1 },
    startSample,
    endSample,
  }));
  return { utteranceId: 'u' as UtteranceId, pcm, sampleRate: RATE, words };
}

const defectOf = (one: PcmChunk, maxSamples: number | null = null) => judged(one, { maxSamples });

function judged(one: PcmChunk, expected: Partial<Expectation>, limits?: InspectionLimits) {
  const error = inspectChunk(one, { maxSamples: null, ...expected }, limits);
  return error?.detail.kind === 'audio' ? error.detail.defect : error;
}

const HEALTHY: [number, number][] = [
  [2_000, 12_000],
  [12_000, 22_000],
];

describe('inspectChunk', () => {
  it('passes healthy sound, and silence where no words are', () => {
    expect(defectOf(chunk(tone(RATE), HEALTHY), RATE)).toBeNull();
    expect(defectOf(chunk(new Float32Array(RATE)))).toBeNull();
    expect(defectOf(chunk(new Float32Array(0), [[0, 0]]))).toBeNull();
  });

  it('finds a single bad sample anywhere', () => {
    const bad = fc.constantFrom(
      [NaN, 'notFinite'],
      [Infinity, 'notFinite'],
      [-Infinity, 'notFinite'],
      [2.5, 'tooLoud'],
      [-2.5, 'tooLoud'],
    );
    fc.assert(
      fc.property(fc.nat(RATE - 1), bad, (at, [value, defect]) => {
        const pcm = tone(RATE);
        pcm[at] = value as number;
        expect(defectOf(chunk(pcm, HEALTHY))).toBe(defect);
      }),
    );
  });

  it('finds what is missing or too much', () => {
    expect(defectOf(chunk(new Float32Array(0), HEALTHY))).toBe('empty');
    expect(defectOf(chunk(tone(20_000), HEALTHY))).toBe('tooShort');
    expect(defectOf(chunk(tone(RATE), HEALTHY), RATE - 1)).toBe('tooLong');
  });

  it('finds one long silent word, or silence where most short words are', () => {
    const pcm = tone(RATE);
    pcm.fill(0, 2_000, 12_000);
    expect(defectOf(chunk(pcm, HEALTHY))).toBe('silentWord');
    const short: [number, number][] = [
      [2_000, 5_000],
      [12_000, 15_000],
      [15_000, 18_000],
    ];
    expect(defectOf(chunk(pcm, short))).toBeNull();
    expect(defectOf(chunk(pcm, short.slice(0, 1)))).toBe('silentWord');
  });

  it('finds clipping and a constant offset', () => {
    expect(defectOf(chunk(tone(RATE, 1.5), HEALTHY))).toBe('clipped');
    expect(
      defectOf(
        chunk(
          tone(RATE).map((x) => x + 0.2),
          HEALTHY,
        ),
      ),
    ).toBe('offset');
  });
});

/** Comes and goes as syllables do. */
function syllables(level = 0.3): Float32Array<ArrayBuffer> {
  return tone(RATE, level).map((x, i) => x * Math.sin((Math.PI * i) / 6000) ** 4);
}

describe('the limits of a voice', () => {
  const limits: InspectionLimits = {
    ...GENERAL_LIMITS,
    rms: 0.25,
    highShare: 0.6,
    clearHighShare: 0.014,
    highFloor: 3e-4,
    variation: 0.5,
    repeats: 4,
    deadSeconds: 0.03,
  };
  const ofVoice = (pcm: Float32Array<ArrayBuffer>, expected: Partial<Expectation> = {}) =>
    judged(chunk(pcm, HEALTHY), expected, limits);

  it('let speech pass and refuse a tone, a stuck value and a frame that is given again', () => {
    expect(ofVoice(syllables())).toBeNull();
    expect(ofVoice(tone(RATE))).toBe('steady');
    expect(ofVoice(syllables().fill(0.04, 14_000, 18_000))).toBe('steady');
    const again = syllables();
    for (let i = 15_000; i < 18_000; i++) again[i] = again[i - 256] as number;
    expect(ofVoice(again)).toBe('steady');
  });

  it('refuse noise beside the voice, steady or with it', () => {
    const random = seededRandom(1);
    expect(ofVoice(syllables().map((x) => x + 0.01 * random.gaussian()))).toBe('hiss');
    expect(ofVoice(syllables().map((x) => x * (1 + 0.3 * random.gaussian())))).toBe('hiss');
  });

  it('look for hiss where markup has moved the spectrum to', () => {
    const high = syllables().map((x, i) => x + 0.005 * Math.sin(1.65 * i));
    expect(ofVoice(high)).toBe('hiss');
    expect(ofVoice(high, { pitchSemitones: 7 })).toBeNull();
    expect(ofVoice(high, { pitchSemitones: 24 })).toBeNull();
  });

  it('refuse a hole within a word', () => {
    expect(ofVoice(syllables().fill(0, 14_000, 15_500))).toBe('silentWord');
  });

  it('follow the gain that markup asked for', () => {
    expect(ofVoice(syllables(1.2), { gain: 4 })).toBeNull();
    expect(ofVoice(syllables(1.2))).toBe('clipped');
    expect(ofVoice(syllables(0.9))).toBe('tooLoud');
    expect(ofVoice(syllables(0.0003), { gain: 0.001 })).toBeNull();
    expect(ofVoice(syllables(0.0003))).toBe('silentWord');
    expect(ofVoice(syllables(0), { gain: 0 })).toBeNull();
  });

  it('are the general ones for a voice that was not measured, and never looser for one that was', () => {
    expect(limitsFor('nobody')).toBe(GENERAL_LIMITS);
    const measured = limitsFor('kathleen-v0');
    for (const key of Object.keys(GENERAL_LIMITS) as (keyof InspectionLimits)[]) {
      const isLeast = key === 'quietestWordRms' || key === 'variation';
      const [tight, loose] = isLeast ? [GENERAL_LIMITS, measured] : [measured, GENERAL_LIMITS];
      expect(tight[key]).toBeLessThanOrEqual(loose[key]);
    }
  });
});
