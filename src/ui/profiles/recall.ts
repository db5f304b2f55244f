import { asSottoError, type SottoError } from '../../base/errors';
import { layerLexicon } from '../../contracts/lexicon';
import type { ProfileId, ProfileShelf, VoiceProfile } from '../../contracts/profile';
import type { SessionSettings } from '../../contracts/session';
import { withoutProfile } from '../../voices/profile';

/** The profile of last time, or why there is none any more. */
export interface RecalledProfile {
  readonly profile: VoiceProfile | null;
  readonly error: SottoError | null;
}

/** Never rejects: a page without its profile still reads. */
export async function recallProfile(
  shelf: Pick<ProfileShelf, 'find'>,
  id: ProfileId | null,
): Promise<RecalledProfile> {
  if (id === null) return { profile: null, error: null };
  try {
    return { profile: await shelf.find(id), error: null };
  } catch (thrown) {
    const error = asSottoError(thrown, { operation: 'recall', component: 'profiles' });
    return { profile: null, error };
  }
}

/** Settings as they were remembered, with what only the profile itself can say. */
export function withRecalled(
  settings: SessionSettings,
  { profile, error }: RecalledProfile,
): SessionSettings {
  if (profile !== null) {
    return { ...settings, lexicon: layerLexicon(settings.lexicon, profile.lexicon) };
  }
  if (error === null) return settings;
  return { ...settings, synthesis: withoutProfile(settings.synthesis) };
}
