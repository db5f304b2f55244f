import { createMD5, createSHA1, createSHA256, type IHasher } from 'hash-wasm';
import { unreachable } from '../base/never';
import type { FileDigest } from '../contracts/voices';

/** A digest over bytes as they arrive. */
export interface Digest {
  init(): unknown;
  update(bytes: Uint8Array): unknown;
  /** To go on, call `init` again. */
  digest(): Promise<FileDigest>;
}

export type CreateDigest = (expected: FileDigest, totalBytes: number) => Promise<Digest>;

type Algorithm = 'sha256' | 'git' | 'md5';

/** Up to here a file is kept in memory while it is fetched. */
const BUFFERED_BYTES = 32 * 2 ** 20;

/**
 * Of the kind by which the file is known. The browser's own SHA-256 is about five times as fast as
 * WebAssembly's and runs beside the worker's thread, but wants all bytes at once (and a secure context):
 * small files get it.
 */
export async function createDigest(expected: FileDigest, totalBytes: number): Promise<Digest> {
  const algorithm = algorithmOf(expected);
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (algorithm === 'sha256' && totalBytes <= BUFFERED_BYTES && subtle !== undefined) {
    return new BufferedDigest(totalBytes, subtle);
  }
  return new StreamedDigest(algorithm, await createHasher(algorithm), totalBytes);
}

/** Whether the bytes are what the digest says. */
export async function hasDigest(
  bytes: Uint8Array<ArrayBuffer>,
  expected: FileDigest,
): Promise<boolean> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (algorithmOf(expected) === 'sha256' && subtle !== undefined) {
    return `sha256:${hexadecimal(await subtle.digest('SHA-256', bytes))}` === expected;
  }
  const digest = await createDigest(expected, bytes.byteLength);
  digest.init();
  digest.update(bytes);
  return (await digest.digest()) === expected;
}

/** SHA-256 of a file of the listener's, never whole in memory. */
export async function digestOfBlob(blob: Blob): Promise<FileDigest> {
  const digest = new StreamedDigest('sha256', await createSHA256(), blob.size);
  digest.init();
  const reader = blob.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    digest.update(part.value);
  }
  return digest.digest();
}

function algorithmOf(digest: FileDigest): Algorithm {
  return digest.slice(0, digest.indexOf(':')) as Algorithm;
}

function createHasher(algorithm: Algorithm): Promise<IHasher> {
  switch (algorithm) {
    case 'sha256':
      return createSHA256();
    case 'git':
      return createSHA1();
    case 'md5':
      return createMD5();
    default:
      return unreachable(algorithm);
  }
}

function hexadecimal(hash: ArrayBuffer): string {
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

class StreamedDigest implements Digest {
  readonly #algorithm: Algorithm;
  readonly #hasher: IHasher;
  readonly #totalBytes: number;

  constructor(algorithm: Algorithm, hasher: IHasher, totalBytes: number) {
    this.#algorithm = algorithm;
    this.#hasher = hasher;
    this.#totalBytes = totalBytes;
  }

  init(): void {
    this.#hasher.init();
    // Git hashes an object's kind and length before its content.
    if (this.#algorithm === 'git') this.#hasher.update(`blob ${this.#totalBytes}\0`);
  }

  update(bytes: Uint8Array): void {
    this.#hasher.update(bytes);
  }

  async digest(): Promise<FileDigest> {
    return `${this.#algorithm}:${this.#hasher.digest()}`;
  }
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

  async digest(): Promise<FileDigest> {
    const filled = this.#bytes.subarray(0, this.#filledBytes);
    return `sha256:${hexadecimal(await this.#subtle.digest('SHA-256', filled))}`;
  }
}
