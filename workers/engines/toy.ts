/** An engine in a few lines, for tests: every word is a tenth of a second of one tone. */
import { throwIfAborted } from '../../src/base/abort';
import type { Backend } from '../../src/contracts/speech';
import type { Engine, LoadEngine } from './engine';

const SAMPLE_RATE_HZ = 8000;
const WORD_SAMPLES = 800;

export interface ToyOptions {
  /** What its self-test finds on this backend. */
  readonly computes: (backend: Backend) => number;
  readonly onRelease: (backend: Backend) => void;
}

export function toyEngine({ computes, onRelease }: ToyOptions): LoadEngine {
  return async ({ provider, files, now, breathe }): Promise<Engine> => {
    const gain = (await files.read('gain.bin'))[0] ?? 0;
    return {
      supports: { guidance: false, emotions: false },
      synthesize: async (utterance, _options, signal) => {
        const startMs = now();
        await breathe();
        throwIfAborted(signal, 'synthesize', 'toy');
        const samples = utterance.words.length * WORD_SAMPLES;
        const pcm = Float32Array.from(
          { length: samples },
          (_, i) => (gain * Math.sin(i / 4)) / 255,
        );
        const words = utterance.words.map(({ span }, i) => ({
          span,
          startSample: i * WORD_SAMPLES,
          endSample: (i + 1) * WORD_SAMPLES,
        }));
        const totalMs = now() - startMs;
        return {
          chunk: { utteranceId: utterance.id, pcm, sampleRate: SAMPLE_RATE_HZ, words },
          stages: {
            encodeMs: 0,
            flowMs: 0,
            vocodeMs: totalMs,
            totalMs,
            frames: 0,
            tokens: 0,
            steps: 1,
          },
        };
      },
      selfTest: async () => Float32Array.of(1, computes(provider.backend)),
      components: () => [],
      release: async () => onRelease(provider.backend),
    };
  };
}
