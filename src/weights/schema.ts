/** The database of stored weights: its tables, its versions and how it is opened. */
import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import type { VoiceId } from '../base/ids';
import type { FileDigest, Voice } from '../contracts/voices';

export type FileKey = [voiceId: VoiceId, fileName: string];
export type ChunkKey = [voiceId: VoiceId, fileName: string, offset: number];

export interface FileRecord {
  /** Its owner; see `ownerOf`. */
  readonly voiceId: VoiceId;
  readonly name: string;
  /** Size and digest that the finished file must have. */
  readonly bytes: number;
  readonly digest: FileDigest;
  /** Length of what the chunks hold, always without gaps from the start. */
  readonly receivedBytes: number;
  /** The server's strong validator of this content, for `If-Range`; null when it sent none. */
  readonly etag: string | null;
  /** The address that sent the validator: another's means nothing. */
  readonly source: string | null;
  /** Milliseconds since the epoch of the last write. */
  readonly touchedAt: number;
  /** Milliseconds since the epoch when size and digest were found right; null until then. */
  readonly verifiedAt: number | null;
}

/** A voice that the listener keeps here, or is fetching: why its files stay. */
export interface HoldRecord {
  readonly voiceId: VoiceId;
  /** As it was when it was kept; null where an earlier version kept it, which knew owners only. */
  readonly voice: Voice | null;
  readonly files: readonly FileKey[];
  /** Milliseconds since the epoch. */
  readonly heldAt: number;
}

export interface UseRecord {
  /** The owner of what was read. */
  readonly voiceId: VoiceId;
  /** Milliseconds since the epoch. */
  readonly lastUsedAt: number;
}

export interface WeightsSchema extends DBSchema {
  files: { key: FileKey; value: FileRecord };
  /**
   * Plain byte arrays, not Blobs: a Blob reads faster in Chromium, but WebKit refuses Blobs in
   * ephemeral sessions.
   */
  chunks: { key: ChunkKey; value: Uint8Array<ArrayBuffer> };
  uses: { key: VoiceId; value: UseRecord };
  holds: { key: VoiceId; value: HoldRecord };
}

export type WeightsDatabase = IDBPDatabase<WeightsSchema>;
type Upgrade = IDBPTransaction<WeightsSchema, StoreNames<WeightsSchema>[], 'versionchange'>;

const VERSION = 3;

/** @param onLost Called when this connection can no longer be used; opening again may help. */
export async function openWeightsDatabase(
  name: string,
  onLost: () => void,
): Promise<WeightsDatabase> {
  return openDB<WeightsSchema>(name, VERSION, {
    upgrade: async (database, oldVersion, _newVersion, transaction) => {
      // Each step lifts the schema by one version, so that any old database arrives at the newest.
      if (oldVersion < 1) {
        database.createObjectStore('files', { keyPath: ['voiceId', 'name'] });
        database.createObjectStore('chunks');
        database.createObjectStore('uses', { keyPath: 'voiceId' });
      }
      if (oldVersion === 1) await nameDigests(transaction);
      if (oldVersion < 3) {
        database.createObjectStore('holds', { keyPath: 'voiceId' });
        await holdByOwner(transaction, Date.now());
      }
    },
    // Another tab wants a newer schema: make way, or it waits for ever.
    blocking: (_current, _wanted, event) => {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
}

/** Version 1 knew one algorithm only and kept its bare hexadecimal. */
interface FileRecord1 extends Omit<FileRecord2, 'digest'> {
  readonly sha256: string;
}

type FileRecord2 = Omit<FileRecord, 'source' | 'touchedAt'>;

async function nameDigests(transaction: Upgrade): Promise<void> {
  const files = transaction.objectStore('files');
  for (let cursor = await files.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    const { sha256, ...rest } = cursor.value as unknown as FileRecord1;
    // What is still missing is added by the step to version 3.
    await cursor.update({ ...rest, digest: `sha256:${sha256}` } as FileRecord);
  }
}

/** Version 2 knew of files and owners only: what an owner has is kept as if it were a voice. */
async function holdByOwner(transaction: Upgrade, now: number): Promise<void> {
  const owned = new Map<VoiceId, FileKey[]>();
  const files = transaction.objectStore('files');
  for (let cursor = await files.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    const record: FileRecord2 = cursor.value;
    await cursor.update({ ...record, source: null, touchedAt: record.verifiedAt ?? now });
    const { voiceId, name } = record;
    owned.set(voiceId, [...(owned.get(voiceId) ?? []), [voiceId, name]]);
  }
  for (const [voiceId, keys] of owned) {
    await transaction.objectStore('holds').put({ voiceId, voice: null, files: keys, heldAt: now });
  }
}

/** All keys that begin with `prefix`: an array sorts after every number and string. */
export function under(prefix: readonly string[]): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], [...prefix, []]);
}
