/** Stand-ins for tests: a voice, a planner, a synthesizer and a player that need no browser. */
import { Emitter } from '../base/events';
import type { UtteranceId, VoiceId } from '../base/ids';
import type {
  OutputState,
  Player,
  PlayerEvents,
  PlayerStats,
  QueuedSound,
} from '../contracts/playback';
import type {
  EngineInfo,
  ModelState,
  PcmChunk,
  SynthesisResult,
  Synthesizer,
} from '../contracts/speech';
import { NEUTRAL_PROSODY, type Block, type PlanOptions, type Utterance } from '../contracts/text';
import type { ShelfStatus, Voice, VoiceShelf } from '../contracts/voices';
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
  files: [{ name: 'a.onnx', url: 'a.onnx', bytes: 1000, sha256: '00' }],
  defaults: { steps: 4, temperature: 0.5, pace: 1 },
};

export function fakeUtterance(text: string, start: number, sentenceStart = start): Utterance {
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

export interface FakePlayer extends Player {
  readonly sounds: readonly QueuedSound[];
  readonly playing: boolean;
  /** The listener hears so many seconds. */
  hear(seconds: number): void;
  /** The output falls asleep or wakes, by itself. */
  become(state: OutputState): void;
}

export function fakePlayer(): FakePlayer {
  const events = new Emitter<PlayerEvents>();
  let sounds: QueuedSound[] = [];
  let queue: { sound: QueuedSound; seconds: number }[] = [];
  let playing = false;
  let ended = false;
  let playedSeconds = 0;
  let output: OutputState = { kind: 'closed' };
  const buffered = () => queue.reduce((sum, one) => sum + one.seconds, 0);
  const stats = (): PlayerStats => ({
    bufferedSeconds: buffered(),
    underruns: 0,
    playedSeconds,
    transport: 'messages',
  });
  return {
    get sounds() {
      return sounds;
    },
    get playing() {
      return playing;
    },
    get stats() {
      return stats();
    },
    get output() {
      return output;
    },
    open: () => {
      output = { kind: 'running' };
      return Promise.resolve();
    },
    push: (sound) => {
      ended = false;
      sounds = [...sounds, sound];
      const pausesMs = sound.pauseBeforeMs + sound.pauseAfterMs;
      queue.push({ sound, seconds: sound.chunk.pcm.length / FAKE_RATE_HZ + pausesMs / 1000 });
    },
    end: () => {
      ended = true;
    },
    flush: () => {
      queue = [];
      ended = false;
    },
    play: () => {
      if (output.kind === 'closed') return Promise.reject(new Error('never opened'));
      playing = true;
      return Promise.resolve();
    },
    pause: () => {
      playing = false;
      return Promise.resolve();
    },
    setSpeed: () => {},
    setVolume: () => {},
    on: (name, listener) => events.on(name, listener),
    close: () => Promise.resolve(),
    become: (state) => {
      output = state;
      events.emit('output', state);
    },
    hear: (seconds) => {
      let left = playing ? seconds : 0;
      while (left > 0 && queue[0] !== undefined) {
        const { sound } = queue[0];
        events.emit('word', {
          utterance: sound.utterance,
          word: sound.chunk.words[0]?.span ?? null,
        });
        const used = Math.min(left, queue[0].seconds);
        queue[0] = { sound, seconds: queue[0].seconds - used };
        if (queue[0].seconds < 1e-9) queue.shift();
        left -= used;
        playedSeconds += used;
      }
      events.emit('progress', stats());
      if (ended && queue.length === 0 && playing) events.emit('drained', undefined);
    },
  };
}

export function fakeShelf(): VoiceShelf {
  const stored: ShelfStatus = { kind: 'stored', totalBytes: 1000, storedAt: 0 };
  return {
    voices: [fakeVoice],
    status: () => stored,
    download: () => Promise.resolve(),
    cancelDownload: () => {},
    remove: () => Promise.resolve(),
    onChange: () => () => {},
  };
}

/** Lets everything that waits only for promises go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}
