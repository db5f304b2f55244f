import { beforeEach, describe, expect, it } from 'vitest';
import type { Lexicon } from '../../contracts/text';
import type { ProfileId, VoiceProfile } from '../../contracts/profile';
import type { Voice } from '../../contracts/voices';
import { writeProfile } from '../../voices/profile-file';
import { createProfileShelf } from '../../voices/profile-shelf';
import type { ProfileStore } from '../../voices/profile-store';
import { KATHLEEN } from '../../voices/profile-testing';
import { createPreferences, withRemembered } from '../preferences';
import { SpeechState } from '../speech.svelte';
import { DEFAULT_SETTINGS } from '../../speech/settings';
import { ListeningSession, voiceNamed } from './fakes';
import { ProfilesState, type KnownVoices } from './profiles-state.svelte';
import { recallProfile, withRecalled } from './recall';

const OWN: Lexicon = [
  { language: 'en', word: 'Lima', replacement: { kind: 'respelling', text: 'leema' } },
];
const kathleen = voiceNamed('kathleen');
const other = voiceNamed('other');
const known: KnownVoices = { voices: [kathleen, other], isStored: () => true };

class MemoryStorage {
  value: string | null = null;
  readonly getItem = () => this.value;
  readonly setItem = (_: string, value: string) => (this.value = value);
}
function memoryStore(): ProfileStore & { refuses: boolean } {
  const records = new Map<string, unknown>();
  const store = {
    refuses: false,
    all: async () => [...records],
    get: async (key: string) => records.get(key),
    put: async (key: string, value: unknown) => {
      if (store.refuses) throw new DOMException('full', 'QuotaExceededError');
      records.set(key, value);
    },
    remove: async (key: string) => void records.delete(key),
  };
  return store;
}

let session: ListeningSession;
let storage: MemoryStorage;
let store: ReturnType<typeof memoryStore>;
let speech: SpeechState;
let profiles: ProfilesState;
let toOpen: File | null;
let saved: { readonly blob: Blob; readonly name: string }[];
const preferences = () =>
  createPreferences(storage, { read: async () => null, write: async () => {} });
const shelf = () => createProfileShelf({ store, newId: () => `id-${ids++}` });
let ids = 0;

beforeEach(() => {
  storage = new MemoryStorage();
  store = memoryStore();
  session = new ListeningSession();
  session.setVoice(other);
  [toOpen, saved] = [null, []];
  speech = new SpeechState(session.asSession, preferences(), null);
  speech.configure({ lexicon: OWN });
  profiles = new ProfilesState(shelf(), speech, {
    openFile: async () => toOpen,
    saveFile: (blob, name) => void saved.push({ blob, name }),
  });
});

const names = () => profiles.listing?.profiles.map(({ name }) => name);
const words = () => session.settings.lexicon.map(({ word }) => word);

describe('a chosen profile', () => {
  it('is voice, language, manner and words at once', async () => {
    const profile: VoiceProfile = { ...KATHLEEN, language: 'de' };
    await profiles.choose(profile, known);
    expect(session.voice).toBe(kathleen);
    expect(session.settings).toMatchObject({ language: 'de', synthesis: KATHLEEN.manner });
    expect(words()).toEqual(['Lima', 'Siobhan']);
    expect(profiles.isSpoken(profile)).toBe(true);
    expect(speech.lexicon).toEqual(OWN);
  });

  it('is said to be altered when a slider was moved since', async () => {
    await profiles.choose(KATHLEEN, known);
    speech.synthesis({ pace: 2 });
    expect(profiles.isSpoken(KATHLEEN)).toBe(false);
    expect(profiles.isInForce(KATHLEEN)).toBe(true);
  });

  it('keeps its words over new ones of the listener’s', async () => {
    await profiles.choose(KATHLEEN, known);
    speech.configure({ lexicon: [] });
    expect(words()).toEqual(['Siobhan']);
  });

  it('is left when a voice is chosen by itself; what is its own goes', async () => {
    await profiles.choose(KATHLEEN, known);
    speech.chooseVoice(other);
    expect(speech.profile).toBeNull();
    expect(words()).toEqual(['Lima']);
    expect(session.settings.synthesis.emotions).toBeUndefined();
    expect(session.settings.synthesis.pace).toBe(KATHLEEN.manner.pace);
  });

  it('is refused by name where its voice is not here; nothing changes', async () => {
    await profiles.choose(KATHLEEN, { voices: [other], isStored: () => true });
    expect(profiles.news?.error?.detail).toEqual({ kind: 'config', key: 'voice' });
    expect(profiles.news?.text).toContain('Kathleen');
    expect(session.voice).toBe(other);
    expect(speech.profile).toBeNull();
  });

  it('is there again after a reload, words and all', async () => {
    const profile = { ...KATHLEEN, manner: { ...KATHLEEN.manner, energy: 1.5 } };
    await shelf().save(profile);
    await profiles.choose(profile, known);
    const { settings } = preferences();
    const recalled = await recallProfile(shelf(), settings.profileId ?? null);
    expect(recalled).toEqual({ profile, error: null });
    const again = withRecalled(withRemembered(DEFAULT_SETTINGS, settings), recalled);
    expect(again).toEqual(session.settings);
    const reloaded = new ListeningSession();
    reloaded.setVoice(kathleen, again);
    const page = new SpeechState(reloaded.asSession, preferences(), null, recalled.profile);
    expect(page.lexicon).toEqual(OWN);
    expect(page.profile).toEqual(profile);
  });

  it('is missed plainly when it is gone, and its mix and mood with it', async () => {
    await profiles.choose(KATHLEEN, known);
    const recalled = await recallProfile(shelf(), KATHLEEN.id);
    expect(recalled.error?.message).toContain('not on this device any more');
    const settings = withRecalled(session.settings, recalled);
    expect(settings.synthesis.emotions).toBeUndefined();
  });
});

describe('the list', () => {
  const keep = async (profile: VoiceProfile = KATHLEEN) => {
    profiles.edit(profile);
    await profiles.save(known);
  };

  it('gets a new one from the voice as it speaks', async () => {
    speech.synthesis({ pitchSemitones: 3 });
    profiles.create();
    expect(profiles.draft?.name).toBe('New profile');
    profiles.change({ name: 'High' });
    await profiles.save(known);
    expect(profiles.draft).toBeNull();
    expect(names()).toEqual(['High']);
    expect(profiles.listing?.profiles[0]).toMatchObject({
      voice: { id: 'other' },
      manner: { pitchSemitones: 3 },
    });
    profiles.create();
    profiles.discard();
    expect(names()).toEqual(['High']);
  });

  it('brings a change of the one in force to the ear at once', async () => {
    await keep();
    await profiles.choose(KATHLEEN, known);
    profiles.edit(KATHLEEN);
    profiles.change({ manner: { ...KATHLEEN.manner, pace: 1.75 } });
    await profiles.save(known);
    expect(session.settings.synthesis.pace).toBe(1.75);
    expect(profiles.news?.text).toContain('is kept');
  });

  it('gets a copy, and loses one that can be brought back, in force as it was', async () => {
    await keep();
    await profiles.duplicate(KATHLEEN);
    expect(names()).toEqual(['Bedtime', 'Bedtime 2']);
    await profiles.choose(KATHLEEN, known);
    await profiles.remove(KATHLEEN);
    expect(names()).toEqual(['Bedtime 2']);
    expect(speech.profile).toBeNull();
    await profiles.undo();
    expect(names()).toEqual(['Bedtime', 'Bedtime 2']);
    expect(speech.profile).toEqual(KATHLEEN);
  });

  it('keeps the draft where it could not be kept', async () => {
    store.refuses = true;
    await keep();
    expect(profiles.draft).toEqual(KATHLEEN);
    expect(profiles.news?.error?.detail).toEqual({ kind: 'resource', type: 'storage' });
  });

  it('goes to a file and comes from it', async () => {
    await keep();
    profiles.exportFile(KATHLEEN);
    expect(saved[0]?.name).toBe('bedtime.sotto-profile.json');
    expect(await saved[0]?.blob.text()).toBe(writeProfile(KATHLEEN));
    toOpen = new File([writeProfile({ ...KATHLEEN, emotions: {} })], 'mine.json');
    await profiles.importFile();
    expect(names()).toEqual(['Bedtime', 'Bedtime 2']);
    expect(profiles.news?.text).toContain('beside the one that was here');
    toOpen = new File(['nothing'], 'x.json');
    await profiles.importFile();
    expect(profiles.news?.error?.message).toContain('not a voice profile');
    expect(names()).toHaveLength(2);
  });

  it('shows what is damaged, which can be deleted', async () => {
    await store.put('broken', { sottoProfile: 9 });
    await profiles.refresh();
    expect(profiles.listing?.damaged[0]?.error.message).toContain('version 9');
    await profiles.removeDamaged('broken');
    expect(profiles.listing?.damaged).toEqual([]);
  });
});

it('knows its profiles by id, not by name', () => {
  const twin: VoiceProfile = { ...KATHLEEN, id: 'twin' as ProfileId };
  const voice: Voice = kathleen;
  speech.chooseProfile(KATHLEEN, voice);
  expect([profiles.isInForce(KATHLEEN), profiles.isInForce(twin)]).toEqual([true, false]);
});
