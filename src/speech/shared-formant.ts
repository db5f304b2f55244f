import type { Synthesizer } from '../contracts/speech';
import {
  FORMANT_VOICE,
  createFormantSynthesizer,
  type FormantSynthesizerDeps,
} from '../engines/formant';
import { shareSynthesizers } from './shared-synthesizers';

/**
 * The formant voice is the same below every voice, and each ladder keeps it ready: with a worker for each
 * ladder its memory would be paid for every voice that is loaded. It goes when the last ladder lets go of it.
 */
export function sharedFormant(deps: FormantSynthesizerDeps): () => Synthesizer {
  // The last resort refuses nobody; a clause takes it a few milliseconds.
  const create = shareSynthesizers(() => createFormantSynthesizer(deps), Infinity);
  return () => create(FORMANT_VOICE, 'wasm');
}
