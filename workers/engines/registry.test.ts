import { describe, expect, it } from 'vitest';
import type { UtteranceId, VoiceId } from '../../src/base/ids';
import type { SynthesisOptions } from '../../src/contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../../src/contracts/text';
import type { Voice } from '../../src/contracts/voices';
import { inspectChunk } from '../../src/audio/inspect';
import { voiceFiles } from './engine';
import { openEngine } from './open';
import { engineLoader } from './registry';
import { toyEngine } from './toy';

/** docs/adding-an-engine.md, followed to the letter with an engine of a few lines. */
const toy = toyEngine({ computes: () => 2, onRelease: () => {} });
const voice = {
  id: 'toy-voice' as VoiceId,
  engine: 'toy',
  files: [{ name: 'gain.bin', url: 'gain.bin', bytes: 1, digest: 'sha256:00' }],
} as unknown as Voice;
const utterance: Utterance = {
  id: 'u' as UtteranceId,
  span: { start: 0, end: 9 },
  sentence: { start: 0, end: 9 },
  language: 'en',
  words: [
    { span: { start: 0, end: 3 }, spoken: 'two' },
    { span: { start: 4, end: 9 }, spoken: 'words' },
  ],
  phonemes: 'tuː wɜːdz',
  phonemeWords: [0, 0, 0, -1, 1, 1, 1, 1, 1],
  pauseBeforeMs: 0,
  pauseAfterMs: 0,
  ends: 'sentence',
  prosody: NEUTRAL_PROSODY,
  marks: [],
};
const options: SynthesisOptions = {
  steps: 4,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};

function openToy() {
  const provider = {
    backend: 'wasm' as const,
    threads: 1,
    createSession: () => Promise.reject(new Error('A toy has no graphs.')),
  };
  return openEngine({
    loadEngine: engineLoader(voice.engine, { toy }),
    backend: 'auto',
    threads: 0,
    around: { gpu: undefined, isIsolated: true, hasSharedMemory: true, cores: 2 },
    providers: {
      wasm: async () => provider,
      webgpu: async () => ({ gpu: provider, cpu: provider }),
    },
    deps: {
      files: voiceFiles(voice, { read: async () => Uint8Array.of(100) }),
      now: () => 0,
      breathe: async () => {},
    },
  });
}

describe('engineLoader', () => {
  it('finds engines by name alone, and says what to do about others', () => {
    expect(engineLoader('toy', { toy })).toBe(toy);
    expect(() => engineLoader('toString', { toy })).toThrow('newer version');
  });

  it('makes an engine of one file and one line speak', async () => {
    const { engine, provider } = await openToy();
    expect(provider.backend).toBe('wasm');
    const { chunk } = await engine.synthesize(utterance, options, new AbortController().signal);
    expect(inspectChunk(chunk, { maxSamples: null })).toBeNull();
    expect(chunk.words.map(({ span }) => span)).toEqual(utterance.words.map(({ span }) => span));
    const cancelled = engine.synthesize(utterance, options, AbortSignal.abort());
    await expect(cancelled).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
