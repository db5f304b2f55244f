/** Stand-ins for tests: a voice, a planner and a synthesizer that need no browser. */
import { SottoError } from '../base/errors';
import type { UtteranceId, VoiceId } from '../base/ids';
import type {
  EngineInfo,
  ModelState,
  PcmChunk,
  SynthesisResult,
  Synthesizer,
} from '../contracts/speech';
import { NEUTRAL_PROSODY, type Block, type PlanOptions, type Utterance } from '../contracts/text';
import type { DeviceStorage, ShelfStatus, Voice, VoiceShelf } from '../contracts/voices';
import type { TextClient } from './text-client';

export const FAKE_RATE_HZ = 1000;
const SAMPLES_PER_CHARACTER = 50;

export const fakeVoice: Voice = {
  id: 'test' as VoiceId,
  name: 'Test',
  engine: 'flow',
  locale: 'en-US',
  languages: ['en'],
  speaker: { sex: 'female', age: null },
  licence: { name: 'CC0-1.0', url: 'https://example.org' },
  credits: '',
  sample: null,
  sampleRate: FAKE_RATE_HZ,
  files: [{ name: 'a.onnx', url: 'a.onnx', bytes: 1000, digest: 'sha256:00' }],
  defaults: { steps: 4, temperature: 0.5, pace: 1 },
};

function fakeUtterance(text: string, start: number, sentenceStart = start): Utterance {
  const span = { start, end: start + text.length };
  return {
    id: `u${start}` as UtteranceId,
    span,
    sentence: { start: sentenceStart, end: span.end },
    language: 'en',
    words: text.trim() === '' ? [] : [{ span, spoken: text }],
    phonemes: text.trim(),
    phonemeWords: [...text.trim()].map(() => 0),
    pauseBeforeMs: 0,
    pauseAfterMs: 100,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

/** Every word (to the next space) is a sentence of its own. */
export function fakeText(): TextClient & { readonly plans: PlanOptions[] } {
  const plans: PlanOptions[] = [];
  return {
    plans,
    warm: () => Promise.resolve(),
    parse: () => Promise.resolve([]),
    plan: (block: Block, options) => {
      plans.push(options);
      const text = block.runs.map((run) => (run.kind === 'text' ? run.text : '')).join('');
      const words = [...text.matchAll(/\S+\s*/g)].map((match) =>
        fakeUtterance(match[0], block.span.start + match.index),
      );
      return Promise.resolve(words.filter((word) => word.span.end > (options.startAt ?? 0)));
    },
    dispose: () => {},
  };
}

export interface FakeSynthesizer extends Synthesizer {
  readonly spoken: string[];
  /** The next utterance with this text fails once with this error. */
  failOnce(text: string, error: Error): void;
}

export function fakeSynthesizer(): FakeSynthesizer {
  const spoken: string[] = [];
  const failures = new Map<string, Error>();
  let state: ModelState = { kind: 'uninitialized' };
  const info: EngineInfo = {
    voiceId: fakeVoice.id,
    backend: 'wasm',
    threads: 1,
    backendReason: null,
    backendFailed: false,
    sampleRate: FAKE_RATE_HZ,
    languages: ['en'],
    supports: { guidance: false, emotions: false },
    loadMs: 1,
  };
  return {
    id: 'fake',
    spoken,
    failOnce: (text, error) => failures.set(text, error),
    get state() {
      return state;
    },
    onState: () => () => {},
    load: () => {
      state = { kind: 'ready', info };
      return Promise.resolve(info);
    },
    synthesize: async function* (utterance): AsyncGenerator<PcmChunk, SynthesisResult> {
      await Promise.resolve();
      const text = utterance.phonemes;
      const failure = failures.get(text);
      failures.delete(text);
      if (failure) throw failure;
      spoken.push(text);
      const pcm = new Float32Array(text.length * SAMPLES_PER_CHARACTER).fill(0.1);
      const words = utterance.words.map(({ span }) => ({
        span,
        startSample: 0,
        endSample: pcm.length,
      }));
      yield { utteranceId: utterance.id, pcm, sampleRate: FAKE_RATE_HZ, words };
      return {
        utteranceId: utterance.id,
        sampleRate: FAKE_RATE_HZ,
        samples: pcm.length,
        stages: {
          textMs: 0,
          encodeMs: 1,
          flowMs: 1,
          vocodeMs: 1,
          totalMs: 3,
          frames: 1,
          tokens: 1,
          steps: 4,
        },
        fallback: null,
        error: null,
        timestamp: 0,
      };
    },
    dispose: () => {
      state = { kind: 'uninitialized' };
    },
  };
}

function fakeStorage(): DeviceStorage {
  const bytes = { voiceBytes: 0, usedBytes: null, quotaBytes: null };
  return {
    overview: () => Promise.resolve({ voices: [], ...bytes, isPersistent: false }),
    freeUp: () => Promise.resolve({ bytes: 0, removed: [], keptFor: [] }),
    exportPack: () => Promise.resolve(new Blob()),
    importPack: () => Promise.resolve([]),
    keep: () => Promise.resolve(),
    digest: () => Promise.resolve('sha256:00'),
  };
}

export function fakeShelf(): VoiceShelf {
  const stored: ShelfStatus = { kind: 'stored', totalBytes: 1000, storedAt: 0 };
  return {
    voices: [fakeVoice],
    storage: fakeStorage(),
    add: () => {},
    recalled: () => Promise.resolve(),
    status: () => stored,
    download: () => Promise.resolve(),
    pauseDownload: () => {},
    resumeDownload: () => Promise.resolve(),
    cancelDownload: () => {},
    remove: () => Promise.resolve({ bytes: 0, removed: [], keptFor: [] }),
    lease: () => () => {},
    onChange: () => () => {},
  };
}

/** Lets everything that waits only for promises go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** A failure in mid-speech. */
export function stumble(): SottoError {
  return new SottoError(
    'The voice stumbled.',
    { kind: 'inference', stage: 'flow', recoverable: true },
    { operation: 'synthesize', component: 'test', suggestion: 'Press Play to go on.' },
  );
}
