import type { VoiceId } from '../base/ids';
import type { VoiceFile } from '../contracts/voices';
import type { Digest } from './digest';
import type { WeightsStore } from './weights-store';

/** Small enough that a cut loses little, large enough that storage is not the bottleneck. */
const PIECE_BYTES = 4 * 2 ** 20;

/**
 * Takes a file in as it arrives: digests it, cuts it into pieces and stores them, one piece being
 * written while the next one fills.
 */
export class PieceWriter {
  readonly #store: WeightsStore;
  readonly #voiceId: VoiceId;
  readonly #file: VoiceFile;
  readonly #digest: Digest;
  #etag: string | null;
  /** Bytes handed to the store. */
  #handedBytes = 0;
  #piece: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #filledBytes = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    store: WeightsStore,
    voiceId: VoiceId,
    file: VoiceFile,
    digest: Digest,
    etag: string | null,
  ) {
    this.#store = store;
    this.#voiceId = voiceId;
    this.#file = file;
    this.#digest = digest;
    this.#etag = etag;
  }

  /** Takes up where an earlier download was cut, its digest made again from what is stored. */
  static async open(
    store: WeightsStore,
    voiceId: VoiceId,
    file: VoiceFile,
    digest: Digest,
  ): Promise<PieceWriter> {
    const record = await store.find(voiceId, file);
    const writer = new PieceWriter(store, voiceId, file, digest, record?.etag ?? null);
    digest.init();
    if (record === null || record.receivedBytes === 0) return writer;
    for await (const piece of store.pieces(voiceId, file.name)) {
      digest.update(piece);
      writer.#handedBytes += piece.byteLength;
    }
    return writer;
  }

  get receivedBytes(): number {
    return this.#handedBytes + this.#filledBytes;
  }

  /** Validator of the content received so far, for `If-Range`. */
  get etag(): string | null {
    return this.#etag;
  }

  /** Forgets all that was received. */
  async restart(etag: string | null): Promise<void> {
    await this.#writing;
    this.#handedBytes = 0;
    this.#filledBytes = 0;
    this.#etag = etag;
    this.#digest.init();
    await this.#store.begin(this.#voiceId, this.#file, etag);
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.#digest.update(bytes);
    for (let start = 0; start < bytes.byteLength;) {
      if (this.#filledBytes === 0) this.#piece = this.#newPiece();
      const part = bytes.subarray(start, start + this.#piece.byteLength - this.#filledBytes);
      this.#piece.set(part, this.#filledBytes);
      this.#filledBytes += part.byteLength;
      start += part.byteLength;
      if (this.#filledBytes === this.#piece.byteLength) await this.#hand();
    }
  }

  /** Resolves when all that was received is stored. */
  async flush(): Promise<void> {
    if (this.#filledBytes > 0) await this.#hand();
    await this.#writing;
  }

  /** True when the whole file has the digest it should have; it is then sealed. */
  async finish(): Promise<boolean> {
    const [hash] = await Promise.all([this.#digest.digest(), this.flush()]);
    if (hash !== this.#file.sha256) return false;
    await this.#store.seal(this.#voiceId, this.#file.name);
    return true;
  }

  #newPiece(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(Math.min(PIECE_BYTES, this.#file.bytes - this.#handedBytes));
  }

  async #hand(): Promise<void> {
    await this.#writing;
    // Storage clones the buffer under a view, not the view: a part must not drag the rest along.
    const whole = this.#filledBytes === this.#piece.byteLength;
    const piece = whole ? this.#piece : this.#piece.slice(0, this.#filledBytes);
    this.#writing = this.#store.append(this.#voiceId, this.#file.name, this.#handedBytes, piece);
    // Whoever waits next for `#writing` hears of its failure.
    this.#writing.catch(() => undefined);
    this.#handedBytes += this.#filledBytes;
    this.#filledBytes = 0;
  }
}
