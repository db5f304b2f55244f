/** Where the bytes of a file go. */
import type { WorkFile } from './disk';

export interface FileSink {
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** The file is whole. */
  finish(): Promise<void>;
  /** The file is not to be. */
  abandon(): Promise<void>;
}

const BUFFER_BYTES = 2 ** 20;

/** A file of the listener's choice: as it was until `finish`, then all there at once. */
export async function handleSink(handle: FileSystemFileHandle): Promise<FileSink> {
  const stream = await handle.createWritable();
  return {
    write: (data, position) =>
      stream.write({ type: 'write', data: data as Uint8Array<ArrayBuffer>, position }),
    finish: () => stream.close(),
    abandon: () => stream.abort(),
  };
}

export function workFileSink(file: WorkFile): FileSink {
  file.truncate(0);
  return {
    write: (bytes, position) => Promise.resolve(file.write(bytes, position)),
    finish: () => {
      file.flush();
      return Promise.resolve(file.close());
    },
    abandon: () => {
      file.truncate(0);
      return Promise.resolve(file.close());
    },
  };
}

/** Encoders write frames of some hundred bytes; a disk wants them by the megabyte. */
export class BufferedWriter {
  readonly #sink: FileSink;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #start = 0;
  #held = 0;
  #size = 0;

  constructor(sink: FileSink) {
    this.#sink = sink;
  }

  /** Bytes of the file so far. */
  get size(): number {
    return this.#size;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    const follows = position === this.#start + this.#held;
    if (!follows || this.#held + bytes.length > BUFFER_BYTES) await this.flush();
    if (this.#held === 0) this.#start = position;
    this.#size = Math.max(this.#size, position + bytes.length);
    if (bytes.length > BUFFER_BYTES) return this.#sink.write(bytes, position);
    this.#buffer.set(bytes, this.#held);
    this.#held += bytes.length;
  }

  async flush(): Promise<void> {
    if (this.#held === 0) return;
    const bytes = this.#buffer.slice(0, this.#held);
    this.#held = 0;
    await this.#sink.write(bytes, this.#start);
  }
}
