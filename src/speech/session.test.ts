import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import { SottoError } from '../base/errors';
import type { SessionState } from '../contracts/session';
import { steadyQuality } from '../quality/steady';
import { fakePlayer, type FakePlayer } from './fake-player';
import {
  fakeShelf,
  fakeSynthesizer,
  fakeText,
  fakeVoice,
  settle,
  stumble,
  type FakeSynthesizer,
} from './fakes';
import { Session } from './session';
import { DEFAULT_SETTINGS } from './settings';

const TEXT = 'One two three four five six seven eight nine ten.';
const WORDS = TEXT.split(' ');

let player: FakePlayer;
let synthesizer: FakeSynthesizer;
let session: Session;
let text: ReturnType<typeof fakeText>;
let states: SessionState['kind'][];

beforeEach(() => {
  player = fakePlayer();
  synthesizer = fakeSynthesizer();
  text = fakeText();
  session = new Session({
    text,
    shelf: fakeShelf(),
    player,
    createSynthesizer: () => synthesizer,
    createQuality: steadyQuality,
    clock: systemClock,
    settings: DEFAULT_SETTINGS,
  });
  states = [];
  session.on('state', (state) => states.push(state.kind));
  session.setVoice(fakeVoice);
});

const heard = () => player.sounds.map((sound) => sound.utterance.phonemes);

async function playToEnd(): Promise<void> {
  for (let i = 0; i < 200 && session.state.kind !== 'ended'; i++) {
    await settle();
    player.hear(0.1);
  }
}

describe('Session', () => {
  it('speaks every word once, in order, and ends', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await playToEnd();
    expect(heard()).toEqual(WORDS);
    expect([...new Set(states)]).toEqual(['idle', 'preparing', 'playing', 'ended']);
    expect(session.progress.offset).toBe(TEXT.length);
  });

  it('has every text planned as it is spoken where the voice is from', async () => {
    session.setDocument(TEXT, 'plain');
    session.nextSentence();
    await settle();
    session.play();
    await playToEnd();
    await session.exportWav({ signal: new AbortController().signal, onProgress: () => {} });
    expect(text.plans.length).toBeGreaterThan(2);
    expect(new Set(text.plans.map(({ locale }) => locale))).toEqual(new Set(['en-US']));
  });

  it('has nothing to say about nothing', () => {
    session.setDocument('  \n ', 'plain');
    session.play();
    expect(session.state.kind).toBe('empty');
  });

  it('says so when a text turns out to hold no words', async () => {
    session.setDocument('<speak></speak>', 'ssml');
    session.play();
    await settle();
    expect(session.state).toMatchObject({ kind: 'failed', error: { kind: 'text' } });
    session.setDocument(TEXT, 'plain');
    session.play();
    await playToEnd();
    expect(session.state.kind).toBe('ended');
  });

  it('prepares a little before Play, and then goes on from it', async () => {
    const long = Array.from({ length: 100 }, (_, i) => `word${i}`).join(' ');
    session.setDocument(long, 'plain');
    await session.prepare();
    await settle();
    expect(session.state.kind).toBe('idle');
    const prepared = heard().length;
    expect(player.stats.bufferedSeconds).toBeGreaterThan(2);
    expect(player.stats.bufferedSeconds).toBeLessThan(5);
    session.play();
    await settle();
    expect(heard().length).toBeGreaterThan(prepared);
    expect(heard()).toEqual(long.split(' ').slice(0, heard().length));
  });

  it('never makes much more than twenty seconds ahead', async () => {
    session.setDocument('sentence '.repeat(500), 'plain');
    session.play();
    await settle();
    expect(player.stats.bufferedSeconds).toBeLessThan(22);
  });

  it('pauses and goes on without repeating or losing a word', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    player.hear(0.5);
    session.pause();
    expect(player.playing).toBe(false);
    session.play();
    await playToEnd();
    expect(heard()).toEqual(WORDS);
  });

  it('goes on when an output that slept wakes, unless the listener paused meanwhile', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    player.become({ kind: 'suspended', error: null });
    expect(session.state.kind).toBe('paused');
    player.become({ kind: 'running' });
    expect(session.state.kind).toBe('playing');
    session.pause();
    player.become({ kind: 'suspended', error: null });
    player.become({ kind: 'running' });
    expect(session.state.kind).toBe('paused');
  });

  it('seeks: drops what was queued and reads from the new place', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    session.seek(TEXT.indexOf('seven'));
    await playToEnd();
    expect(heard().slice(-4)).toEqual(['seven', 'eight', 'nine', 'ten.']);
  });

  it('tells the time from Play or a seek to the first word, and not from what was paused', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    expect(session.stats.firstSoundMs).toBeNull();
    player.hear(0.1);
    const first = session.stats.firstSoundMs;
    expect(first).not.toBeNull();
    session.pause();
    session.play();
    await settle();
    player.hear(0.5);
    expect(session.stats.firstSoundMs).toBe(first);
    session.seek(TEXT.indexOf('seven'));
    await settle();
    player.hear(0.1);
    expect(session.stats.firstSoundMs).not.toBe(first);
  });

  it('counts the seconds spoken of each text anew', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await playToEnd();
    expect(session.progress.spokenSeconds).toBeGreaterThan(2);
    session.setDocument('One.', 'plain');
    session.play();
    await settle();
    player.hear(0.1);
    expect(session.progress.spokenSeconds).toBeCloseTo(0.1, 3);
  });

  it('walks by sentences, both ways', async () => {
    session.setDocument(TEXT, 'plain');
    session.seek(TEXT.indexOf('three'));
    session.nextSentence();
    await settle();
    expect(session.progress.offset).toBe(TEXT.indexOf('four'));
    session.previousSentence();
    await settle();
    expect(session.progress.offset).toBe(TEXT.indexOf('three'));
  });

  it('after a failure lets what is queued be heard, then says so, and Play goes on at that word', async () => {
    synthesizer.failOnce('six', stumble());
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    expect(session.state.kind).toBe('playing');
    for (let i = 0; i < 50; i++) player.hear(0.1);
    expect(session.state).toMatchObject({ kind: 'failed', error: { kind: 'inference' } });
    expect(session.progress.offset).toBe(TEXT.indexOf('six'));
    session.play();
    await playToEnd();
    expect(heard()).toEqual(WORDS);
  });

  it('can play again after the end', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await playToEnd();
    session.play();
    await settle();
    await playToEnd();
    expect(heard()).toEqual([...WORDS, ...WORDS]);
  });

  it('reads on from the same word when the lexicon changes in mid-speech', async () => {
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    player.hear(1);
    const { offset } = session.progress;
    const before = heard().length;
    session.configure({ lexicon: [] });
    await settle();
    expect(session.state.kind).toBe('playing');
    expect(heard()[before]).toBe(TEXT.slice(offset).split(' ')[0]);
  });

  it('refuses settings out of range and keeps the old ones', () => {
    expect(() => session.configure({ speed: 9 })).toThrow(SottoError);
    expect(session.settings.speed).toBe(1);
  });

  it('refuses a voice that would not fit into the memory limit', async () => {
    session.configure({ memoryLimitBytes: 64 * 2 ** 20 });
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    expect(session.state).toMatchObject({ kind: 'failed', error: { detail: { type: 'memory' } } });
  });

  it('exports the whole text, and stops on request', async () => {
    session.setDocument(TEXT, 'plain');
    const offsets: number[] = [];
    const signal = new AbortController().signal;
    const blob = await session.exportWav({
      signal,
      onProgress: ({ offset }) => offsets.push(offset),
    });
    const letters = WORDS.join('').length;
    const seconds = (letters * 50) / 1000 + WORDS.length * 0.1;
    expect(blob.size).toBeCloseTo(44 + 2 * 1000 * seconds, -2);
    expect(offsets.at(-1)).toBe(TEXT.length);
    const aborted = session.exportWav({ signal: AbortSignal.abort(), onProgress: () => {} });
    await expect(aborted).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
