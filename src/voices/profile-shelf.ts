/** The profiles on this device: what is read is judged, what is written was. */
import { asSottoError, type SottoError } from '../base/errors';
import type { ProfileId, ProfileShelf, VoiceProfile } from '../contracts/profile';
import { freeName } from './profile';
import { profileError } from './profile-errors';
import {
  profileDocument,
  readProfileDocument,
  readProfileFile,
  validateProfile,
  writeProfile,
} from './profile-file';
import type { ProfileStore } from './profile-store';

export interface ProfileShelfDeps {
  readonly store: ProfileStore;
  /** One that was never given before, e.g. a UUID. */
  readonly newId: () => string;
}

export function createProfileShelf({ store, newId }: ProfileShelfDeps): ProfileShelf {
  const freshId = () => newId() as ProfileId;
  const list = async () => {
    const records = await store.all().catch(unreadable);
    const read = records.map(([key, value]) => ({ key, ...recordOf(value) }));
    const profiles = read.flatMap(({ profile }) => profile ?? []);
    const damaged = read.flatMap(({ key, error }) => (error === null ? [] : { key, error }));
    return { profiles: profiles.toSorted(byName), damaged };
  };
  const save = async (profile: VoiceProfile) => {
    const judged = validateProfile(profile);
    await store.put(judged.id, profileDocument(judged)).catch(notKept);
  };
  const takenNames = async () => (await list()).profiles.map(({ name }) => name);
  const copy = async (profile: VoiceProfile) => {
    const copied = { ...profile, id: freshId(), name: freeName(profile.name, await takenNames()) };
    await save(copied);
    return copied;
  };
  return {
    list,
    find: async (id) => {
      const record = await store.get(id).catch(unreadable);
      if (record === undefined) throw profileError('find', { kind: 'missing' });
      return readProfileDocument(record);
    },
    save,
    duplicate: copy,
    remove: (key) => store.remove(key).catch(notKept),
    importFile: async (file) => {
      const profile = await readProfileFile(file);
      const record = await store.get(profile.id).catch(unreadable);
      if (record === undefined) {
        const named = { ...profile, name: freeName(profile.name, await takenNames()) };
        await save(named);
        return { profile: named, kind: 'new' };
      }
      const here = recordOf(record).profile;
      if (here !== null && writeProfile(here) === writeProfile(profile)) {
        return { profile: here, kind: 'same' };
      }
      return { profile: await copy(profile), kind: 'copy' };
    },
    newId: freshId,
  };
}

type Read =
  | { readonly profile: VoiceProfile; readonly error: null }
  | { readonly profile: null; readonly error: SottoError };

function recordOf(value: unknown): Read {
  try {
    return { profile: readProfileDocument(value), error: null };
  } catch (thrown) {
    const error = asSottoError(thrown, { operation: 'list', component: 'profiles' });
    return { profile: null, error };
  }
}

function byName(a: VoiceProfile, b: VoiceProfile): number {
  return a.name.localeCompare(b.name) || a.id.localeCompare(b.id);
}

function unreadable(cause: unknown): never {
  throw profileError('list', { kind: 'unreadable', cause });
}

function notKept(cause: unknown): never {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  throw profileError('save', { kind: 'notKept', isFull, cause });
}
