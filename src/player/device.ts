/** What the player needs of an audio output; web-audio.ts makes one, tests fake one. */
import type { Channel, Report } from './channel';

export interface AudioDevice {
  readonly sampleRate: number;
  readonly state: 'running' | 'suspended' | 'interrupted' | 'closed';
  /** From the audio thread to the ear. */
  readonly latencySeconds: number;
  readonly channel: Channel;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** May stay pending for as long as the browser waits for a gesture. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

export interface DeviceListener {
  onReport(report: Report): void;
  /** The state changed, or the set of output devices did. */
  onChange(): void;
  /** The audio thread failed; this device will not sound again. */
  onFailure(cause: unknown): void;
}

/** Rejects with a SottoError when there is no output to be had. */
export type OpenDevice = (sampleRate: number, listener: DeviceListener) => Promise<AudioDevice>;
