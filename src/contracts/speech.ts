/** The heart of the product: whatever turns an utterance into sound is a `Synthesizer`. */
import type { UtteranceId, VoiceId } from '../base/ids';
import type { SottoError } from '../base/errors';
import type { Language, Span, Utterance } from './text';

export type Backend = 'webgpu' | 'wasm';
export type BackendPreference = Backend | 'auto';

export interface SynthesisOptions {
  /** Flow steps: the quality knob, 1 to 64. */
  readonly steps: number;
  /** Scale of the starting noise, 0 to 1.5. */
  readonly temperature: number;
  /** Classifier-free guidance rate, 0 is none; engines without it say so in `EngineInfo`. */
  readonly guidance: number;
  /** The voice's pace: 1 is its own, 2 twice as fast. Not the player's speed. */
  readonly pace: number;
  readonly pitchSemitones: number;
  /** Same text and same seed give the same audio. */
  readonly seed: number;
  /** Longest piece an engine may make at once, in mel frames; 0 is no limit. */
  readonly maxFramesPerChunk: number;
  /** Loudness and liveliness as the voice's own energy control has it; 1 (or absent) is its own. */
  readonly energy?: number;
  /** Other voices of the same engine mixed in; absent or empty is the voice alone. */
  readonly blend?: readonly BlendShare[];
  /** Weights from 0 to 1; engines without emotions say so in `EngineInfo`. */
  readonly emotions?: Readonly<Partial<Record<Emotion, number>>>;
}

export const EMOTIONS = [
  'happy',
  'angry',
  'sad',
  'afraid',
  'disgusted',
  'melancholic',
  'surprised',
  'calm',
] as const;
export type Emotion = (typeof EMOTIONS)[number];

/**
 * How much of another voice is in the sound, from 0 to 1: of its timbre (how it sounds) and of its
 * prosody (how it moves), apart where the engine can. The chosen voice has what the shares leave.
 */
export interface BlendShare {
  readonly voiceId: VoiceId;
  /** Names the voice within its engine's files, as `Voice.speaker.id`. */
  readonly speakerId: string | null;
  readonly timbre: number;
  readonly prosody: number;
}

/** When a word sounds, in samples from the start of its chunk. */
export interface WordTiming {
  readonly span: Span;
  readonly startSample: number;
  readonly endSample: number;
}

/** Sound for one utterance or a part of it. `pcm` is mono, about -1 to 1. */
export interface PcmChunk {
  readonly utteranceId: UtteranceId;
  readonly pcm: Float32Array;
  readonly sampleRate: number;
  readonly words: readonly WordTiming[];
  /** The rung that spoke, if it was not the chosen one. */
  readonly rung?: string | null;
}

export interface StageTimings {
  readonly textMs: number;
  readonly encodeMs: number;
  readonly flowMs: number;
  readonly vocodeMs: number;
  readonly totalMs: number;
  readonly frames: number;
  readonly tokens: number;
  readonly steps: number;
}

export interface SynthesisResult {
  readonly utteranceId: UtteranceId;
  readonly sampleRate: number;
  readonly samples: number;
  readonly stages: StageTimings;
  /** The rung that spoke if it was not the first, and why. */
  readonly fallback: string | null;
  readonly error: SottoError | null;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

export interface EngineInfo {
  readonly voiceId: VoiceId;
  readonly backend: Backend;
  readonly threads: number;
  /** Why the backend is not the first choice, in plain words; null when it is. */
  readonly backendReason: string | null;
  /** A better one was there, or asked for by name, and failed; without one this is no fault. */
  readonly backendFailed: boolean;
  readonly sampleRate: number;
  readonly languages: readonly Language[];
  readonly supports: {
    readonly guidance: boolean;
    readonly emotions: boolean;
    /** Absent: none. `whole`: timbre and prosody only together, by the mean of both shares. */
    readonly blend?: 'whole' | 'apart';
    /** The steps are a quality knob. Absent: they are, as in our own voices. */
    readonly steps?: boolean;
    /** `false`: the same text always sounds the same, whatever the temperature. */
    readonly temperature?: false;
    /** `false`: its pitch cannot be moved. */
    readonly pitch?: false;
    /** Absent: `SynthesisOptions.energy` changes nothing. */
    readonly energy?: true;
    /** Absent: it cannot speak from a recording or its embedding. */
    readonly reference?: true;
    /** Word times come from the model (absent) or are estimated, and labelled so. */
    readonly timings?: 'estimated';
  };
  readonly loadMs: number;
}

export type ModelState =
  | { readonly kind: 'uninitialized' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly info: EngineInfo }
  /** Another rung speaks: the chosen voice is out of order (`isBroken`), or is too slow for the moment. */
  | {
      readonly kind: 'degraded';
      readonly info: EngineInfo;
      readonly rung: string;
      readonly isBroken: boolean;
    }
  | { readonly kind: 'error'; readonly error: SottoError };

export const QUALITY_LEVELS = ['normal', 'high', 'critical', 'overload'] as const;
export type QualityLevel = (typeof QUALITY_LEVELS)[number];

/** What a synthesizer may know of the one it speaks for. Read anew whenever it matters. */
export interface Circumstances {
  /** Until the listener would hear a gap; Infinity while nobody waits (an export, a preparation). */
  secondsUntilGap(): number;
  level(): QualityLevel;
}

/**
 * Worker-backed, formant and resilient synthesizers all look like this; callers cannot tell.
 * All methods reject with a SottoError. Concurrent calls queue in order.
 */
export interface Synthesizer {
  readonly id: string;
  readonly state: ModelState;
  onState(listener: (state: ModelState) => void): () => void;
  load(signal?: AbortSignal): Promise<EngineInfo>;
  /**
   * Yields the utterance's sound in order, then returns the account of it.
   * @param circumstances Of the one who waits; a ladder hurries by it, an engine alone ignores it.
   */
  synthesize(
    utterance: Utterance,
    options: SynthesisOptions,
    signal?: AbortSignal,
    circumstances?: Circumstances,
  ): AsyncGenerator<PcmChunk, SynthesisResult>;
  /** Frees worker, memory and GPU; the synthesizer can be loaded again. */
  dispose(): void;
  /**
   * Ends a worker that is stuck, for all who speak with it: what they have under way fails with type
   * `workerDied`, and each one's next call starts another. Left out where nobody else can hold it.
   */
  discard?(): void;
}
