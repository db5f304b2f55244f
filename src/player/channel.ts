/**
 * How samples and wishes reach the audio thread: through shared memory where the page has it, else
 * through the worklet's port. Feed and player cannot tell which.
 */
import { unreachable } from '../base/never';
import { RingWriter, type RingMemory } from './ring';

/** Main thread to audio thread; only the message transport needs them. */
export type Command =
  | { readonly kind: 'write'; readonly samples: Float32Array }
  | { readonly kind: 'takeBack'; readonly count: number }
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
  /** Takes the last `count` samples back; false, and none are, where the audio thread may be that far. */
  takeBack(count: number): boolean;
  flush(): void;
  setEnded(ended: boolean): void;
  setPlaying(playing: boolean): void;
  setSpeed(speed: number): void;
  /** Every report passes through here first. */
  noteReport(report: Report): void;
}

/** More than the audio thread takes at once, with its stretching at the highest speed. */
const RESERVE_SAMPLES = 2 ** 12;
/** What else may have been taken since the last report came by messages: half a second at 48 kHz. */
const UNREPORTED_SAMPLES = 24_000;

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
    takeBack: (count) => writer.takeBack(count, RESERVE_SAMPLES),
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
    takeBack: (count) => {
      if (written - consumed < count + RESERVE_SAMPLES + UNREPORTED_SAMPLES) return false;
      written -= count;
      send({ kind: 'takeBack', count });
      return true;
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
    case 'takeBack':
      // Too late for a thread that was starved of messages: then both voices are heard, one after the other.
      return void writer.takeBack(command.count, 0);
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
