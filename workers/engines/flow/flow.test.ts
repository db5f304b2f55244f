import { beforeAll, describe, expect, it } from 'vitest';
import type { PcmChunk } from '../../../src/contracts/speech';
import type { Engine } from '../engine';
import { nodeDeps, OPTIONS, SENTENCE, utteranceOf } from '../testing';
import { loadFlowEngine } from './flow';

const never = new AbortController().signal;
const HOP = 256;

function rms(pcm: Float32Array, from: number, to: number): number {
  const part = pcm.subarray(from, to);
  return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);
}

describe('the flow engine on the bundled voice', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadFlowEngine(await nodeDeps());
  });
  const speak = async (change = {}, phonemes = SENTENCE, utterance = {}) =>
    engine.synthesize(utteranceOf(phonemes, utterance), { ...OPTIONS, ...change }, never);

  it('speaks for about as long as its durations predict, without a wild sample', async () => {
    const { chunk, stages } = await speak();
    expect(chunk.pcm.length).toBeGreaterThan(0.7 * stages.frames * HOP);
    expect(chunk.pcm.length).toBeLessThanOrEqual(stages.frames * HOP);
    expect(chunk.pcm.every((sample) => Math.abs(sample) < 1.5)).toBe(true);
    expect(stages).toMatchObject({ steps: 4, tokens: SENTENCE.length + 2 });
    expect(stages.frames % 2).toBe(0);
  });

  it('sounds where its words are, each in its place and in order', async () => {
    const { chunk } = await speak();
    expect(chunk.words).toHaveLength(7);
    let at = 0;
    for (const { startSample, endSample } of chunk.words) {
      expect(startSample).toBeGreaterThanOrEqual(at);
      expect(endSample).toBeGreaterThan(startSample);
      expect(rms(chunk.pcm, startSample, endSample)).toBeGreaterThan(0.01);
      at = endSample;
    }
    expect(at).toBeLessThanOrEqual(chunk.pcm.length);
  });

  it('does not clip the last word: it fades before the end', async () => {
    const { pcm } = (await speak()).chunk;
    expect(rms(pcm, pcm.length - 480, pcm.length)).toBeLessThan(0.01);
  });

  it('gives the same sound for the same seed, another for another', async () => {
    const [a, b, c] = [await speak(), await speak(), await speak({ seed: 2 })];
    expect(a.chunk.pcm).toEqual(b.chunk.pcm);
    expect(a.chunk.pcm.length === c.chunk.pcm.length && same(a.chunk, c.chunk)).toBe(false);
  });

  it('sounds the same made in pieces', async () => {
    const whole = (await speak()).chunk.pcm;
    const pieces = (await speak({ maxFramesPerChunk: 60 })).chunk.pcm;
    expect(pieces.length).toBe(whole.length);
    const worst = whole.reduce((max, x, i) => Math.max(max, Math.abs(x - (pieces[i] ?? 9))), 0);
    expect(worst).toBeLessThan(1e-4);
  });

  it('is faster at twice the pace, and louder with gain', async () => {
    const plain = (await speak()).chunk.pcm;
    const fast = (await speak({ pace: 2 })).chunk.pcm;
    expect(fast.length / plain.length).toBeGreaterThan(0.4);
    expect(fast.length / plain.length).toBeLessThan(0.7);
    const prosody = { rate: 1, pitchSemitones: 0, gain: 2 };
    const loud = (await speak({}, SENTENCE, { prosody })).chunk.pcm;
    expect(rms(loud, 0, loud.length) / rms(plain, 0, plain.length)).toBeCloseTo(2, 3);
  });

  it('shifts pitch and keeps the length', async () => {
    const plain = (await speak()).chunk.pcm;
    const high = (await speak({ pitchSemitones: 4 })).chunk.pcm;
    expect(high.length).toBe(plain.length);
    expect(high).not.toEqual(plain);
  });

  it('is silent, with a place for every word, when nothing can be spoken', async () => {
    const { chunk, unknownSymbols } = await speak({}, '☃ ☃.');
    expect(chunk.pcm).toHaveLength(0);
    expect(chunk.words).toHaveLength(2);
    expect(unknownSymbols).toBe(2);
  });

  it('stops between two steps when cancelled', async () => {
    const controller = new AbortController();
    const speaking = engine.synthesize(
      utteranceOf(SENTENCE),
      { ...OPTIONS, steps: 64 },
      controller.signal,
    );
    setTimeout(() => controller.abort(), 20);
    await expect(speaking).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

function same(a: PcmChunk, b: PcmChunk): boolean {
  return a.pcm.every((sample, i) => sample === b.pcm[i]);
}
