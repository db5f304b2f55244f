import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UtteranceId } from '../base/ids';
import type { PcmChunk, WordTiming } from '../contracts/speech';
import { inspectChunk } from './inspect';

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

const defectOf = (one: PcmChunk, maxSamples: number | null = null) => {
  const error = inspectChunk(one, { maxSamples });
  return error?.detail.kind === 'audio' ? error.detail.defect : error;
};

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

  it('finds silence where most words are, and forgives one of many', () => {
    const pcm = tone(RATE);
    pcm.fill(0, 2_000, 12_000);
    expect(defectOf(chunk(pcm, HEALTHY))).toBeNull();
    expect(defectOf(chunk(pcm, [[2_000, 12_000]]))).toBe('silentWord');
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
