import { beforeEach, expect, test } from 'vitest';
import { SottoError, cancelled } from '../../base/errors';
import type { StorageSection } from '../../contracts/storage-section';
import type {
  DeviceStorage,
  KeptVoice,
  PackWatch,
  ShelfStatus,
  Voice,
} from '../../contracts/voices';
import { fakeShelf, fakeVoice } from '../../speech/fakes';
import { StorageState, type StorageWorld } from './storage-state.svelte';

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
const amy: KeptVoice = {
  id: fakeVoice.id,
  voice: { ...fakeVoice, name: 'Amy' },
  bytes: 5e6,
  ownBytes: 5e6,
  isWhole: true,
  verifiedAt: 0,
  lastUsedAt: 0,
  isInUse: false,
};
const partial: KeptVoice = { ...amy, id: 'part' as Voice['id'], isWhole: false };

let storage: DeviceStorage;
let saved: string[];
let listeners: ((voice: Voice, status: ShelfStatus) => void)[];
let sections: StorageSection[];
let overviews: number;

function open(more: Partial<StorageWorld> = {}): StorageState {
  return new StorageState({
    shelf: {
      ...fakeShelf(),
      get storage() {
        return storage;
      },
      remove: () => Promise.resolve({ bytes: 5e6, removed: [amy.id], keptFor: [] }),
      onChange: (listener) => {
        listeners.push(listener);
        return () => (listeners = []);
      },
    },
    room: { sections, persist: () => Promise.resolve(false) },
    timestamp: () => 0,
    saveFile: (_, name) => saved.push(name),
    openFile: () => Promise.resolve(new File(['pack'], 'pack.tar')),
    ...more,
  });
}

beforeEach(() => {
  saved = [];
  listeners = [];
  sections = [];
  overviews = 0;
  storage = {
    ...fakeShelf().storage,
    overview: () => {
      overviews++;
      return Promise.resolve({
        voices: [amy, partial],
        voiceBytes: 1,
        usedBytes: 2,
        quotaBytes: 3,
        isPersistent: false,
      });
    },
  };
});

test('only whole voices go into a pack, and it is saved under a name', async () => {
  const state = open();
  await turn();
  expect(state.packable.map(({ name }) => name)).toEqual(['Amy']);
  state.choose(amy.id, true);
  state.choose(partial.id, true);
  await state.exportPack();
  expect(saved).toEqual(['sotto-voices-1970-01-01.tar']);
  expect(state.said).toMatchObject({ tone: 'good' });
});

test('a pack shows how far it is, and is given up when it is cancelled', async () => {
  let watch: PackWatch | undefined;
  storage = {
    ...storage,
    importPack: (_, given) => {
      watch = given;
      return new Promise((_resolve, reject) =>
        given?.signal.addEventListener('abort', () => reject(cancelled('pack', 'test'))),
      );
    },
  };
  const state = open();
  const importing = state.importPack();
  await turn();
  watch?.onProgress({ receivedBytes: 2, totalBytes: 4 });
  expect(state.job).toEqual({
    title: 'Reading pack.tar',
    progress: { receivedBytes: 2, totalBytes: 4 },
  });
  await state.freeUp(1);
  expect(state.isBusy).toBe(true);
  state.cancel();
  await importing;
  expect(state.job).toBeNull();
  expect(state.said?.text).toContain('Given up');
});

test('a refusal is told in its own words, with what to do', async () => {
  const refused = new SottoError(
    'This voice pack cannot be used. It lacks a/b.',
    { kind: 'validation', field: 'pack.missing' },
    { operation: 'importPack', component: 'weights', suggestion: 'Copy it again.' },
  );
  storage = { ...storage, importPack: () => Promise.reject(refused) };
  const state = open();
  await state.importPack();
  expect(state.said).toEqual({
    text: 'This voice pack cannot be used. It lacks a/b. Copy it again.',
    tone: 'bad',
  });
});

test('who changes their mind about the file changes nothing', async () => {
  const state = open({ openFile: () => Promise.resolve(null) });
  await state.importPack();
  expect(state.said).toBeNull();
});

test('a store that does not answer is told, and looked at again when a voice changes', async () => {
  const works = storage;
  storage = { ...storage, overview: () => Promise.reject(new Error('no')) };
  const state = open();
  await turn();
  expect(state.failure).not.toBeNull();
  storage = works;
  listeners[0]?.(fakeVoice, { kind: 'absent' });
  await turn();
  expect(state.failure).toBeNull();
  const before = overviews;
  const progress = { receivedBytes: 1, totalBytes: 2 };
  listeners[0]?.(fakeVoice, { kind: 'downloading', progress });
  await turn();
  expect(overviews).toBe(before);
});

test('sizes of other stores are told, what cannot be told too, and what is emptied counts anew', async () => {
  let bytes = 7;
  const about = { title: 'Sound', description: '' };
  sections = [
    { ...about, id: 'a', size: () => Promise.resolve(bytes), clear: async () => void (bytes = 0) },
    { ...about, id: 'b', size: () => Promise.reject(new Error('no')) },
  ];
  const state = open();
  await turn();
  expect(state.sections.map((one) => one.bytes)).toEqual([7, null]);
  const [first] = sections;
  if (first) await state.clear(first);
  expect(state.sections.map((one) => one.bytes)).toEqual([0, null]);
  expect(state.said?.text).toBe('“Sound” is empty now.');
});

test('a browser that promises nothing is not said to have', async () => {
  const state = open();
  await state.persist();
  expect(state.said).toMatchObject({ tone: 'bad' });
});
