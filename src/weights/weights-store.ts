/**
 * Model weights on this device. A file arrives in pieces, in order, and counts as stored only once
 * it is sealed: whole and with the right digest. Works on the main thread and in workers; several
 * of both may have it open at once.
 */
import type { VoiceId } from '../base/ids';
import type { Freed, StoredVoice, Voice, VoiceFile } from '../contracts/voices';
import type { FileRecord, HoldRecord, UseRecord } from './schema';

/** Where a file's first byte came from. */
export interface Origin {
  readonly source: string | null;
  readonly etag: string | null;
}

/** All that is known of what is here, without the content. */
export interface Inventory {
  readonly files: readonly FileRecord[];
  readonly holds: readonly HoldRecord[];
  readonly uses: readonly UseRecord[];
}

/** By their owner and name files are found; see `ownerOf`. */
export interface WeightsStore {
  /**
   * A stored file, its digest checked once more. Rejects with kind `modelLoad` when it is absent or
   * unverified; one that is short or has changed is dropped first.
   */
  read(owner: VoiceId, fileName: string): Promise<Uint8Array<ArrayBuffer>>;
  statuses(voices: readonly Voice[]): Promise<readonly StoredVoice[]>;
  inventory(): Promise<Inventory>;
  /** What is here of exactly this file (same size and digest); null when nothing is. */
  find(owner: VoiceId, file: VoiceFile): Promise<FileRecord | null>;
  /** Starts a file afresh, dropping whatever its name held. */
  begin(owner: VoiceId, file: VoiceFile, origin: Origin): Promise<void>;
  /** Adds the piece at `offset`, which must be where the file ends so far. */
  append(
    owner: VoiceId,
    fileName: string,
    offset: number,
    piece: Uint8Array<ArrayBuffer>,
  ): Promise<void>;
  /** The pieces so far, in order. */
  pieces(owner: VoiceId, fileName: string): AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** Declares the file right. Rejects with kind `modelLoad` unless it is whole. */
  seal(owner: VoiceId, fileName: string): Promise<void>;
  discard(owner: VoiceId, fileName: string): Promise<void>;
  /** From now on this voice is why its files stay. */
  hold(voice: Voice): Promise<void>;
  /** Drops what its owners have and no kept voice needs: an earlier edition's files. */
  prune(voice: Voice): Promise<void>;
  /** Drops a voice, those of the very same files, and the files that no other kept voice needs. */
  remove(voice: Pick<HoldRecord, 'voiceId' | 'files'>): Promise<Freed>;
  /** Drops what broken downloads left: unfinished files not written since, and pieces of none. */
  collect(unfinishedSince: number): Promise<void>;
  close(): void;
}
