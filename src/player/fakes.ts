/** Both transports with an audio thread that runs when the test says so. */
import { messageChannel, obey, sharedChannel, type Channel, type Command } from './channel';
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
