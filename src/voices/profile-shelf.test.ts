import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { ProfileId, VoiceProfile } from '../contracts/profile';
import { writeProfile } from './profile-file';
import { createProfileShelf } from './profile-shelf';
import { indexedDbProfileStore, type ProfileStore } from './profile-store';
import { KATHLEEN } from './profile-testing';

let made = 0;
function shelfOn(store: ProfileStore = indexedDbProfileStore(`profiles-${made++}`)) {
  let ids = 0;
  return { store, shelf: createProfileShelf({ store, newId: () => `new-${ids++}` }) };
}
const fileOf = (profile: VoiceProfile) => new Blob([writeProfile(profile)]);
const failing = (change: Partial<ProfileStore>): ProfileStore => ({
  all: () => Promise.resolve([]),
  get: () => Promise.resolve(undefined),
  put: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  ...change,
});

describe('the profiles on this device', () => {
  it('outlive the page that kept them, and are listed by name', async () => {
    const { store, shelf } = shelfOn();
    await shelf.save({ ...KATHLEEN, id: 'z' as ProfileId, name: 'Zebra' });
    await shelf.save(KATHLEEN);
    const again = createProfileShelf({ store, newId: () => 'x' });
    const { profiles, damaged } = await again.list();
    expect(profiles.map(({ name }) => name)).toEqual(['Bedtime', 'Zebra']);
    expect(damaged).toEqual([]);
    expect(await again.find(KATHLEEN.id)).toEqual(KATHLEEN);
  });

  it('are replaced by id when they are saved again, and gone when they are removed', async () => {
    const { shelf } = shelfOn();
    await shelf.save(KATHLEEN);
    await shelf.save({ ...KATHLEEN, name: 'Night' });
    expect((await shelf.list()).profiles.map(({ name }) => name)).toEqual(['Night']);
    await shelf.remove(KATHLEEN.id);
    await expect(shelf.find(KATHLEEN.id)).rejects.toMatchObject({
      kind: 'config',
      detail: { key: 'profile' },
    });
  });

  it('are copied under an id and a name of their own', async () => {
    const { shelf } = shelfOn();
    await shelf.save(KATHLEEN);
    const copies = [await shelf.duplicate(KATHLEEN), await shelf.duplicate(KATHLEEN)];
    expect(copies.map(({ id, name }) => [id, name])).toEqual([
      ['new-0', 'Bedtime 2'],
      ['new-1', 'Bedtime 3'],
    ]);
    expect(await shelf.find(KATHLEEN.id)).toEqual(KATHLEEN);
  });

  it('are refused where a value is out of its range, and nothing is written', async () => {
    const { shelf } = shelfOn();
    const manner = { ...KATHLEEN.manner, pace: 3 };
    await expect(shelf.save({ ...KATHLEEN, manner })).rejects.toMatchObject({ kind: 'validation' });
    expect((await shelf.list()).profiles).toEqual([]);
  });

  it('do not hide behind one that is damaged, which can be removed', async () => {
    const { store, shelf } = shelfOn();
    await shelf.save(KATHLEEN);
    await store.put('broken', { sottoProfile: 2, profile: { name: 'half' } });
    const { profiles, damaged } = await shelf.list();
    expect(profiles).toHaveLength(1);
    expect(damaged.map(({ key }) => key)).toEqual(['broken']);
    expect(damaged[0]?.error.message).toContain('damaged');
    await expect(shelf.find('broken' as ProfileId)).rejects.toMatchObject({ kind: 'validation' });
    await shelf.remove('broken');
    expect((await shelf.list()).damaged).toEqual([]);
  });

  it.each([
    [new DOMException('full', 'QuotaExceededError'), 'resource', 'no room left'],
    [new Error('denied'), 'io', 'did not let'],
  ])('say plainly when they cannot be kept: %s', async (cause, kind, message) => {
    const { shelf } = shelfOn(failing({ put: () => Promise.reject(cause) }));
    await expect(shelf.save(KATHLEEN)).rejects.toMatchObject({ kind, cause });
    await expect(shelf.save(KATHLEEN)).rejects.toThrow(message);
  });

  it('say plainly when they cannot be read', async () => {
    const denied = () => Promise.reject(new Error('denied'));
    const { shelf } = shelfOn(failing({ all: denied, get: denied }));
    await expect(shelf.list()).rejects.toThrow('cannot be read');
    await expect(shelf.find(KATHLEEN.id)).rejects.toMatchObject({ kind: 'io' });
  });
});

describe('a file that is imported', () => {
  it('comes in as it is where there is none like it', async () => {
    const { shelf } = shelfOn();
    expect(await shelf.importFile(fileOf(KATHLEEN))).toEqual({ profile: KATHLEEN, kind: 'new' });
    expect(await shelf.find(KATHLEEN.id)).toEqual(KATHLEEN);
  });

  it('never replaces the one of its id', async () => {
    const { shelf } = shelfOn();
    const mine = { ...KATHLEEN, emotions: {} };
    await shelf.save(mine);
    const { profile, kind } = await shelf.importFile(fileOf(KATHLEEN));
    expect(kind).toBe('copy');
    expect(profile).toEqual({ ...KATHLEEN, id: 'new-0', name: 'Bedtime 2' });
    expect(await shelf.find(KATHLEEN.id)).toEqual(mine);
  });

  it('adds nothing where it is here to the last value', async () => {
    const { shelf } = shelfOn();
    await shelf.save(KATHLEEN);
    expect((await shelf.importFile(fileOf(KATHLEEN))).kind).toBe('same');
    expect((await shelf.list()).profiles).toHaveLength(1);
  });

  it('gets a name of its own beside another of the same name', async () => {
    const { shelf } = shelfOn();
    await shelf.save({ ...KATHLEEN, id: 'other' as ProfileId });
    const { profile, kind } = await shelf.importFile(fileOf(KATHLEEN));
    expect([kind, profile.id, profile.name]).toEqual(['new', KATHLEEN.id, 'Bedtime 2']);
  });

  it('takes the place of one that cannot be read under a name of its own, too', async () => {
    const { store, shelf } = shelfOn();
    await store.put(KATHLEEN.id, 'scribble');
    expect((await shelf.importFile(fileOf(KATHLEEN))).kind).toBe('copy');
    expect(await store.get(KATHLEEN.id)).toBe('scribble');
  });

  it('changes nothing where it is refused', async () => {
    const { shelf } = shelfOn();
    await expect(shelf.importFile(new Blob(['{}']))).rejects.toThrow('not a voice profile');
    expect((await shelf.list()).profiles).toEqual([]);
  });
});
