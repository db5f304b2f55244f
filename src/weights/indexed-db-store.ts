import type { VoiceId } from '../base/ids';
import type { StoredVoice, Voice, VoiceFile } from '../contracts/voices';
import type { Connection, Table } from './connection';
import { notStored } from './errors';
import { under, type FileRecord } from './schema';
import type { WeightsStore } from './weights-store';

/** A voice has several files, read together: one note of use is enough for them all. */
const USE_RESOLUTION_MS = 60_000;
const READS_AHEAD = 4;

// Narrow scopes let a note of use pass beside the reading of a model.
const FILES: Table[] = ['files', 'chunks'];
const USES: Table[] = ['uses'];
const ALL: Table[] = [...FILES, ...USES];

export class IndexedDbStore implements WeightsStore {
  readonly #connection: Connection;
  readonly #timestamp: () => number;
  readonly #notedAt = new Map<VoiceId, number>();

  constructor(connection: Connection, timestamp: () => number) {
    this.#connection = connection;
    this.#timestamp = timestamp;
  }

  async read(voiceId: VoiceId, fileName: string): Promise<Uint8Array<ArrayBuffer>> {
    const path = `${voiceId}/${fileName}`;
    const content = await this.#connection.transact('readonly', FILES, 'read', path, async (tx) => {
      const record = await tx.objectStore('files').get([voiceId, fileName]);
      if (record === undefined) throw notStored(path, 'There is no record of it.');
      if (record.verifiedAt === null) throw notStored(path, 'It has not been verified.');
      const chunks = tx.objectStore('chunks');
      const keys = await chunks.getAllKeys(under([voiceId, fileName]));
      return gather(keys, (key) => chunks.get(key), record.bytes);
    });
    if (content === null) {
      await this.discard(voiceId, fileName);
      throw notStored(path, 'Its pieces do not add up to its length.');
    }
    await this.#noteUse(voiceId);
    return content;
  }

  async status(voice: Voice): Promise<StoredVoice> {
    const totalBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
    const found = await Promise.all(voice.files.map((file) => this.find(voice.id, file)));
    const verified = found.flatMap((record) => record?.verifiedAt ?? []);
    if (verified.length === voice.files.length) {
      return { kind: 'stored', totalBytes, storedAt: Math.max(...verified) };
    }
    const receivedBytes = found.reduce((sum, record) => sum + (record?.receivedBytes ?? 0), 0);
    return receivedBytes === 0
      ? { kind: 'absent' }
      : { kind: 'partial', receivedBytes, totalBytes };
  }

  find(voiceId: VoiceId, file: VoiceFile): Promise<FileRecord | null> {
    const path = `${voiceId}/${file.name}`;
    return this.#connection.transact('readonly', FILES, 'find', path, async (tx) => {
      const record = await tx.objectStore('files').get([voiceId, file.name]);
      const same = record?.sha256 === file.sha256 && record.bytes === file.bytes;
      return record !== undefined && same ? record : null;
    });
  }

  begin(voiceId: VoiceId, file: VoiceFile, etag: string | null): Promise<void> {
    const { name, bytes, sha256 } = file;
    return this.#connection.transact(
      'readwrite',
      FILES,
      'begin',
      `${voiceId}/${name}`,
      async (tx) => {
        await tx.objectStore('chunks').delete(under([voiceId, name]));
        const empty = { voiceId, name, bytes, sha256, receivedBytes: 0, etag, verifiedAt: null };
        await tx.objectStore('files').put(empty);
      },
    );
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
        tx.objectStore('files').put({ ...record, receivedBytes }),
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

  prune(voice: Voice): Promise<void> {
    const names = new Set(voice.files.map((file) => file.name));
    return this.#connection.transact('readwrite', FILES, 'prune', voice.id, async (tx) => {
      for (const key of await tx.objectStore('files').getAllKeys(under([voice.id]))) {
        if (names.has(key[1])) continue;
        await tx.objectStore('files').delete(key);
        await tx.objectStore('chunks').delete(under(key));
      }
    });
  }

  remove(voiceId: VoiceId): Promise<void> {
    return this.#connection.transact('readwrite', ALL, 'remove', voiceId, async (tx) => {
      await tx.objectStore('files').delete(under([voiceId]));
      await tx.objectStore('chunks').delete(under([voiceId]));
      await tx.objectStore('uses').delete(voiceId);
    });
  }

  lastUsed(voiceId: VoiceId): Promise<number | null> {
    return this.#connection.transact('readonly', USES, 'lastUsed', voiceId, async (tx) => {
      return (await tx.objectStore('uses').get(voiceId))?.lastUsedAt ?? null;
    });
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
