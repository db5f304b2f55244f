import { createSHA256 } from 'hash-wasm';

/** A SHA-256 over bytes as they arrive. */
export interface Digest {
  init(): unknown;
  update(bytes: Uint8Array): unknown;
  /** Lower-case hexadecimal; to go on, call `init` again. */
  digest(): string | Promise<string>;
}

/** Up to here a file is kept in memory while it is fetched. */
const BUFFERED_BYTES = 32 * 2 ** 20;

/**
 * The browser's own SHA-256 is about five times as fast as WebAssembly's and runs beside the
 * worker's thread, but wants all bytes at once (and a secure context): small files get it.
 */
export async function createDigest(totalBytes: number): Promise<Digest> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (totalBytes > BUFFERED_BYTES || subtle === undefined) return createSHA256();
  return new BufferedDigest(totalBytes, subtle);
}

class BufferedDigest implements Digest {
  readonly #subtle: SubtleCrypto;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #filledBytes = 0;

  constructor(totalBytes: number, subtle: SubtleCrypto) {
    this.#subtle = subtle;
    this.#bytes = new Uint8Array(totalBytes);
  }

  init(): void {
    this.#filledBytes = 0;
  }

  update(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#filledBytes);
    this.#filledBytes += bytes.byteLength;
  }

  async digest(): Promise<string> {
    const filled = this.#bytes.subarray(0, this.#filledBytes);
    const hash = new Uint8Array(await this.#subtle.digest('SHA-256', filled));
    return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}
