/** The database of stored weights: its tables, its versions and how it is opened. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { VoiceId } from '../base/ids';

export type FileKey = [voiceId: VoiceId, fileName: string];
export type ChunkKey = [voiceId: VoiceId, fileName: string, offset: number];

export interface FileRecord {
  readonly voiceId: VoiceId;
  readonly name: string;
  /** Size and digest that the finished file must have. */
  readonly bytes: number;
  readonly sha256: string;
  /** Length of what the chunks hold, always without gaps from the start. */
  readonly receivedBytes: number;
  /** The server's strong validator of this content, for `If-Range`; null when it sent none. */
  readonly etag: string | null;
  /** Milliseconds since the epoch when size and digest were found right; null until then. */
  readonly verifiedAt: number | null;
}

export interface UseRecord {
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
}

export type WeightsDatabase = IDBPDatabase<WeightsSchema>;

const VERSION = 1;

/** @param onLost Called when this connection can no longer be used; opening again may help. */
export async function openWeightsDatabase(
  name: string,
  onLost: () => void,
): Promise<WeightsDatabase> {
  return openDB<WeightsSchema>(name, VERSION, {
    upgrade: (database, oldVersion) => {
      // Each step lifts the schema by one version, so that any old database arrives at the newest.
      if (oldVersion < 1) {
        database.createObjectStore('files', { keyPath: ['voiceId', 'name'] });
        database.createObjectStore('chunks');
        database.createObjectStore('uses', { keyPath: 'voiceId' });
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

/** All keys that begin with `prefix`: an array sorts after every number and string. */
export function under(prefix: readonly string[]): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], [...prefix, []]);
}
