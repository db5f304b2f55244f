/** How stored files are named, for the store, its locks and its leases. */
import { ownerOf, type Voice, type VoiceFile } from '../contracts/voices';
import type { FileKey } from './schema';

export function keyOf(voice: Voice, file: VoiceFile): FileKey {
  return [ownerOf(voice, file), file.name];
}

export function keysOf(voice: Voice): FileKey[] {
  return voice.files.map((file) => keyOf(voice, file));
}

/** `<owner>/<file>`: neither has a slash (voices/catalogue.ts), so it is as good as the key. */
export function pathOf([owner, name]: FileKey): string {
  return `${owner}/${name}`;
}

export function pathsOf(voice: Voice): string[] {
  return keysOf(voice).map(pathOf);
}

/** The same for voices of the very same files: they are here, or on their way, together. */
export function setOf(voice: Voice): string {
  return pathsOf(voice).sort().join('\n');
}

const WRITE_PREFIX = 'sotto-weights-';
const USE_PREFIX = 'sotto-in-use-';

/** Held by whoever fetches or writes the file: no two tabs do so at once. */
export function writeLock(path: string): string {
  return `${WRITE_PREFIX}${path}`;
}

/** Held, shared, by whoever speaks with the file: a browser lets go of it even when a tab crashes. */
export function useLock(path: string): string {
  return `${USE_PREFIX}${path}`;
}

/** Files that some tab speaks with or writes. @param locks Null where there are none: then nobody knows. */
export async function pathsInUse(locks: LockManager | null): Promise<Set<string>> {
  const { held = [] } = (await locks?.query().catch(() => null)) ?? {};
  return new Set(
    held.flatMap(({ name = '' }) =>
      [WRITE_PREFIX, USE_PREFIX].flatMap((prefix) =>
        name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
      ),
    ),
  );
}
