import { describe, expect, it } from 'vitest';
import type { UtteranceId } from '../base/ids';
import type { PcmChunk } from '../contracts/speech';
import { seededRandom } from '../base/random';
import { compareSpeech } from './compare';

const RATE = 24_000;

/** Two syllables of a hundred hertz with a hiss between them. */
function speech(phase = 0, lead = 0): PcmChunk {
  const random = seededRandom(3);
  const pcm = new Float32Array(RATE + lead);
  for (let i = 0; i < RATE; i++) {
    const [t, loud] = [i / RATE, Math.sin((Math.PI * i) / 12_000) ** 2];
    let value = 0;
    for (let k = 1; k < 30; k++) value += Math.sin(2 * Math.PI * 100 * k * t + phase * k * k) / k;
    const hiss = i > 10_000 && i < 13_000 ? 0.05 * random.gaussian() : 0;
    pcm[i + lead] = 0.2 * loud * value + hiss;
  }
  const word = (startSample: number, endSample: number, at: number) => ({
    span: { start: at, end: at + 1 },
    startSample: startSample + lead,
    endSample: endSample + lead,
  });
  const words = [word(500, 11_000, 0), word(11_000, 23_000, 1)];
  return { utteranceId: 'u' as UtteranceId, pcm, sampleRate: RATE, words };
}

const good = speech();
const spoiled = (by: (value: number, i: number) => number) =>
  compareSpeech({ ...good, pcm: good.pcm.map(by) }, good);
const differenceOf = (by: (value: number, i: number) => number) => {
  const agreement = spoiled(by);
  return agreement.kind === 'differs' ? agreement.by : null;
};

describe('compareSpeech', () => {
  it('agrees with itself, with other phases, and with edges cut differently', () => {
    expect(compareSpeech(good, good).distances).toMatchObject({ levelDb: 0, spectrumDb: 0 });
    expect(compareSpeech(speech(0.7), good).kind).toBe('agrees');
    expect(compareSpeech(speech(0, 333), good).kind).toBe('agrees');
    expect(differenceOf((x, i) => x * (1 + 1e-3 * Math.sin(i)))).toBeNull();
  });

  it('tells how they differ', () => {
    const random = seededRandom(5);
    expect(differenceOf((x) => 1.3 * x)).toBe('level');
    expect(differenceOf(() => 0)).toBe('level');
    expect(differenceOf((x, i) => (i === 9000 ? NaN : x))).not.toBeNull();
    expect(differenceOf((x) => x + 0.04 * random.gaussian())).toBe('hiss');
    expect(differenceOf((x, i) => (i > 21_500 && i < 23_000 ? 0.1 * x : x))).toBe('spectrum');
    const words = good.words.map((word) => ({ ...word, endSample: 0.9 * word.endSample }));
    expect(compareSpeech({ ...good, words }, good)).toMatchObject({
      kind: 'differs',
      by: 'length',
    });
  });

  it('has nothing against silence where silence is right', () => {
    const silent = { ...good, pcm: new Float32Array(RATE) };
    expect(compareSpeech(silent, silent).kind).toBe('agrees');
    expect(compareSpeech(good, silent).kind).toBe('differs');
    const empty = { ...good, pcm: new Float32Array(0), words: [] };
    expect(compareSpeech(empty, empty).kind).toBe('agrees');
  });
});
