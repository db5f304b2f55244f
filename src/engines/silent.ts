/** The last rung: says nothing, for as long as the words would take, so that reading goes on. */
import { throwIfAborted } from '../base/abort';
import { Emitter } from '../base/events';
import type { VoiceId } from '../base/ids';
import type {
  EngineInfo,
  ModelState,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
  Synthesizer,
  WordTiming,
} from '../contracts/speech';
import { LANGUAGES } from '../contracts/languages';
import type { Utterance } from '../contracts/text';

const COMPONENT = 'silence';
const SAMPLE_RATE_HZ = 24_000;
/** A phoneme of unhurried speech; a letter takes about as long. */
const SECONDS_PER_SYMBOL = 0.07;

const INFO: EngineInfo = {
  voiceId: 'silence' as VoiceId,
  backend: 'wasm',
  threads: 1,
  backendReason: null,
  backendFailed: false,
  sampleRate: SAMPLE_RATE_HZ,
  languages: LANGUAGES,
  supports: { guidance: false, emotions: false },
  loadMs: 0,
};

export interface SilentSynthesizerDeps {
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
}

/** Needs nothing, so it cannot fail; only a listener's own abort ends it early. */
export function createSilentSynthesizer({ timestamp }: SilentSynthesizerDeps): Synthesizer {
  const events = new Emitter<{ state: ModelState }>();
  let state: ModelState = { kind: 'uninitialized' };
  const become = (next: ModelState) => {
    if (state.kind === next.kind) return;
    state = next;
    events.emit('state', state);
  };
  const load = async (signal?: AbortSignal): Promise<EngineInfo> => {
    throwIfAborted(signal, 'load', COMPONENT);
    become({ kind: 'ready', info: INFO });
    return INFO;
  };
  return {
    id: COMPONENT,
    get state() {
      return state;
    },
    onState: (listener) => events.on('state', listener),
    load,
    synthesize: async function* (utterance, options, signal) {
      await load(signal);
      const chunk = silenceFor(utterance, options);
      yield chunk;
      return accountOf(chunk, timestamp());
    },
    dispose: () => become({ kind: 'uninitialized' }),
  };
}

/** Silence as long as the utterance is estimated to be, its words spread by their length. */
export function silenceFor(utterance: Utterance, { pace }: SynthesisOptions): PcmChunk {
  const speed = pace * utterance.prosody.rate;
  const seconds = SECONDS_PER_SYMBOL / (speed > 0 && Number.isFinite(speed) ? speed : 1);
  const words: WordTiming[] = [];
  let symbols = 0;
  const here = () => Math.round(symbols * seconds * SAMPLE_RATE_HZ);
  symbolsOf(utterance).forEach((count, word) => {
    const startSample = here();
    symbols += count;
    const span = utterance.words[word]?.span ?? utterance.span;
    words.push({ span, startSample, endSample: here() });
  });
  const pcm = new Float32Array(here());
  return { utteranceId: utterance.id, pcm, sampleRate: SAMPLE_RATE_HZ, words };
}

/** For each word its phonemes; for one without, its letters. */
function symbolsOf({ words, phonemeWords }: Utterance): number[] {
  const counts = new Map<number, number>();
  for (const word of phonemeWords) counts.set(word, (counts.get(word) ?? 0) + 1);
  return words.map(({ spoken }, word) => counts.get(word) ?? Math.max(1, spoken.length));
}

function accountOf({ utteranceId, pcm, sampleRate }: PcmChunk, timestamp: number): SynthesisResult {
  return {
    utteranceId,
    sampleRate,
    samples: pcm.length,
    stages: {
      textMs: 0,
      encodeMs: 0,
      flowMs: 0,
      vocodeMs: 0,
      totalMs: 0,
      frames: 0,
      tokens: 0,
      steps: 0,
    },
    fallback: null,
    error: null,
    timestamp,
  };
}
