/**
 * How samples and wishes reach the audio thread: through shared memory where the page has it, else
 * through the worklet's port. Feed and player cannot tell which.
 */
import { unreachable } from '../base/never';
import { RingWriter, type RingMemory } from './ring';

/** Main thread to audio thread; only the message transport needs them. */
export type Command =
  | { readonly kind: 'write'; readonly samples: Float32Array }
  | { readonly kind: 'flush' }
  | { readonly kind: 'ended'; readonly value: boolean }
  | { readonly kind: 'playing'; readonly value: boolean }
  | { readonly kind: 'speed'; readonly value: number };

/** Audio thread to main thread, about ten times a second while sounding and at every change. */
export interface Report {
  /** Flushes seen so far. */
  generation: number;
  /** Source samples played out, counted from the start of this ring; does not wrap. */
  position: number;
  /** Source samples taken out of the ring: ahead of `position` by what the stretcher holds. */
  consumed: number;
  /** Output frames since `position` last moved. */
  idleFrames: number;
  underruns: number;
  sounding: boolean;
  /** Ended, and nothing is left. */
  drained: boolean;
}

/** The main thread's end of the way to the audio thread. */
export interface Channel {
  readonly transport: 'sharedMemory' | 'messages';
  /** Samples that fit now. */
  readonly free: number;
  /** Flushes asked for so far; a report with another number is about sound already dropped. */
  readonly generation: number;
  /** At most `free` samples; they are copied. */
  write(samples: Float32Array): void;
  flush(): void;
  setEnded(ended: boolean): void;
  setPlaying(playing: boolean): void;
  setSpeed(speed: number): void;
  /** Every report passes through here first. */
  noteReport(report: Report): void;
}

export interface CommandPort {
  postMessage(command: Command, transfer: Transferable[]): void;
}

export function sharedChannel(memory: RingMemory): Channel {
  const writer = new RingWriter(memory);
  let generation = 0;
  return {
    transport: 'sharedMemory',
    get free() {
      return writer.free;
    },
    get generation() {
      return generation;
    },
    write: (samples) => writer.write(samples),
    flush: () => {
      generation++;
      writer.flush();
    },
    setEnded: (ended) => writer.setEnded(ended),
    setPlaying: (playing) => writer.setPlaying(playing),
    setSpeed: (speed) => writer.setSpeed(speed),
    noteReport: () => {},
  };
}

/** @param capacity Of the ring on the other side, in samples. */
export function messageChannel(port: CommandPort, capacity: number): Channel {
  let generation = 0;
  let written = 0;
  let consumed = 0;
  const send = (command: Command) => port.postMessage(command, []);
  return {
    transport: 'messages',
    get free() {
      return capacity - (written - consumed);
    },
    get generation() {
      return generation;
    },
    write: (samples) => {
      if (samples.length > capacity - (written - consumed)) {
        throw new RangeError('The ring has no room for these samples.');
      }
      const copy = samples.slice();
      written += copy.length;
      port.postMessage({ kind: 'write', samples: copy }, [copy.buffer]);
    },
    flush: () => {
      generation++;
      send({ kind: 'flush' });
    },
    setEnded: (value) => send({ kind: 'ended', value }),
    setPlaying: (value) => send({ kind: 'playing', value }),
    setSpeed: (value) => send({ kind: 'speed', value }),
    noteReport: (report) => {
      consumed = report.consumed;
    },
  };
}

/** The other end of `messageChannel`, on the audio thread: the port's handler is the producer. */
export function obey(command: Command, writer: RingWriter): void {
  switch (command.kind) {
    case 'write':
      return writer.write(command.samples);
    case 'flush':
      return writer.flush();
    case 'ended':
      return writer.setEnded(command.value);
    case 'playing':
      return writer.setPlaying(command.value);
    case 'speed':
      return writer.setSpeed(command.value);
    default:
      return unreachable(command);
  }
}
