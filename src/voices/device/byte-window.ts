/** A file read piece by piece, so that looking into one of 300 MB takes neither time nor memory. */
export interface Bytes {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const WINDOW_BYTES = 64 * 1024;

/** The file is not the message that its first bytes promised. */
export class Malformed extends Error {}

export class ByteWindow {
  readonly #file: Bytes;
  #window = new Uint8Array(0);
  #start = 0;
  /** Place in the file of the next byte. */
  at = 0;

  constructor(file: Bytes) {
    this.#file = file;
  }

  get size(): number {
    return this.#file.size;
  }

  /** Throws `Malformed` where the file ends first. */
  async take(length: number): Promise<Uint8Array> {
    if (this.at + length > this.size) throw new Malformed('It ends too early.');
    const end = this.at + length;
    if (this.at < this.#start || end > this.#start + this.#window.length) {
      const reach = Math.max(end, Math.min(this.size, this.at + WINDOW_BYTES));
      this.#window = new Uint8Array(await this.#file.slice(this.at, reach).arrayBuffer());
      this.#start = this.at;
    }
    if (this.#window.length < length) throw new Malformed('It could not be read.');
    const from = this.at - this.#start;
    this.at = end;
    return this.#window.subarray(from, from + length);
  }

  /** A protobuf number, exact to 2^53; what is larger is a negative one, which no field of interest is. */
  async varint(): Promise<number> {
    let value = 0;
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const [byte = 0] = await this.take(1);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    throw new Malformed('A number does not end.');
  }
}
