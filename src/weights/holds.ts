/** Which kept voices need which files. Pure. */
import type { StoredVoice, Voice } from '../contracts/voices';
import { keyOf, keysOf, pathOf } from './names';
import type { FileRecord, HoldRecord } from './schema';

export interface Release {
  /** Voices that go. */
  readonly gone: readonly HoldRecord[];
  /** Voices for whose sake something stays. */
  readonly keptFor: readonly HoldRecord[];
  /** Paths that nobody needs any more. */
  readonly unneeded: ReadonlySet<string>;
}

type Held = Pick<HoldRecord, 'voiceId' | 'files'>;

/** What removing a voice amounts to, given all voices that are kept. */
export function release(voice: Held, holds: readonly HoldRecord[]): Release {
  const gone = holds.filter((hold) => hold.voiceId === voice.voiceId || goesWith(hold, voice));
  const paths = new Set([voice, ...gone].flatMap(({ files }) => files.map(pathOf)));
  const staying = holds.filter((hold) => !gone.includes(hold));
  const needed = new Set(staying.flatMap(({ files }) => files.map(pathOf)));
  const keptFor = staying.filter(({ files }) => files.some((key) => paths.has(pathOf(key))));
  return { gone, keptFor, unneeded: new Set([...paths].filter((path) => !needed.has(path))) };
}

/** Voices of the very same files are one to the listener's disk; an owner's files belong to its voices. */
export function goesWith(hold: HoldRecord, { files }: Held): boolean {
  const paths = new Set(files.map(pathOf));
  const isWithin = hold.files.every((key) => paths.has(pathOf(key)));
  return isWithin && (hold.voice === null || hold.files.length === paths.size);
}

/** @param files By path. */
export function statusOf(
  voice: Voice,
  files: ReadonlyMap<string, FileRecord>,
  holds: readonly HoldRecord[],
): StoredVoice {
  const found = voice.files.map((file) => {
    const record = files.get(pathOf(keyOf(voice, file)));
    return record?.digest === file.digest && record.bytes === file.bytes ? record : null;
  });
  const totalBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
  const verified = found.flatMap((record) => record?.verifiedAt ?? []);
  if (verified.length === voice.files.length) {
    return { kind: 'stored', totalBytes, storedAt: Math.max(...verified) };
  }
  const receivedBytes = found.reduce((sum, record) => sum + (record?.receivedBytes ?? 0), 0);
  if (receivedBytes === 0) return { kind: 'absent' };
  const self: Held = { voiceId: voice.id, files: keysOf(voice) };
  const isHeld = holds.some((hold) => hold.voiceId === voice.id || goesWith(hold, self));
  return isHeld
    ? { kind: 'partial', receivedBytes, totalBytes }
    : { kind: 'absent', sharedBytes: receivedBytes };
}
