/** The part of the encode worker that writes sound while it is being spoken: one stream a worker. */
import type { SpeechFormat } from './speech-http';

export interface SoundStream {
  readonly format: SpeechFormat;
  /** Of the voice, in hertz; the format may want another. */
  readonly voiceRateHz: number;
  /** 0.25 to 4; pauses included. */
  readonly speed: number;
}

/** A piece of sound and the pauses around it. */
export interface StreamedPiece {
  readonly pcm: Float32Array;
  readonly sampleRate: number;
  readonly pauseBeforeMs: number;
  readonly pauseAfterMs: number;
}

export interface StreamedEnd {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of sound, all in all. */
  readonly seconds: number;
}

export interface StreamEncoderApi {
  /** False where this browser has no encoder for the format. */
  openStream(stream: SoundStream): Promise<boolean>;
  /** Returns what of the file is ready; encoders hold a little back. */
  pushSound(piece: StreamedPiece): Promise<Uint8Array<ArrayBuffer>>;
  finishStream(): Promise<StreamedEnd>;
}
