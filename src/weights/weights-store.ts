/**
 * Model weights on this device. A file arrives in pieces, in order, and counts as stored only once
 * it is sealed: whole and with the right digest. Works on the main thread and in workers; several
 * of both may have it open at once.
 */
import type { VoiceId } from '../base/ids';
import type { StoredVoice, Voice, VoiceFile } from '../contracts/voices';
import type { FileRecord } from './schema';

export interface WeightsStore {
  /** A stored file. Rejects with kind `modelLoad` when it is absent, unverified or short. */
  read(voiceId: VoiceId, fileName: string): Promise<Uint8Array<ArrayBuffer>>;
  status(voice: Voice): Promise<StoredVoice>;
  /** What is here of exactly this file (same size and digest); null when nothing is. */
  find(voiceId: VoiceId, file: VoiceFile): Promise<FileRecord | null>;
  /** Starts a file afresh, dropping whatever its name held. */
  begin(voiceId: VoiceId, file: VoiceFile, etag: string | null): Promise<void>;
  /** Adds the piece at `offset`, which must be where the file ends so far. */
  append(
    voiceId: VoiceId,
    fileName: string,
    offset: number,
    piece: Uint8Array<ArrayBuffer>,
  ): Promise<void>;
  /** The pieces so far, in order. */
  pieces(voiceId: VoiceId, fileName: string): AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** Declares the file right. Rejects with kind `modelLoad` unless it is whole. */
  seal(voiceId: VoiceId, fileName: string): Promise<void>;
  discard(voiceId: VoiceId, fileName: string): Promise<void>;
  /** Drops files that the voice no longer has: an earlier edition's. */
  prune(voice: Voice): Promise<void>;
  /** Drops a voice with all its files. */
  remove(voiceId: VoiceId): Promise<void>;
  /** Milliseconds since the epoch of the last read; null when it was never read. */
  lastUsed(voiceId: VoiceId): Promise<number | null>;
  close(): void;
}
