import type { VoiceId } from '../base/ids';
import type { VoiceFile } from '../contracts/voices';
import type { Digest } from './digest';
import type { Origin, WeightsStore } from './weights-store';

/** Small enough that a cut loses little, large enough that storage is not the bottleneck. */
const PIECE_BYTES = 4 * 2 ** 20;

/**
 * Pieces that may wait for the disk. As long as there is room, what arrives is taken in without waiting: a
 * browser drops what nobody has read yet when the connection breaks.
 */
const MAX_WAITING = 8;

/**
 * Takes a file in as it arrives: digests it, cuts it into pieces and stores them in order, while the
 * next ones fill.
 */
export class PieceWriter {
  readonly #store: WeightsStore;
  readonly #voiceId: VoiceId;
  readonly #file: VoiceFile;
  readonly #digest: Digest;
  #origin: Origin;
  /** Bytes handed to the store. */
  #handedBytes = 0;
  #piece: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #filledBytes = 0;
  /** Each ends after those before it; they fail together. */
  readonly #waiting: Promise<void>[] = [];

  private constructor(
    store: WeightsStore,
    voiceId: VoiceId,
    file: VoiceFile,
    digest: Digest,
    origin: Origin,
  ) {
    this.#store = store;
    this.#voiceId = voiceId;
    this.#file = file;
    this.#digest = digest;
    this.#origin = origin;
  }

  /** Takes up where an earlier download was cut, its digest made again from what is stored. */
  static async open(
    store: WeightsStore,
    voiceId: VoiceId,
    file: VoiceFile,
    digest: Digest,
  ): Promise<PieceWriter> {
    const record = await store.find(voiceId, file);
    const origin = record ?? { source: null, etag: null };
    const writer = new PieceWriter(store, voiceId, file, digest, origin);
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

  /** Whose content was received so far, for `If-Range`. */
  get origin(): Origin {
    return this.#origin;
  }

  /** Forgets all that was received, at once; resolves when the store has, too. */
  restart(origin: Origin): Promise<void> {
    this.#handedBytes = 0;
    this.#filledBytes = 0;
    this.#origin = origin;
    this.#digest.init();
    return this.#queue(() => this.#store.begin(this.#voiceId, this.#file, origin));
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
    await this.#written();
  }

  /** True when the whole file has the digest it should have; it is then sealed. */
  async finish(): Promise<boolean> {
    const [digest] = await Promise.all([this.#digest.digest(), this.flush()]);
    if (digest !== this.#file.digest) return false;
    await this.#store.seal(this.#voiceId, this.#file.name);
    return true;
  }

  #newPiece(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(Math.min(PIECE_BYTES, this.#file.bytes - this.#handedBytes));
  }

  async #hand(): Promise<void> {
    // Storage clones the buffer under a view, not the view: a part must not drag the rest along.
    const whole = this.#filledBytes === this.#piece.byteLength;
    const piece = whole ? this.#piece : this.#piece.slice(0, this.#filledBytes);
    const offset = this.#handedBytes;
    this.#handedBytes += this.#filledBytes;
    this.#filledBytes = 0;
    void this.#queue(() => this.#store.append(this.#voiceId, this.#file.name, offset, piece));
    if (this.#waiting.length > MAX_WAITING) await this.#waiting.shift();
  }

  /** In order. Whoever waits for it, or for what comes after it, hears of its failure. */
  #queue(write: () => Promise<void>): Promise<void> {
    const writing = (this.#waiting.at(-1) ?? Promise.resolve()).then(write);
    writing.catch(() => undefined);
    this.#waiting.push(writing);
    return writing;
  }

  async #written(): Promise<void> {
    const last = this.#waiting.at(-1);
    this.#waiting.length = 0;
    await last;
  }
}
