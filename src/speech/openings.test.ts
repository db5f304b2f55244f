import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../base/clock';
import type { EngineInfo, Synthesizer } from '../contracts/speech';
import type { Voice } from '../contracts/voices';
import type { VoiceId } from '../base/ids';
import { steadyQuality } from '../quality/steady';
import { fakePlayer, type FakePlayer } from './fake-player';
import { fakeShelf, fakeSynthesizer, fakeText, fakeVoice, settle, stumble } from './fakes';
import type { OpeningStore } from './opening-memory';
import type { Inspect, SpokenOpening } from './opening-speaker';
import { createOpenings, type Openings } from './openings';
import { Session } from './session';
import { DEFAULT_SETTINGS } from './settings';

const TEXT = 'One two three four five six seven eight nine ten.';
const LONG = Array.from({ length: 100 }, (_, i) => `word${i}`).join(' ');

interface MemoryStore extends OpeningStore {
  readonly records: Map<string, unknown>;
}

function memoryStore(): MemoryStore {
  const records = new Map<string, unknown>();
  return {
    records,
    get: (key) => Promise.resolve(records.get(key)),
    put: async (key, value) => void records.set(key, structuredClone(value)),
    drop: async (prefix) => {
      for (const key of records.keys()) if (key.startsWith(prefix)) records.delete(key);
    },
  };
}

/** What is kept after a while is kept at once; nothing ever times out. */
const impatient: Clock = {
  now: () => 0,
  after: (ms, callback) => (ms >= 1000 ? systemClock.after(0, callback) : () => {}),
};

const openingsOver = (store: OpeningStore, version = '1', clock = impatient): Openings =>
  createOpenings({
    store,
    clock,
    version,
    digest: (text) => Promise.resolve(text),
    inspect: finite,
  });

/** Made-up sound would not pass for speech. */
const finite: Inspect = ({ pcm }) => (pcm.every(Number.isFinite) ? null : stumble());

interface Visit {
  readonly session: Session;
  readonly player: FakePlayer;
  readonly plans: readonly unknown[];
  readonly spoken: readonly string[];
  /** The engine gets ready. */
  readonly ready: () => void;
  readonly fail: (error: Error) => void;
}

/** A page opened anew: its engine is not ready before it is told so. */
function visit(openings: Openings, voice: Voice = fakeVoice): Visit {
  const player = fakePlayer();
  const synthesizer = fakeSynthesizer();
  const text = fakeText();
  let ready = () => {};
  let fail: (error: Error) => void = () => {};
  const gate = new Promise<void>((resolve, reject) => {
    ready = resolve;
    fail = reject;
  });
  gate.catch(() => undefined);
  const load = (): Promise<EngineInfo> => gate.then(() => synthesizer.load());
  const slow: Synthesizer = { ...synthesizer, load };
  const session = new Session({
    text,
    shelf: fakeShelf(),
    player,
    createSynthesizer: () => slow,
    createQuality: steadyQuality,
    clock: systemClock,
    settings: DEFAULT_SETTINGS,
    openings,
  });
  session.setVoice(voice);
  return { session, player, plans: text.plans, spoken: synthesizer.spoken, ready, fail };
}

const heard = ({ player }: Visit) => player.sounds.map((sound) => sound.utterance.phonemes);

async function prepare(openings: Openings, source: string, voice?: Voice): Promise<Visit> {
  const page = visit(openings, voice);
  page.session.setDocument(source, 'plain');
  page.ready();
  await page.session.prepare();
  await settle();
  return page;
}

/** Opened again, Play pressed, engine not ready. */
async function reopen(openings: Openings, source: string, voice?: Voice): Promise<Visit> {
  const page = visit(openings, voice);
  page.session.setDocument(source, 'plain');
  page.session.play();
  await settle();
  return page;
}

let store: MemoryStore;
beforeEach(() => {
  store = memoryStore();
});

describe('a page opened again', () => {
  it('says the beginning before its engine is ready, and the rest after, every word once', async () => {
    const first = await prepare(openingsOver(store), TEXT);
    const page = await reopen(openingsOver(store), TEXT);
    const before = heard(page);
    expect(before.length).toBeGreaterThan(0);
    expect(page.plans).toEqual([]);
    expect(page.session.state.kind).toBe('playing');
    expect(page.player.sounds[0]?.chunk).toEqual(first.player.sounds[0]?.chunk);
    page.ready();
    for (let i = 0; i < 100 && page.session.state.kind !== 'ended'; i++) {
      page.player.hear(0.1);
      await settle();
    }
    expect(heard(page)).toEqual(TEXT.split(' '));
    expect(page.spoken).toEqual(TEXT.split(' ').slice(before.length));
  });

  it('remembers no more than a beginning', async () => {
    const page = await prepare(openingsOver(store), LONG);
    page.session.play();
    await settle();
    expect(heard(page).length).toBeGreaterThan(20);
    const sounds = [...store.records.keys()].filter((key) => key.startsWith('voice/'));
    expect(sounds.length).toBeGreaterThan(0);
    expect(sounds.length).toBeLessThan(14);
  });

  it.each([
    ['another text', (o: MemoryStore) => reopen(openingsOver(o), `Zero ${TEXT}`)],
    ['another version', (o: MemoryStore) => reopen(openingsOver(o, '2'), TEXT)],
    [
      'another edition of the voice',
      (o: MemoryStore) => {
        const files = fakeVoice.files.map((file) => ({ ...file, digest: 'sha256:11' as const }));
        return reopen(openingsOver(o), TEXT, { ...fakeVoice, files });
      },
    ],
  ])('waits for its engine with %s', async (_, opened) => {
    await prepare(openingsOver(store), TEXT);
    const page = await opened(store);
    expect(heard(page)).toEqual([]);
    expect(page.session.state.kind).toBe('preparing');
    page.ready();
    await settle();
    expect(heard(page).length).toBeGreaterThan(0);
  });

  it('tells what keeps the engine from getting ready when the beginning has been heard', async () => {
    await prepare(openingsOver(store), LONG);
    const page = await reopen(openingsOver(store), LONG);
    page.fail(stumble());
    await settle();
    expect(page.session.state.kind).toBe('playing');
    for (let i = 0; i < 300 && page.session.state.kind === 'playing'; i++) {
      page.player.hear(0.1);
      await settle();
    }
    expect(page.session.state).toMatchObject({ kind: 'failed', error: { kind: 'inference' } });
  });

  it('does not let sound be heard that is not fit for it', async () => {
    await prepare(openingsOver(store), TEXT);
    for (const [key, value] of store.records) {
      if (key.startsWith('voice/')) (value as SpokenOpening).chunks[0]?.pcm.fill(NaN);
    }
    const page = await reopen(openingsOver(store), TEXT);
    expect(heard(page)).toEqual([]);
    page.ready();
    await settle();
    expect(heard(page)[0]).toBe('One');
  });

  it('speaks although storage fails', async () => {
    const refuse = () => Promise.reject(new Error('No storage.'));
    const openings = openingsOver({ get: refuse, put: refuse, drop: refuse });
    const page = await prepare(openings, TEXT);
    expect(heard(page)[0]).toBe('One');
    page.session.setDocument('', 'plain');
    openings.forgetVoice(fakeVoice);
    await settle();
  });

  it('does not wait for storage that never answers', async () => {
    const never = () => new Promise<never>(() => {});
    const openings = openingsOver({ get: never, put: never, drop: never }, '1', {
      now: () => 0,
      after: (_, callback) => systemClock.after(0, callback),
    });
    const page = await prepare(openings, TEXT);
    expect(heard(page)[0]).toBe('One');
  });
});

describe('forgetting', () => {
  const sounds = () => [...store.records.keys()].filter((key) => key.startsWith('voice/'));

  it('drops everything with the text', async () => {
    const page = await prepare(openingsOver(store), TEXT);
    expect(store.records.size).toBeGreaterThan(1);
    page.session.setDocument(' \n', 'plain');
    await settle();
    expect(store.records.size).toBe(0);
  });

  it('drops what a voice said with the voice, and nothing else', async () => {
    const openings = openingsOver(store);
    const other: Voice = { ...fakeVoice, id: 'other' as VoiceId };
    await prepare(openings, TEXT);
    await prepare(openings, TEXT, other);
    const both = sounds().length;
    openings.forgetVoice(fakeVoice);
    await settle();
    expect(sounds()).toHaveLength(both / 2);
    expect(sounds().every((key) => key.startsWith('voice/other/'))).toBe(true);
  });

  it('does not keep what is left at once, such as a draft between two keys', async () => {
    const waiting: (() => void)[] = [];
    const clock: Clock = {
      now: () => 0,
      after: (ms, callback) => {
        if (ms >= 1000) waiting.push(callback);
        return () => {};
      },
    };
    const page = await prepare(openingsOver(store, '1', clock), TEXT);
    page.session.setDocument('Two three.', 'plain');
    await settle();
    for (const callback of waiting) callback();
    await settle();
    expect([...store.records.keys()].filter((key) => key.includes('One'))).toEqual([]);
    expect([...store.records.keys()].filter((key) => key.includes('Two')).length).toBeGreaterThan(
      0,
    );
  });
});
