import type { VoiceId } from '../base/ids';
import type { FileDigest, Freed, StoredVoice, Voice, VoiceFile } from '../contracts/voices';
import type { Connection, Table } from './connection';
import { hasDigest } from './digest';
import { notStored } from './errors';
import { statusOf } from './holds';
import { Ledger } from './ledger';
import { pathOf } from './names';
import { under, type FileRecord, type HoldRecord } from './schema';
import type { Inventory, Origin, WeightsStore } from './weights-store';

/** A voice has several files, read together: one note of use is enough for them all. */
const USE_RESOLUTION_MS = 60_000;
const READS_AHEAD = 4;

// Narrow scopes let a note of use pass beside the reading of a model.
const FILES: Table[] = ['files', 'chunks'];
const USES: Table[] = ['uses'];

export class IndexedDbStore implements WeightsStore {
  readonly #connection: Connection;
  readonly #timestamp: () => number;
  readonly #notedAt = new Map<VoiceId, number>();
  readonly #ledger: Ledger;

  constructor(connection: Connection, timestamp: () => number) {
    this.#connection = connection;
    this.#ledger = new Ledger(connection, timestamp);
    this.#timestamp = timestamp;
  }

  async read(voiceId: VoiceId, fileName: string): Promise<Uint8Array<ArrayBuffer>> {
    const path = `${voiceId}/${fileName}`;
    const found = await this.#connection.transact('readonly', FILES, 'read', path, async (tx) => {
      const record = await tx.objectStore('files').get([voiceId, fileName]);
      if (record === undefined) throw notStored(path, 'There is no record of it.');
      if (record.verifiedAt === null) throw notStored(path, 'It has not been verified.');
      const chunks = tx.objectStore('chunks');
      const keys = await chunks.getAllKeys(under([voiceId, fileName]));
      const content = await gather(keys, (key) => chunks.get(key), record.bytes);
      return { content, digest: record.digest };
    });
    const content = await this.#sound(found.content, found.digest, voiceId, fileName);
    await this.#noteUse(voiceId);
    return content;
  }

  /** Disks forget: what no longer is what was stored goes, so that it is fetched again. */
  async #sound(
    content: Uint8Array<ArrayBuffer> | null,
    digest: FileDigest,
    voiceId: VoiceId,
    fileName: string,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (content !== null && (await hasDigest(content, digest))) return content;
    await this.discard(voiceId, fileName);
    const reason =
      content === null ? 'Its pieces do not add up to its length.' : 'It has changed since.';
    throw notStored(`${voiceId}/${fileName}`, reason);
  }

  async statuses(voices: readonly Voice[]): Promise<readonly StoredVoice[]> {
    const { files, holds } = await this.inventory();
    const byPath = new Map(files.map((file) => [pathOf([file.voiceId, file.name]), file]));
    return voices.map((voice) => statusOf(voice, byPath, holds));
  }

  inventory(): Promise<Inventory> {
    return this.#ledger.inventory();
  }

  find(voiceId: VoiceId, file: VoiceFile): Promise<FileRecord | null> {
    const path = `${voiceId}/${file.name}`;
    return this.#connection.transact('readonly', FILES, 'find', path, async (tx) => {
      const record = await tx.objectStore('files').get([voiceId, file.name]);
      const same = record?.digest === file.digest && record.bytes === file.bytes;
      return record !== undefined && same ? record : null;
    });
  }

  begin(voiceId: VoiceId, file: VoiceFile, { source, etag }: Origin): Promise<void> {
    const { name, bytes, digest } = file;
    const path = `${voiceId}/${name}`;
    return this.#connection.transact('readwrite', FILES, 'begin', path, async (tx) => {
      await tx.objectStore('chunks').delete(under([voiceId, name]));
      const touchedAt = this.#timestamp();
      const empty = { receivedBytes: 0, source, etag, touchedAt, verifiedAt: null };
      await tx.objectStore('files').put({ voiceId, name, bytes, digest, ...empty });
    });
  }

  append(
    voiceId: VoiceId,
    fileName: string,
    offset: number,
    piece: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const path = `${voiceId}/${fileName}`;
    return this.#connection.transact('readwrite', FILES, 'append', path, async (tx) => {
      const record = await tx.objectStore('files').get([voiceId, fileName]);
      if (record?.receivedBytes !== offset) {
        throw notStored(path, `A piece came for ${offset}, it has ${record?.receivedBytes}.`);
      }
      const receivedBytes = offset + piece.byteLength;
      await Promise.all([
        tx.objectStore('chunks').put(piece, [voiceId, fileName, offset]),
        tx.objectStore('files').put({ ...record, receivedBytes, touchedAt: this.#timestamp() }),
      ]);
    });
  }

  async *pieces(voiceId: VoiceId, fileName: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const path = `${voiceId}/${fileName}`;
    const keys = await this.#connection.transact('readonly', FILES, 'read', path, (tx) =>
      tx.objectStore('chunks').getAllKeys(under([voiceId, fileName])),
    );
    for (const key of keys) {
      // A transaction each: the caller's own waiting would end a shared one.
      const piece = await this.#connection.transact('readonly', FILES, 'read', path, (tx) =>
        tx.objectStore('chunks').get(key),
      );
      if (piece === undefined) throw notStored(path, 'A piece vanished while it was read.');
      yield piece;
    }
  }

  seal(voiceId: VoiceId, fileName: string): Promise<void> {
    const path = `${voiceId}/${fileName}`;
    return this.#connection.transact('readwrite', FILES, 'seal', path, async (tx) => {
      const record = await tx.objectStore('files').get([voiceId, fileName]);
      if (record === undefined || record.receivedBytes !== record.bytes) {
        throw notStored(path, 'It is not whole.');
      }
      await tx.objectStore('files').put({ ...record, verifiedAt: this.#timestamp() });
    });
  }

  discard(voiceId: VoiceId, fileName: string): Promise<void> {
    const path = `${voiceId}/${fileName}`;
    return this.#connection.transact('readwrite', FILES, 'discard', path, async (tx) => {
      await tx.objectStore('files').delete([voiceId, fileName]);
      await tx.objectStore('chunks').delete(under([voiceId, fileName]));
    });
  }

  hold(voice: Voice): Promise<void> {
    return this.#ledger.hold(voice);
  }

  prune(voice: Voice): Promise<void> {
    return this.#ledger.prune(voice);
  }

  remove(voice: Pick<HoldRecord, 'voiceId' | 'files'>): Promise<Freed> {
    return this.#ledger.remove(voice);
  }

  collect(unfinishedSince: number): Promise<void> {
    return this.#ledger.collect(unfinishedSince);
  }

  close(): void {
    this.#connection.close();
  }

  async #noteUse(voiceId: VoiceId): Promise<void> {
    const now = this.#timestamp();
    if (now - (this.#notedAt.get(voiceId) ?? 0) < USE_RESOLUTION_MS) return;
    this.#notedAt.set(voiceId, now);
    const note = this.#connection.transact('readwrite', USES, 'noteUse', voiceId, async (tx) => {
      await tx.objectStore('uses').put({ voiceId, lastUsedAt: now });
    });
    // A full disk must not stop a voice that is already here.
    await note.catch(() => undefined);
  }
}

/** Copies the chunks into one array of `bytes`; null when they do not fill it exactly. */
async function gather<Key>(
  keys: readonly Key[],
  get: (key: Key) => Promise<Uint8Array<ArrayBuffer> | undefined>,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const content = new Uint8Array(bytes);
  let offset = 0;
  for (let first = 0; first < keys.length; first += READS_AHEAD) {
    for (const chunk of await Promise.all(keys.slice(first, first + READS_AHEAD).map(get))) {
      if (chunk === undefined || offset + chunk.byteLength > bytes) return null;
      content.set(chunk, offset);
      offset += chunk.byteLength;
    }
  }
  return offset === bytes ? content : null;
}
