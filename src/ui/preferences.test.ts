import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createPreferences,
  indexedDbTextStore,
  parseSettings,
  type TextStore,
} from './preferences';

class MemoryStorage {
  value: string | null = null;
  getItem = () => this.value;
  setItem = (_key: string, value: string) => {
    this.value = value;
  };
}
const noTexts: TextStore = {
  read: () => Promise.reject(new Error('denied')),
  write: () => Promise.reject(new Error('denied')),
};

test('what was remembered comes back', () => {
  const storage = new MemoryStorage();
  const first = createPreferences(storage, noTexts);
  first.remember({ speed: 1.5 });
  first.remember({ language: 'de' });
  expect(createPreferences(storage, noTexts).settings).toEqual({ speed: 1.5, language: 'de' });
});

test('a bad field is forgotten, its neighbours are kept', () => {
  const stored = { speed: 99, volume: 0.5, language: 'x1', synthesis: { steps: 4, pace: 'fast' } };
  expect(parseSettings(stored)).toEqual({ volume: 0.5 });
});

test('anything may be stored there', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(() => parseSettings(value)).not.toThrow();
    }),
  );
  const broken = new MemoryStorage();
  broken.value = '{"speed":';
  expect(createPreferences(broken, noTexts).settings).toEqual({});
});

test('storage that is denied or full breaks nothing', async () => {
  const full = {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('full');
    },
  };
  for (const storage of [null, full]) {
    const preferences = createPreferences(storage, noTexts);
    preferences.remember({ speed: 2 });
    expect(preferences.settings).toEqual({ speed: 2 });
    expect(await preferences.readText()).toBeNull();
    expect(await preferences.writeText({ text: 'a', offset: 0 })).toBe(false);
  }
});

test('a long text and its place survive in IndexedDB', async () => {
  const text = { text: 'word '.repeat(200_000), offset: 77 };
  const preferences = createPreferences(null, indexedDbTextStore('test'));
  expect(await preferences.readText()).toBeNull();
  expect(await preferences.writeText(text)).toBe(true);
  expect(await createPreferences(null, indexedDbTextStore('test')).readText()).toEqual({
    ...text,
    documentId: null,
  });
});

test('a mix that is more than the whole is forgotten with the manner it came in', () => {
  const share = { voiceId: 'a', speakerId: null, timbre: 0.6, prosody: 0 };
  const remembered = (blend: object[]) =>
    parseSettings({ synthesis: { pace: 2, blend } }).synthesis;
  expect(remembered([share])).toEqual({ pace: 2, blend: [share] });
  expect(remembered([share, share])).toBeUndefined();
});
