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
  readonly supports: { readonly guidance: boolean; readonly emotions: boolean };
  readonly loadMs: number;
}

export type ModelState =
  | { readonly kind: 'uninitialized' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly info: EngineInfo }
  | { readonly kind: 'degraded'; readonly info: EngineInfo; readonly rung: string }
  | { readonly kind: 'error'; readonly error: SottoError };

/**
 * Worker-backed, formant and resilient synthesizers all look like this; callers cannot tell.
 * All methods reject with a SottoError. Concurrent calls queue in order.
 */
export interface Synthesizer {
  readonly id: string;
  readonly state: ModelState;
  onState(listener: (state: ModelState) => void): () => void;
  load(signal?: AbortSignal): Promise<EngineInfo>;
  /** Yields the utterance's sound in order, then returns the account of it. */
  synthesize(
    utterance: Utterance,
    options: SynthesisOptions,
    signal?: AbortSignal,
  ): AsyncGenerator<PcmChunk, SynthesisResult>;
  /** Frees worker, memory and GPU; the synthesizer can be loaded again. */
  dispose(): void;
}
