/** Records what is queued, what reaches the ring and when the output ran dry. */
import { systemClock } from '../base/clock';
import type { QueuedSound } from '../contracts/playback';
import type { Report } from '../player/channel';
import type { AudioDevice, DeviceListener } from '../player/device';

export interface PushedSound {
  readonly sound: QueuedSound;
  readonly atMs: number;
}

/** Louder than any voice. */
const MAX_SAMPLE = 2;
/** Reports come ten times a second: less than this is no gap. */
const SHORTEST_GAP_MS = 150;

export class ChaosTape {
  sounds: PushedSound[] = [];
  gapsMs: number[] = [];
  badSamples = 0;
  #hasSounded = false;
  /** When it fell silent in the middle of things; null while it sounds or need not. */
  #drySinceMs: number | null = null;

  begin(): void {
    this.sounds = [];
    this.gapsMs = [];
    this.badSamples = 0;
    this.#hasSounded = false;
    this.#drySinceMs = null;
  }

  pushed(sound: QueuedSound): void {
    this.sounds.push({ sound, atMs: systemClock.now() });
  }

  /** The device, whose every sample is looked at on its way into the ring. */
  record(device: AudioDevice): AudioDevice {
    const { channel } = device;
    const write = channel.write.bind(channel);
    channel.write = (samples) => {
      for (const sample of samples) if (!(Math.abs(sample) <= MAX_SAMPLE)) this.badSamples++;
      write(samples);
    };
    return device;
  }

  /** The listener of a device, whose every report is looked at on its way. */
  listen(listener: DeviceListener): DeviceListener {
    return {
      onReport: (report) => {
        this.#note(report);
        listener.onReport(report);
      },
      onChange: () => {
        this.#silent();
        listener.onChange();
      },
      onFailure: (cause) => {
        this.#silent();
        listener.onFailure(cause);
      },
    };
  }

  #note({ sounding, drained }: Report): void {
    this.#hasSounded ||= sounding;
    if (drained) this.#drySinceMs = null;
    else if (!sounding) this.#silent();
    else if (this.#drySinceMs !== null) {
      const gapMs = systemClock.now() - this.#drySinceMs;
      if (gapMs >= SHORTEST_GAP_MS) this.gapsMs.push(gapMs);
      this.#drySinceMs = null;
    }
  }

  #silent(): void {
    if (this.#hasSounded) this.#drySinceMs ??= systemClock.now();
  }
}
