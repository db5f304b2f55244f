/** Voices differ in what their graphs want and give; the engine meets them all as a `GraphForm`. */
import type { EngineInfo, SynthesisOptions } from '../../../src/contracts/speech';
import type { Language } from '../../../src/contracts/text';
import type { FlowVoiceManifest, Voice } from '../../../src/contracts/voices';
import { unreachable } from '../../../src/base/never';
import type { Feeds, Outputs } from '../../ort/session';
import { form1 } from './form-1';
import { form2 } from './form-2';
import type { Window } from './windows';

export interface GraphForm {
  /** Frames either side that a frame of the flow depends on; even. */
  readonly flowContextFrames: number;
  /** Likewise of the vocoder's spectrum. */
  readonly vocoderContextFrames: number;
  /** Whether its speakers can be mixed; absent where it has only one. */
  readonly blend?: EngineInfo['supports']['blend'];
  /** Throws kind `validation` for a share of somebody whom the files lack. */
  speaking(blend?: SynthesisOptions['blend']): Speaking;
  startWave(frames: number): WaveMaker;
}

/** What the graphs are told of the one who speaks. */
export interface Speaking {
  /** For what the sound is like. */
  timbreFeeds(ids: readonly number[], language: Language): Feeds;
  /** For how it moves: durations and pitch. Null where the same feeds tell both. */
  readonly prosodyFeeds: ((ids: readonly number[], language: Language) => Feeds) | null;
  /** From what the encoder gave, shifted as far as the voice itself can. */
  bend(outputs: Outputs, semitones: number): BentPitch;
  flowFeeds(moment: FlowMoment): Feeds;
  /** What the finished sound is multiplied with. */
  gain(language: Language): number;
}

export interface BentPitch {
  /** One number a symbol for the flow to obey; empty where it obeys none. */
  readonly pitch: Float32Array;
  /** What is left to do to the finished sound. */
  readonly restSemitones: number;
}

/** A piece of the flow's state, and where on the way from noise (0) to speech (1) it is. */
export interface FlowMoment {
  readonly frames: number;
  /** [frames, mel bins]. */
  readonly x: Float32Array;
  /** [frames, mel bins]. */
  readonly means: Float32Array;
  /** [frames] or empty. */
  readonly pitch: Float32Array;
  readonly time: number;
  /** Steps that the whole way is made in. */
  readonly steps: number;
}

/** Puts the vocoder's spectra together; windows come in order. */
export interface WaveMaker {
  /** Takes the frames that the window keeps. */
  add(outputs: Outputs, window: Window): void;
  finish(): Float32Array<ArrayBuffer>;
}

/** Throws kind `modelLoad` when the voice's description does not know its speaker or languages. */
export function graphForm(manifest: FlowVoiceManifest, voice: Voice): GraphForm {
  switch (manifest.format) {
    case 1:
      return form1(manifest);
    case 2:
      return form2(manifest, voice);
    default:
      return unreachable(manifest);
  }
}
