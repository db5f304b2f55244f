import { describe, expect, it } from 'vitest';
import type { SoundStream } from '../../src/contracts/speech-http-encoder';
import { createStreamApi } from './stream';

const RATE_HZ = 24_000;

function sine(seconds: number, sampleRate: number, hertz = 200): Float32Array {
  const step = (2 * Math.PI * hertz) / sampleRate;
  return Float32Array.from({ length: seconds * sampleRate }, (_, i) => 0.5 * Math.sin(i * step));
}

const piece = (pcm: Float32Array, sampleRate = RATE_HZ, pauseAfterMs = 0, pauseBeforeMs = 0) => ({
  ...{ pcm, sampleRate, pauseBeforeMs, pauseAfterMs },
});

async function opened(stream: Partial<SoundStream> = {}) {
  const api = createStreamApi({ formats: async () => ['mp3', 'wav'] });
  const whole: SoundStream = { format: 'pcm', voiceRateHz: RATE_HZ, speed: 1, ...stream };
  expect(await api.openStream(whole)).toBe(true);
  return api;
}

const samplesOf = (bytes: Uint8Array) => new Int16Array(bytes.slice().buffer, 0, bytes.length / 2);

function crossings(samples: Int16Array): number {
  return samples.filter((value, i) => i > 0 && value >= 0 && (samples[i - 1] ?? 0) < 0).length;
}

describe('a stream of sound', () => {
  it('is there as soon as it is spoken: samples, in their place', async () => {
    const api = await opened();
    const first = samplesOf(await api.pushSound(piece(sine(1, RATE_HZ), RATE_HZ, 500, 250)));
    expect(first.length).toBe(1.75 * RATE_HZ);
    expect(first.slice(0, 6000).every((value) => value === 0)).toBe(true);
    expect(Math.max(...first.slice(6000, 30_000))).toBeGreaterThan(16_000);
    expect(first.slice(30_000).every((value) => value === 0)).toBe(true);
    await api.pushSound(piece(new Float32Array(0), RATE_HZ, 250));
    expect(await api.finishStream()).toEqual({ bytes: new Uint8Array(0), seconds: 2 });
  });

  it('begins with a header of unknown length as WAV, at the voice’s own rate', async () => {
    const api = await opened({ format: 'wav', voiceRateHz: 22_050 });
    const bytes = await api.pushSound(piece(sine(1, 22_050), 22_050));
    const view = new DataView(bytes.buffer);
    expect(new TextDecoder('latin1').decode(bytes.subarray(0, 4))).toBe('RIFF');
    expect([view.getUint32(24, true), view.getUint32(40, true)]).toEqual([22_050, 0xffffffff]);
    expect(bytes.length).toBe(44 + 2 * 22_050);
  });

  it('is of one rate, whoever spoke', async () => {
    const api = await opened();
    await api.pushSound(piece(sine(1, RATE_HZ)));
    const second = samplesOf(await api.pushSound(piece(sine(1, 16_000), 16_000)));
    expect(second.length).toBe(RATE_HZ);
    expect(crossings(second)).toBeGreaterThan(195);
    expect(crossings(second)).toBeLessThan(205);
  });

  it.each([0.25, 0.5, 1.5, 4])(
    'is of the length that speed %d asks for, at its pitch',
    async (speed) => {
      const api = await opened({ speed });
      const bytes = await api.pushSound(piece(sine(2, RATE_HZ), RATE_HZ, 1000));
      const sound = samplesOf(bytes);
      expect(Math.abs(sound.length - (3 * RATE_HZ) / speed)).toBeLessThan(5);
      const perSecond = crossings(sound) / (2 / speed);
      expect(perSecond).toBeGreaterThan(190);
      expect(perSecond).toBeLessThan(210);
      expect((await api.finishStream()).seconds).toBeCloseTo(3 / speed, 2);
    },
  );

  it('goes on without a click where no pause lies between two pieces', async () => {
    const api = await opened();
    const whole = sine(1, RATE_HZ, 173);
    const one = samplesOf(await api.pushSound(piece(whole.slice(0, 10_000))));
    const two = samplesOf(await api.pushSound(piece(whole.slice(10_000))));
    const step = Math.abs((two[0] ?? 0) - (one.at(-1) ?? 0));
    expect(step).toBeLessThan(16_384 * ((2 * Math.PI * 173) / RATE_HZ) * 1.5);
  });

  it('is none where the browser has no encoder, or nothing was opened', async () => {
    const api = createStreamApi({ formats: async () => ['mp3', 'wav'] });
    const stream: SoundStream = { format: 'opus', voiceRateHz: RATE_HZ, speed: 1 };
    expect(await api.openStream(stream)).toBe(false);
    await expect(api.pushSound(piece(sine(1, RATE_HZ)))).rejects.toThrow('No stream');
  });
});
