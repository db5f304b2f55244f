/** espeak-ng's own synthesis as a Synthesizer: the rung that speaks when no neural voice can. */
import type { Clock } from '../base/clock';
import type { VoiceId } from '../base/ids';
import type { Synthesizer } from '../contracts/speech';
import { LANGUAGES } from '../contracts/languages';
import type { Voice } from '../contracts/voices';
import type { WorkerLike } from '../rpc/connect';
import { createEngineClient } from './client';

/** No voice of the catalogue: it has no files, its data came with the app. */
export const FORMANT_VOICE: Voice = {
  id: 'formant' as VoiceId,
  name: 'Formant voice',
  engine: 'formant',
  locale: 'en-US',
  languages: LANGUAGES,
  speaker: { sex: 'male', age: null },
  licence: { name: 'GPL-3.0-or-later', url: 'https://github.com/espeak-ng/espeak-ng' },
  credits: 'espeak-ng',
  sample: null,
  sampleRate: 24_000,
  files: [],
  defaults: { steps: 1, temperature: 0, pace: 1 },
};

export interface FormantSynthesizerDeps {
  readonly spawn: () => WorkerLike;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp?: () => number;
}

export function createFormantSynthesizer(deps: FormantSynthesizerDeps): Synthesizer {
  return createEngineClient({ ...deps, voice: FORMANT_VOICE, backend: 'wasm', threads: 1 });
}
