/** A file that is written from its beginning to its end. */
export interface SoundWriter {
  /** In hertz. */
  readonly sampleRate: number;
  add(pcm: Float32Array): Promise<void>;
  finish(): Promise<void>;
  /** What has been written since it was last asked for. */
  take(): readonly Uint8Array[];
}
