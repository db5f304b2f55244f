/** Audio outputs of the chaos page: a real one and one in a hurry, both of which can be broken. */
import workletUrl from '../../workers/player.worklet.ts?worker&url';
import { Stretcher } from '../audio/stretch';
import { systemClock } from '../base/clock';
import type { FaultName } from '../faults/names';
import { sharedChannel, type Report } from '../player/channel';
import type { AudioDevice, DeviceListener, OpenDevice } from '../player/device';
import { Renderer } from '../player/renderer';
import { ringBytes, ringCapacity, RingReader, type RingMemory } from '../player/ring';
import { webAudio } from '../player/web-audio';

export interface BreakableOutput {
  readonly openDevice: OpenDevice;
  break(fault: FaultName): void;
}

export function liveOutput(): BreakableOutput {
  let context: AudioContext | null = null;
  let node: AudioWorkletNode | null = null;
  const openDevice = webAudio({
    clock: systemClock,
    workletUrl,
    sharedMemory: 'auto',
    mediaDevices: navigator.mediaDevices ?? null,
    createContext: (options) => (context = new AudioContext(options)),
    createNode: (of, name, options) => (node = new AudioWorkletNode(of, name, options)),
  });
  const breakIt = (fault: FaultName) => {
    if (fault === 'play.close') void context?.close();
    else if (fault === 'play.suspend') void context?.suspend();
    else node?.dispatchEvent(new ErrorEvent('processorerror'));
  };
  return { openDevice, break: breakIt };
}

/**
 * What is queued beyond this many seconds is swallowed at once; with much less in hand the product would
 * take the device for a slow one.
 */
const IN_HAND_SECONDS = 15;
const RING_SECONDS = 30;
const TICK_MS = 20;
const QUANTUM = 128;

export function hurriedOutput(): BreakableOutput {
  let device: HurriedDevice | null = null;
  return {
    openDevice: async (sampleRate, listener) => (device = new HurriedDevice(sampleRate, listener)),
    break: (fault) => device?.break(fault),
  };
}

/** The worklet's own renderer over the ring, on a timer. */
class HurriedDevice implements AudioDevice {
  readonly latencySeconds = 0;
  readonly sampleRate: number;
  readonly channel: AudioDevice['channel'];
  state: AudioDevice['state'] = 'running';
  readonly #listener: DeviceListener;
  readonly #reader: RingReader;
  readonly #renderer: Renderer;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #out = new Float32Array(QUANTUM);
  #lastMs = performance.now();
  #owedFrames = 0;

  constructor(sampleRate: number, listener: DeviceListener) {
    this.sampleRate = sampleRate;
    this.#listener = listener;
    const memory: RingMemory = new ArrayBuffer(ringBytes(ringCapacity(RING_SECONDS * sampleRate)));
    this.channel = sharedChannel(memory);
    this.#reader = new RingReader(memory);
    const stretcher = new Stretcher(this.#reader, sampleRate);
    const post = (report: Report) => listener.onReport({ ...report });
    this.#renderer = new Renderer(this.#reader, stretcher, sampleRate, post);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  setVolume(): void {}

  resume(): Promise<void> {
    this.#change('running');
    return Promise.resolve();
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    this.state = 'closed';
    return Promise.resolve();
  }

  break(fault: FaultName): void {
    if (fault === 'play.processor') {
      clearInterval(this.#timer);
      this.#listener.onFailure(new ErrorEvent('processorerror'));
    } else this.#change(fault === 'play.close' ? 'closed' : 'suspended');
  }

  #change(state: AudioDevice['state']): void {
    this.state = state;
    this.#listener.onChange();
  }

  #tick(): void {
    const nowMs = performance.now();
    const realFrames = ((nowMs - this.#lastMs) / 1000) * this.sampleRate;
    this.#lastMs = nowMs;
    if (this.state !== 'running') return;
    const queued = this.#reader.playing ? this.#reader.available : 0;
    const inHand = this.#reader.ended ? 0 : IN_HAND_SECONDS * this.sampleRate;
    const surplus = Math.max(0, queued - inHand);
    for (
      this.#owedFrames += realFrames + surplus;
      this.#owedFrames > 0;
      this.#owedFrames -= QUANTUM
    )
      this.#renderer.render(this.#out);
  }
}
