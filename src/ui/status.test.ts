import { expect, test } from 'vitest';
import type { VoiceId } from '../base/ids';
import type { SessionStats } from '../contracts/session';
import { markedPieces } from './highlight';
import { RateMeter } from './rate';
import { seekSegments } from './seek-segments';
import { announcement, chipText } from './status';

const shell = { offlineReady: true, updateReady: false, installable: false, online: true };
const stats: SessionStats = {
  engine: {
    voiceId: 'v' as VoiceId,
    backend: 'wasm',
    threads: 2,
    backendReason: null,
    backendFailed: false,
    sampleRate: 24_000,
    languages: ['en'],
    supports: { guidance: false, emotions: false },
    loadMs: 1,
  },
  rtf: 0.09,
  firstSoundMs: 100,
  utterances: 1,
  rung: 'chosen',
  level: 'normal',
  bufferedSeconds: 5,
  underruns: 0,
  playedSeconds: 1,
  transport: 'sharedMemory',
};

test('the chip says where and how fast, and that the network is gone', () => {
  const text = chipText({ kind: 'playing' }, stats, shell, null);
  expect(text).toEqual({
    whole: 'On this device · WASM, 2 threads · 11x',
    short: '11x',
    tone: 'good',
  });
  const offline = chipText({ kind: 'playing' }, stats, { ...shell, online: false }, null);
  expect(offline.whole).toBe('Offline · On this device · WASM, 2 threads · 11x');
});

test('the chip is calm without a graphics processor, and not when one failed', () => {
  const engine = stats.engine && { ...stats.engine, backendReason: 'No graphics processor here.' };
  expect(chipText({ kind: 'playing' }, { ...stats, engine }, shell, null).tone).toBe('good');
  const failed = engine && { ...engine, backendFailed: true };
  expect(chipText({ kind: 'playing' }, { ...stats, engine: failed }, shell, null).tone).toBe(
    'degraded',
  );
});

test('the chip says so when another voice speaks or quality is lower', () => {
  const chip = (change: Partial<SessionStats>) =>
    chipText({ kind: 'playing' }, { ...stats, ...change }, shell, null);
  expect(chip({ rung: 'formant', engine: null })).toEqual({
    whole: 'Speaking with the formant voice',
    short: 'Formant voice',
    tone: 'degraded',
  });
  const busy = chip({ level: 'high' });
  expect(busy.whole).toBe('On this device · WASM, 2 threads · 11x · fewer steps');
  expect(busy.tone).toBe('degraded');
});

test('the chip counts the bytes of a voice that is being fetched', () => {
  const progress = { receivedBytes: 12_400_000, totalBytes: 27_500_000 };
  const chip = chipText({ kind: 'idle' }, stats, shell, { kind: 'downloading', progress });
  expect(chip.whole).toBe('Fetching the voice, 12.4 of 27.5 MB');
});

test('only what changed is read out, never a word or a byte', () => {
  const progress = { receivedBytes: 1, totalBytes: 2 };
  const step = { kind: 'download', progress } as const;
  expect(announcement({ kind: 'preparing', step })).toBe('Fetching the voice');
  expect(announcement({ kind: 'preparing', step: { kind: 'sound' } })).toBe('Playing');
  expect(announcement({ kind: 'paused' })).toBe('Paused');
  expect(announcement({ kind: 'idle' })).toBe('');
});

test('the seek line merges what cannot be told apart and keeps fallbacks visible', () => {
  const rendered = Array.from({ length: 5_000 }, (_, i) => ({
    start: i * 100,
    end: i * 100 + 99,
    rung: i === 2_500 ? 'formant' : null,
  }));
  const progress = { offset: 1_000, length: 1_000_000, spokenSeconds: 66, leftSeconds: 66_600 };
  const segments = seekSegments({ ...progress, rendered }, 10, 1);
  expect(segments.map(({ kind }) => kind)).toEqual([
    'rendered',
    'rendered',
    'buffered',
    'fallback',
  ]);
  expect(segments[2]).toMatchObject({ left: 0.1 });
});

test('the seek line judges what is buffered by the voice, wherever the listener went', () => {
  const spoken = { length: 10_000, rendered: [], spokenSeconds: 2, leftSeconds: 250 };
  const ahead = (offset: number, leftSeconds: number | null, speed: number) =>
    seekSegments({ ...spoken, offset, leftSeconds }, 10, speed)[0]?.width;
  // 20 characters a second at speed 1; after a jump to the middle two seconds are still all that was heard.
  expect(ahead(5_000, 250, 1)).toBeCloseTo(2);
  expect(ahead(5_000, 125, 2)).toBeCloseTo(2);
  expect(ahead(5_000, null, 1)).toBeCloseTo(1.45);
});

test('marks as pieces rebuild the paragraph', () => {
  const pieces = markedPieces(
    'One two. Three.',
    100,
    { start: 90, end: 108 },
    { start: 104, end: 107 },
  );
  expect(pieces).toEqual([
    { text: 'One ', mark: 'sentence' },
    { text: 'two', mark: 'word' },
    { text: '.', mark: 'sentence' },
    { text: ' Three.', mark: 'none' },
  ]);
  expect(markedPieces('One', 0, null, null)).toEqual([{ text: 'One', mark: 'none' }]);
});

test('time left needs two moments, and starts again after a restart', () => {
  const meter = new RateMeter();
  meter.add(0, 0);
  expect(meter.secondsLeft(100)).toBeNull();
  meter.add(1_000, 10);
  expect(meter.secondsLeft(100)).toBe(9);
  meter.add(1_500, 0);
  expect(meter.secondsLeft(100)).toBeNull();
});
