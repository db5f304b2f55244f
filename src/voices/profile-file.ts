/** A profile as a file: `{ "sottoProfile": 2, "profile": { … } }`; also how one is kept on the device. */
import * as v from 'valibot';
import type { VoiceProfile } from '../contracts/profile';
import { profileError } from './profile-errors';
import { fromVersion1, version1 } from './profile-version-1';
import { profileSchema } from './profile-schema';

export const PROFILE_VERSION = 2;
export const MAX_PROFILE_BYTES = 16_000_000;
export const PROFILE_SUFFIX = '.sotto-profile.json';

export interface ProfileDocument {
  readonly sottoProfile: typeof PROFILE_VERSION;
  readonly profile: VoiceProfile;
}

export function profileDocument(profile: VoiceProfile): ProfileDocument {
  return { sottoProfile: PROFILE_VERSION, profile };
}

export function writeProfile(profile: VoiceProfile): string {
  return `${JSON.stringify(profileDocument(profile), null, 2)}\n`;
}

/** `Bedtime, slowly` becomes `bedtime-slowly.sotto-profile.json`. */
export function profileFileName({ name }: VoiceProfile): string {
  const plain = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${[...plain].slice(0, 60).join('') || 'voice'}${PROFILE_SUFFIX}`;
}

/** Throws a SottoError for a file that is not one, is not whole, is too new, or says what cannot be. */
export async function readProfileFile(file: Blob): Promise<VoiceProfile> {
  if (file.size > MAX_PROFILE_BYTES) {
    const problem = { bytes: file.size, mostBytes: MAX_PROFILE_BYTES };
    throw profileError('import', { kind: 'tooLarge', ...problem });
  }
  return parseProfile(await file.text());
}

export function parseProfile(text: string): VoiceProfile {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    const wasOne = text.includes('"sottoProfile"');
    throw profileError(
      'import',
      wasOne ? { kind: 'corrupted', field: null, cause } : { kind: 'wrongFormat', cause },
    );
  }
  return readProfileDocument(data);
}

/** What was parsed, or kept, of any version there has been. */
export function readProfileDocument(data: unknown): VoiceProfile {
  const version = versionOf(data);
  switch (version) {
    case 1:
      return judge(profileSchema, fromVersion1(judge(version1, data)));
    case PROFILE_VERSION:
      return judge(v.object({ profile: profileSchema }), data).profile;
    default:
      throw profileError('import', { kind: 'wrongVersion', version, newest: PROFILE_VERSION });
  }
}

/** Throws where a value is out of its range; a profile that was edited is judged as one that came in. */
export function validateProfile(profile: VoiceProfile): VoiceProfile {
  return judge(profileSchema, profile);
}

function versionOf(data: unknown): number {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'sottoProfile')) {
    throw profileError('import', { kind: 'wrongFormat' });
  }
  const { sottoProfile } = data as { readonly sottoProfile: unknown };
  if (typeof sottoProfile === 'number' && Number.isInteger(sottoProfile) && sottoProfile > 0) {
    return sottoProfile;
  }
  throw profileError('import', { kind: 'corrupted', field: 'sottoProfile' });
}

function judge<T>(schema: v.GenericSchema<unknown, T>, data: unknown): T {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? 'profile';
  const field = path.replace(/^profile\./, '');
  if (issue.kind === 'validation') {
    throw profileError('import', { kind: 'outOfRange', field, rule: issue.message });
  }
  throw profileError('import', { kind: 'corrupted', field, cause: new Error(issue.message) });
}
