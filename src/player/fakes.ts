/** Both transports with an audio thread that runs when the test says so. */
import { messageChannel, obey, sharedChannel, type Channel, type Command } from './channel';
import type { AudioDevice, DeviceListener, OpenDevice } from './device';
import { Renderer, type TimeStretcher } from './renderer';
import { HEADER, ringBytes, RingReader, RingWriter, type RingMemory } from './ring';

export const TRANSPORTS: readonly Channel['transport'][] = ['sharedMemory', 'messages'];

export interface TestLink {
  readonly channel: Channel;
  readonly reader: RingReader;
  /** Hands over the messages that wait; shared memory has none. */
  deliver(): void;
}

/** @param counter Where the 32-bit counters start. */
export function linkOver(transport: Channel['transport'], capacity: number, counter = 0): TestLink {
  switch (transport) {
    case 'sharedMemory': {
      const memory = memoryAt(new SharedArrayBuffer(ringBytes(capacity)), counter);
      const channel = sharedChannel(memory);
      return { channel, reader: new RingReader(memory), deliver: () => {} };
    }
    case 'messages': {
      const memory = memoryAt(new ArrayBuffer(ringBytes(capacity)), counter);
      const writer = new RingWriter(memory);
      const waiting: Command[] = [];
      const port = {
        postMessage: (command: Command, transfer: Transferable[]) =>
          void waiting.push(structuredClone(command, { transfer })),
      };
      const deliver = () => {
        for (const command of waiting.splice(0)) obey(command, writer);
      };
      return { channel: messageChannel(port, capacity), reader: new RingReader(memory), deliver };
    }
  }
}

function memoryAt(memory: RingMemory, counter: number): RingMemory {
  const header = new Int32Array(memory, 0, HEADER.FLUSH_TO + 1);
  header[HEADER.WRITE] = header[HEADER.READ] = counter;
  return memory;
}

/** A report with nothing in it, to spread over. */
export const EMPTY_REPORT = {
  generation: 0,
  position: 0,
  consumed: 0,
  idleFrames: 0,
  underruns: 0,
  sounding: false,
  drained: false,
};

/** A stretcher at speed 1: the real one is tested with the renderer beside the worklet. */
export function plainStretcher(reader: RingReader): TimeStretcher {
  let position = 0;
  return {
    speed: 1,
    get position() {
      return position;
    },
    pull: (target, offset, count) => {
      const got = reader.read(target, offset, count);
      position += got;
      return got;
    },
    reset: (at) => {
      position = at;
    },
  };
}

/** An audio output whose thread runs when the test says so. */
export class FakeDevice implements AudioDevice {
  readonly heard: number[] = [];
  readonly channel: Channel;
  state: AudioDevice['state'] = 'running';
  latencySeconds = 0;
  volume = 1;
  /** What `resume` does; by default the browser is willing. */
  willResume = true;
  readonly sampleRate: number;
  readonly listener: DeviceListener;
  readonly #link: TestLink;
  readonly #renderer: Renderer;

  constructor(sampleRate: number, listener: DeviceListener, transport: Channel['transport']) {
    this.sampleRate = sampleRate;
    this.listener = listener;
    this.#link = linkOver(transport, 2 ** 15);
    this.channel = this.#link.channel;
    const { reader } = this.#link;
    this.#renderer = new Renderer(reader, plainStretcher(reader), sampleRate, (report) =>
      listener.onReport({ ...report }),
    );
  }

  /** Renders that much time, if the device runs. */
  run(seconds: number): void {
    if (this.state !== 'running') return;
    const out = new Float32Array(128);
    for (let i = 0; i < (seconds * this.sampleRate) / out.length; i++) {
      this.#link.deliver();
      this.#renderer.render(out);
      this.heard.push(...out);
    }
  }

  change(state: AudioDevice['state']): void {
    this.state = state;
    this.listener.onChange();
  }

  setVolume(volume: number): void {
    this.volume = volume;
  }

  resume(): Promise<void> {
    if (!this.willResume) return new Promise(() => {});
    this.change('running');
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.state = 'closed';
    return Promise.resolve();
  }
}

/** Devices of `sampleRate`, whatever was asked for; `prepare` sets each one up. */
export function fakeDevices(
  transport: Channel['transport'],
  prepare: (device: FakeDevice) => void = () => {},
): { readonly made: FakeDevice[]; readonly openDevice: OpenDevice } {
  const made: FakeDevice[] = [];
  const openDevice: OpenDevice = (sampleRate, listener) => {
    const device = new FakeDevice(sampleRate, listener, transport);
    prepare(device);
    made.push(device);
    return Promise.resolve(device);
  };
  return { made, openDevice };
}
