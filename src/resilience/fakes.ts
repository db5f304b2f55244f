/** For tests: voices that do what they are told, and what one needs to put them on a ladder. */
import { orAborted, throwIfAborted } from '../base/abort';
import { SottoError, type ErrorDetail } from '../base/errors';
import { Emitter } from '../base/events';
import type { UtteranceId, VoiceId } from '../base/ids';
import type {
  Backend,
  EngineInfo,
  ModelState,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
  Synthesizer,
} from '../contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';

export const OPTIONS: SynthesisOptions = {
  steps: 4,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 7,
  maxFramesPerChunk: 0,
};

export function failure(detail: ErrorDetail, cause?: unknown): SottoError {
  const context = { operation: 'test', component: 'fake', suggestion: 'Nothing to do.', cause };
  return new SottoError('It failed.', detail, context);
}

export const DIED = failure({ kind: 'device', type: 'workerDied' });

/** One phoneme a word, the words separated by spaces. */
export function utteranceOf(text: string, id = text): Utterance {
  const matches = [...text.matchAll(/\S+/g)];
  const span = { start: 0, end: text.length };
  return {
    id: id as UtteranceId,
    span,
    sentence: span,
    language: 'en',
    words: matches.map(({ 0: spoken, index }) => ({
      span: { start: index, end: index + spoken.length },
      spoken,
    })),
    phonemes: matches.map(() => 'a').join(' '),
    phonemeWords: matches.flatMap((_, word) => (word === 0 ? [word] : [-1, word])),
    pauseBeforeMs: 0,
    pauseAfterMs: 100,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

export type Deed =
  | { readonly kind: 'speak' }
  | { readonly kind: 'fail'; readonly error: SottoError }
  /** Yields this many words, then fails. */
  | { readonly kind: 'failAfter'; readonly words: number; readonly error: SottoError }
  | { readonly kind: 'hang' };

export interface ScriptedVoice extends Synthesizer {
  /** What it was asked to speak, in order. */
  readonly asked: { readonly utterance: Utterance; readonly options: SynthesisOptions }[];
  /** For the next utterances; then it speaks, unless `always` says otherwise. */
  readonly script: Deed[];
  always: Deed;
  /** For the next loads; null: it works. */
  readonly loadScript: (SottoError | null)[];
  alwaysLoad: SottoError | null;
  loads: number;
  disposals: number;
}

export function scriptedVoice(name: string, backend: Backend = 'wasm'): ScriptedVoice {
  const events = new Emitter<{ state: ModelState }>();
  let state: ModelState = { kind: 'uninitialized' };
  let life = new AbortController();
  const become = (next: ModelState) => events.emit('state', (state = next));
  const voice: ScriptedVoice = {
    id: name,
    asked: [],
    script: [],
    always: { kind: 'speak' },
    loadScript: [],
    alwaysLoad: null,
    loads: 0,
    disposals: 0,
    get state() {
      return state;
    },
    onState: (listener) => events.on('state', listener),
    load: async (signal) => {
      throwIfAborted(signal, 'load', name);
      if (state.kind === 'ready') return state.info;
      voice.loads++;
      const error = voice.loadScript.shift() ?? voice.alwaysLoad;
      if (error !== null) {
        become({ kind: 'error', error });
        throw error;
      }
      const info = infoOf(name, backend);
      become({ kind: 'ready', info });
      return info;
    },
    synthesize: async function* (utterance, options, signal) {
      await voice.load(signal);
      voice.asked.push({ utterance, options });
      const deed = voice.script.shift() ?? voice.always;
      const given = signal === undefined ? life.signal : AbortSignal.any([signal, life.signal]);
      return yield* perform(deed, utterance, given);
    },
    dispose: () => {
      voice.disposals++;
      life.abort();
      life = new AbortController();
      become({ kind: 'uninitialized' });
    },
  };
  return voice;
}

async function* perform(
  deed: Deed,
  utterance: Utterance,
  signal: AbortSignal,
): AsyncGenerator<PcmChunk, SynthesisResult> {
  switch (deed.kind) {
    case 'speak':
      yield chunkOf(utterance, utterance.words.length);
      return resultOf(utterance);
    case 'fail':
      throw deed.error;
    case 'failAfter':
      yield chunkOf(utterance, deed.words);
      throw deed.error;
    case 'hang':
      return orAborted(new Promise<never>(() => {}), signal, 'synthesize', 'fake');
  }
}

function chunkOf(utterance: Utterance, words: number): PcmChunk {
  return {
    utteranceId: utterance.id,
    pcm: new Float32Array(10 * words).fill(0.1),
    sampleRate: 1000,
    words: utterance.words.slice(0, words).map(({ span }, word) => {
      return { span, startSample: 10 * word, endSample: 10 * word + 10 };
    }),
  };
}

function resultOf(utterance: Utterance): SynthesisResult {
  const stages = { textMs: 0, encodeMs: 1, flowMs: 1, vocodeMs: 1, totalMs: 3 };
  return {
    utteranceId: utterance.id,
    sampleRate: 1000,
    samples: 10 * utterance.words.length,
    stages: { ...stages, frames: 1, tokens: 1, steps: 4 },
    fallback: null,
    error: null,
    timestamp: 1,
  };
}

function infoOf(name: string, backend: Backend): EngineInfo {
  return {
    voiceId: name as VoiceId,
    backend,
    threads: 1,
    backendReason: null,
    backendFailed: false,
    sampleRate: 1000,
    languages: ['en'],
    supports: { guidance: false, emotions: false },
    loadMs: 1,
  };
}
