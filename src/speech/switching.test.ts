import { beforeEach, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import type { PcmChunk, SynthesisResult, Synthesizer } from '../contracts/speech';
import type { Voice } from '../contracts/voices';
import { steadyQuality } from '../quality/steady';
import { fakePlayer, type FakePlayer } from './fake-player';
import { fakeShelf, fakeSynthesizer, fakeText, fakeVoice, settle, stumble } from './fakes';
import { Session } from './session';
import { DEFAULT_SETTINGS } from './settings';

/** Each is 0.45 s of sound. */
const WORDS = Array.from({ length: 60 }, (_, i) => `word-${String(i).padStart(2, '0')}`);
const voiceCalled = (id: string): Voice => ({ ...fakeVoice, id: id as Voice['id'] });
const other = voiceCalled('other');

let player: FakePlayer;
let session: Session;
/** What was made, as `voice:word`. */
let made: string[];
/** What was said higher than it is by itself. */
let raised: string[];
let alive: number;
/** Held back until it is called, by voice. */
let load: Record<string, Promise<void>>;
let beforeSpeaking: (voice: Voice) => Promise<void>;

function synthesizerOf(voice: Voice): Synthesizer {
  const inner = fakeSynthesizer();
  let isHeld = true;
  alive++;
  return {
    ...inner,
    get state() {
      return inner.state;
    },
    load: async () => {
      await load[voice.id];
      return inner.load();
    },
    async *synthesize(utterance, options): AsyncGenerator<PcmChunk, SynthesisResult> {
      await beforeSpeaking(voice);
      made.push(`${voice.id}:${utterance.phonemes}`);
      if (options.pitchSemitones !== 0) raised.push(utterance.phonemes);
      return yield* inner.synthesize(utterance, options);
    },
    dispose: () => {
      if (isHeld) alive--;
      isHeld = false;
    },
  };
}

beforeEach(async () => {
  player = fakePlayer();
  made = [];
  raised = [];
  alive = 0;
  load = {};
  beforeSpeaking = () => Promise.resolve();
  session = new Session({
    text: fakeText(),
    shelf: fakeShelf(),
    player,
    createSynthesizer: synthesizerOf,
    createQuality: steadyQuality,
    clock: systemClock,
    settings: DEFAULT_SETTINGS,
  });
  session.setVoice(fakeVoice);
  session.setDocument(WORDS.join(' '), 'plain');
  session.play();
  await settle();
});

const queued = () => player.sounds.map(({ utterance }) => utterance.phonemes);

async function hearAll(): Promise<void> {
  for (let i = 0; i < 300 && session.state.kind !== 'ended'; i++) {
    await settle();
    player.hear(0.5);
  }
}

it('goes on with the new voice where a clause begins, every word once', async () => {
  player.hear(1);
  session.setVoice(other);
  await settle();
  await hearAll();
  expect(queued()).toEqual(WORDS);
  const first = made.find((one) => one.startsWith('other'));
  // The first that begins 1.5 s after the one second that was heard.
  expect(first).toBe('other:word-06');
});

it('sounds on while the new voice is loaded', async () => {
  let loaded = () => {};
  load = { other: new Promise((resolve) => (loaded = resolve)) };
  session.setVoice(other);
  await settle();
  for (let i = 0; i < 10; i++) player.hear(0.5);
  await settle();
  expect(session.state.kind).toBe('playing');
  expect(made.some((one) => one.startsWith('other'))).toBe(false);
  expect(alive).toBe(1);
  loaded();
  await settle();
  expect(made.find((one) => one.startsWith('other'))).toBe('other:word-15');
  await hearAll();
  expect(queued()).toEqual(WORDS);
});

it('tries a later place where its first clause comes too late, and loses no word', async () => {
  let isFirst = true;
  beforeSpeaking = (voice) => {
    if (voice.id === 'other' && isFirst) player.hear(4);
    if (voice.id === 'other') isFirst = false;
    return Promise.resolve();
  };
  session.setVoice(other);
  await settle();
  await hearAll();
  expect(queued()).toEqual(WORDS);
  const ours = made.filter((one) => one.startsWith('other'));
  expect(ours.slice(0, 2)).toEqual(['other:word-04', 'other:word-16']);
});

it('is not taken for the end of the text when the queue runs out first', async () => {
  let loaded = () => {};
  load = { other: new Promise((resolve) => (loaded = resolve)) };
  session.setVoice(other);
  await settle();
  for (let i = 0; i < 50; i++) player.hear(0.5);
  expect(session.state.kind).toBe('preparing');
  loaded();
  await hearAll();
  expect(session.state.kind).toBe('ended');
  expect(queued()).toEqual(WORDS);
});

it('goes on behind what is queued after a new voice that failed', async () => {
  load = { other: Promise.reject(stumble()) };
  load['other']?.catch(() => undefined);
  beforeSpeaking = (voice) =>
    voice.id === 'other' ? Promise.reject(stumble()) : Promise.resolve();
  session.setVoice(other);
  await settle();
  for (let i = 0; i < 60; i++) player.hear(0.5);
  expect(session.state.kind).toBe('failed');
  load = {};
  beforeSpeaking = () => Promise.resolve();
  session.play();
  await hearAll();
  expect(queued()).toEqual(WORDS);
});

it('switches fifty times, says every word once and keeps one engine', async () => {
  for (let i = 0; i < 50; i++) {
    session.setVoice(voiceCalled(`v${i}`));
    if (i % 3 === 0) await settle();
    player.hear(0.2);
  }
  expect(alive).toBe(1);
  await hearAll();
  expect(queued()).toEqual(WORDS);
});

it('reads on from the current word when it is paused', async () => {
  player.hear(1.2);
  session.pause();
  session.setVoice(other);
  await settle();
  expect(made.find((one) => one.startsWith('other'))).toBe('other:word-02');
});

it.each([fakeVoice, other])('takes settings over with a voice, $id as well', async (voice) => {
  player.hear(1);
  const synthesis = { ...DEFAULT_SETTINGS.synthesis, pitchSemitones: 3 };
  session.setVoice(voice, { synthesis, lexicon: [], language: 'de' });
  expect(session.settings).toMatchObject({ synthesis, language: 'de' });
  expect(session.state.kind).toBe('playing');
  await settle();
  await hearAll();
  expect(queued()).toEqual(WORDS);
  // One more may have been asked for by the reading before, and is dropped.
  expect(raised.slice(-54)).toEqual(WORDS.slice(6));
});

it('refuses a voice whose settings cannot be, and stays with the one it has', () => {
  expect(() => session.setVoice(other, { speed: 9 })).toThrow('speed');
  expect(session.voice).toBe(fakeVoice);
});
