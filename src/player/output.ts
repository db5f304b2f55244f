/**
 * Keeps an audio output alive: opens it, wakes it when the browser put it to sleep, replaces it when
 * it is lost. What it plays is none of its business.
 */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { asSottoError, SottoError } from '../base/errors';
import type { OutputState } from '../contracts/playback';
import type { Report } from './channel';
import type { AudioDevice, OpenDevice } from './device';

export interface OutputOwner {
  /** A device is there, new or instead of a lost one. */
  onDevice(device: AudioDevice): void;
  /** The device is gone; another may follow. */
  onLost(): void;
  onReport(report: Report, device: AudioDevice): void;
  onState(state: OutputState): void;
}

/** A refused resume stays pending for ever: this long a listener waits for sound or an answer. */
const WAKE_TIMEOUT_MS = 1000;
/** A device that was sounding, says it runs, but reports nothing for this long is dead. */
const STALL_MS = 4000;
/** After the stall timer: time for reports that waited behind a busy main thread. */
const STALL_GRACE_MS = 500;
/** Replacements without any sound in between before it waits for the listener. */
const MAX_REPLACEMENTS = 3;

export class Output {
  readonly #clock: Clock;
  readonly #openDevice: OpenDevice;
  readonly #owner: OutputOwner;
  #device: AudioDevice | null = null;
  #state: OutputState = { kind: 'closed' };
  /** Of the voice; null until opened and after close. */
  #sampleRate: number | null = null;
  #opening: Promise<void> | null = null;
  #wanted = false;
  #replacements = 0;
  #stopStallTimer = () => {};

  constructor(clock: Clock, openDevice: OpenDevice, owner: OutputOwner) {
    this.#clock = clock;
    this.#openDevice = openDevice;
    this.#owner = owner;
  }

  get state(): OutputState {
    return this.#state;
  }

  get device(): AudioDevice | null {
    return this.#device;
  }

  /** An open device stays as it is: another rate is resampled to its own. */
  async open(sampleRate: number): Promise<void> {
    this.#sampleRate ??= sampleRate;
    if (this.#device === null) await this.#openOnce();
  }

  /** Sound is wanted from now on: wakes or replaces the device, or says that it sleeps. */
  async want(): Promise<void> {
    this.#wanted = true;
    this.#replacements = 0;
    if (this.#device === null) await this.#openOnce();
    await this.#wake();
  }

  unwant(): void {
    this.#wanted = false;
    this.#stopStallTimer();
  }

  async close(): Promise<void> {
    this.unwant();
    this.#sampleRate = null;
    const device = this.#device;
    this.#device = null;
    this.#setState({ kind: 'closed' });
    await device?.close();
  }

  #openOnce(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    const sampleRate = this.#sampleRate;
    if (sampleRate === null) throw notOpen();
    // Callbacks of a device that was replaced meanwhile must not touch its successor.
    const current = () => device !== null && device === this.#device;
    let device: AudioDevice | null = null;
    try {
      device = await this.#openDevice(sampleRate, {
        onReport: (report) => {
          if (current()) this.#onReport(report);
        },
        onChange: () => {
          if (current()) this.#onChange();
        },
        onFailure: (cause) => {
          if (current()) void this.#replace(cause);
        },
      });
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: 'open', component: 'player' });
      this.#setState({ kind: 'suspended', error });
      throw error;
    }
    if (this.#sampleRate === null) return device.close();
    this.#device = device;
    this.#owner.onDevice(device);
    this.#showState(null);
  }

  async #wake(): Promise<void> {
    const device = this.#device;
    if (device === null) return;
    if (device.state !== 'running') {
      await withDeadline(device.resume(), WAKE_TIMEOUT_MS, {
        operation: 'play',
        component: 'player',
        clock: this.#clock,
      }).catch((thrown: unknown) => {
        if (device === this.#device) this.#showState(asleep(thrown));
      });
    }
    if (device !== this.#device) return;
    if (device.state === 'running') this.#showState(null);
  }

  #onReport(report: Report): void {
    const device = this.#device;
    if (device === null) return;
    this.#stopStallTimer();
    if (report.sounding && this.#wanted) {
      this.#replacements = 0;
      this.#watchForStall();
    }
    this.#owner.onReport(report, device);
  }

  #onChange(): void {
    if (this.#device?.state === 'closed') return void this.#replace(new Error('Context closed.'));
    this.#showState(null);
    if (this.#wanted && this.#device?.state !== 'running') void this.#wake();
  }

  async #replace(cause: unknown): Promise<void> {
    const lost = this.#device;
    if (lost === null) return;
    this.#stopStallTimer();
    this.#device = null;
    this.#owner.onLost();
    this.#setState({ kind: 'suspended', error: asleep(cause) });
    // Not waited for: a lost device may never answer.
    lost.close().catch(() => {});
    if (!this.#wanted || ++this.#replacements > MAX_REPLACEMENTS) return;
    // A failure is in the state by now; the next play tries again.
    await this.#openOnce().then(
      () => this.#wake(),
      () => {},
    );
  }

  #watchForStall(): void {
    this.#stopStallTimer = this.#clock.after(STALL_MS, () => {
      this.#stopStallTimer = this.#clock.after(STALL_GRACE_MS, () => {
        if (this.#device?.state === 'running') void this.#replace(new Error('Output stalled.'));
      });
    });
  }

  #showState(error: SottoError | null): void {
    const running = this.#device?.state === 'running';
    this.#setState(running ? { kind: 'running' } : { kind: 'suspended', error });
  }

  #setState(state: OutputState): void {
    const same = state.kind === this.#state.kind && state.kind !== 'suspended';
    this.#state = state;
    if (!same) this.#owner.onState(state);
  }
}

function asleep(cause: unknown): SottoError {
  return new SottoError(
    'The browser holds the sound back.',
    { kind: 'device', type: 'audioOutput' },
    {
      operation: 'play',
      component: 'player',
      suggestion: 'Press Play once more; check the sound output if it stays silent.',
      cause,
    },
  );
}

function notOpen(): SottoError {
  return new SottoError(
    'The player was not opened.',
    { kind: 'config', key: 'player.open' },
    { operation: 'play', component: 'player', suggestion: 'Open the player with a sample rate.' },
  );
}
