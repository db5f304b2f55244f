/** How long the engine worker may take: generous, so that only what hangs is cut off. */
import type { BackendPreference, SynthesisOptions } from '../contracts/speech';
import type { Utterance } from '../contracts/text';

export interface Deadlines {
  readonly loadMs: number;
  /** After a cancel or a timeout: how long a worker may take to answer before it is killed. */
  readonly graceMs: number;
  synthesizeMs(utterance: Utterance, options: SynthesisOptions): number;
}

/** Slow speech; a clause is about sixty symbols. */
const SECONDS_PER_SYMBOL = 0.12;
const BASE_MS = 10_000;
/** Compute time over audio time of a device ten times slower than ours, without and per flow step. */
const VOCODER_RTF = 1;
const STEP_RTF = 0.2;
/** WebGPU asked for by name may be a software one; chosen by ourselves it never is. */
const SOFTWARE_GPU_FACTOR = 20;

export function deadlinesFor(backend: BackendPreference): Deadlines {
  const factor = backend === 'webgpu' ? SOFTWARE_GPU_FACTOR : 1;
  return {
    loadMs: 60_000 * (factor > 1 ? 3 : 1),
    graceMs: 5_000 * (factor > 1 ? 6 : 1),
    synthesizeMs: ({ phonemes, prosody }, { steps, pace }) => {
      const audioMs = (1000 * SECONDS_PER_SYMBOL * phonemes.length) / (pace * prosody.rate);
      return BASE_MS + audioMs * (VOCODER_RTF + steps * STEP_RTF) * factor;
    },
  };
}
