/** The voice profiles in every state they can be looked at in. */
import { tick } from 'svelte';
import type { ProfileId, VoiceProfile } from '../../src/contracts/profile';
import type { EngineInfo } from '../../src/contracts/speech';
import { createProfileShelf } from '../../src/voices/profile-shelf';
import { profileDocument } from '../../src/voices/profile-file';
import type { ProfileStore } from '../../src/voices/profile-store';
import { profileFrom, shareOf } from '../../src/voices/profile';
import { DEFAULT_SETTINGS } from '../../src/speech/settings';
import { FAKE_ENGINE } from './fake-session';
import { VOICES } from './fake-world';
import type { Stage } from './states';

/** Keeps as long as the page is open. */
export class MemoryProfiles implements ProfileStore {
  readonly #records = new Map<string, unknown>();
  all = () => Promise.resolve([...this.#records]);
  get = (key: string) => Promise.resolve(this.#records.get(key));
  put = (key: string, value: unknown) => Promise.resolve(void this.#records.set(key, value));
  remove = (key: string) => Promise.resolve(void this.#records.delete(key));
}

export function memoryProfiles(store: ProfileStore) {
  let ids = 0;
  const shelf = createProfileShelf({ store, newId: () => `profile-${ids++}` });
  return { shelf, profile: null, error: null };
}

function profile(id: string, name: string, change: Partial<VoiceProfile> = {}): VoiceProfile {
  const [voice] = VOICES;
  if (voice === undefined) throw new Error('There is no voice.');
  const now = { voice, language: 'en', synthesis: DEFAULT_SETTINGS.synthesis };
  return { ...profileFrom(id as ProfileId, name, now), ...change };
}

const BEDTIME = profile('bedtime', 'Bedtime', {
  emotions: { calm: 0.6 },
  lexicon: [
    { language: 'en', word: 'Siobhan', replacement: { kind: 'respelling', text: 'shivawn' } },
  ],
});
const LONG = profile('long', 'The very long name of a profile for Worcestershire anecdotes', {
  voice: { id: 'gone' as VoiceProfile['voice']['id'], name: 'Ermintrude' },
});

async function open({ room, profiles: store }: Stage): Promise<void> {
  for (const one of [BEDTIME, LONG]) await store.put(one.id, profileDocument(one));
  await store.put('broken', { sottoProfile: 2 });
  room.sheet = 'profiles';
  await settled();
}

async function settled(): Promise<void> {
  await tick();
  await new Promise((resolve) => setTimeout(resolve, 300));
}

const ABLE: EngineInfo['supports'] = {
  guidance: true,
  emotions: true,
  blend: 'apart',
  energy: true,
  reference: true,
};
const UNABLE: EngineInfo['supports'] = { guidance: false, emotions: false, steps: false };

function edited(supports: EngineInfo['supports'] | null, change: Partial<VoiceProfile> = {}) {
  return async (stage: Stage) => {
    if (supports !== null) stage.trial.setStats({ engine: { ...FAKE_ENGINE, supports } });
    await open(stage);
    stage.room.profiles?.edit({ ...BEDTIME, ...change });
    await settled();
  };
}

export const PROFILE_STATES: Readonly<Record<string, (stage: Stage) => void | Promise<void>>> = {
  'profiles-none': async ({ room }) => {
    room.sheet = 'profiles';
    await settled();
  },
  profiles: async (stage) => {
    await open(stage);
    const [voice] = VOICES;
    if (voice) stage.room.speech.chooseProfile(BEDTIME, voice);
    await settled();
  },
  'profiles-deleted': async (stage) => {
    await open(stage);
    await stage.room.profiles?.remove(BEDTIME);
    await settled();
  },
  'profiles-missing': async (stage) => {
    await open(stage);
    await stage.room.profiles?.choose(LONG, { voices: VOICES, isStored: () => true });
    await settled();
  },
  'profile-able': edited(ABLE, {
    blend: VOICES.slice(1, 2).map((voice) => ({ ...shareOf(voice), timbre: 0.3, prosody: 0.1 })),
    reference: { kind: 'audio', fileName: 'grandmother.wav', mediaType: 'audio/wav', data: 'AAAA' },
  }),
  'profile-plain': edited(UNABLE),
  'profile-missing': edited(null, { voice: LONG.voice }),
};
