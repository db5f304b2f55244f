import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random';
import type { UtteranceId } from '../base/ids';
import type { PcmChunk } from '../contracts/speech';
import { badSound } from './sound-judge';

const RATE = 24_000;
const WORD = 0.3 * RATE;

/** Eight words that swell and fade, each in its own way. */
function speech(change: (sample: number, at: number) => number = (sample) => sample): PcmChunk {
  const words = Array.from({ length: 8 }, (_, i) => ({
    span: { start: 5 * i, end: 5 * i + 4 },
    startSample: i * WORD,
    endSample: (i + 1) * WORD,
  }));
  const pcm = Float32Array.from({ length: 8 * WORD }, (_, at) => {
    const word = Math.floor(at / WORD);
    const swell = Math.sin((Math.PI * (at % WORD)) / WORD) ** (1 + (word % 3));
    return change(0.2 * swell * (1 + (word % 2)) * Math.sin(0.04 * at), at);
  });
  return { utteranceId: 'u' as UtteranceId, pcm, sampleRate: RATE, words };
}

const random = seededRandom(1);
const same = { isSameVoice: true };

describe('badSound', () => {
  it.each([
    ['the good rendition itself', speech()],
    ['a little other', speech((sample) => 0.8 * sample + 0.002 * random.gaussian())],
  ])('finds nothing wrong with %s', (_, chunk) => {
    expect(badSound(chunk, speech(), same)).toBeNull();
  });

  it('finds nothing wrong with a part, spoken by itself', () => {
    const whole = speech();
    const words = whole.words.slice(2, 6).map((word) => ({
      ...word,
      startSample: word.startSample - 2 * WORD,
      endSample: word.endSample - 2 * WORD,
    }));
    const part = { ...whole, words, pcm: whole.pcm.subarray(2 * WORD, 6 * WORD) };
    expect(badSound(part, whole, same)).toBeNull();
  });

  it.each([
    ['notFinite', speech((sample, at) => (at === 5000 ? NaN : sample))],
    ['tooLoud', speech((sample) => 5 * sample)],
    ['silentWords', speech((sample, at) => (at < 6 * WORD ? 0 : sample))],
    ['hiss', speech((sample) => sample + 0.2 * random.gaussian())],
    ['level', speech((sample) => 0.1 * sample)],
    ['unlike', speech((_, at) => 0.1 * Math.sin(0.04 * at) * (1 + Math.sin(at / 3000)))],
  ] as const)('tells %s', (defect, chunk) => {
    expect(badSound(chunk, speech(), same)).toBe(defect);
  });

  it('asks of another voice only that it is speech', () => {
    const other = { isSameVoice: false };
    const quiet = speech((sample) => 0.1 * sample);
    expect(badSound(quiet, speech(), other)).toBeNull();
    const noise = speech(() => 0.2 * random.gaussian());
    expect(badSound(noise, speech(), other)).toBe('hiss');
  });
});
