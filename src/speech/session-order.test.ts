import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import { cancelled } from '../base/errors';
import type { Notice } from '../contracts/session';
import type { Synthesizer } from '../contracts/speech';
import type { Voice, VoiceShelf } from '../contracts/voices';
import { withWeights } from '../resilience/with-weights';
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

/** What a listener does in an order that nobody expects, and what fails meanwhile. */
const WORDS = Array.from({ length: 40 }, (_, i) => `word${i}`);
const TEXT = WORDS.join(' ');
const other: Voice = { ...fakeVoice, id: 'other' as Voice['id'] };

let player: FakePlayer;
let synthesizer: FakeSynthesizer;
let shelf: VoiceShelf;
let loads: number;
let session: Session;
let notices: Notice[];

beforeEach(() => {
  player = fakePlayer();
  synthesizer = fakeSynthesizer();
  shelf = fakeShelf();
  loads = 0;
  session = new Session({
    text: fakeText(),
    shelf: fakeShelf(),
    player,
    createSynthesizer: countingSynthesizer,
    createQuality: steadyQuality,
    clock: systemClock,
    settings: DEFAULT_SETTINGS,
  });
  notices = [];
  session.on('notice', (notice) => notices.push(notice));
  session.setVoice(fakeVoice);
});

function countingSynthesizer(voice: Voice): Synthesizer {
  const counting = {
    ...synthesizer,
    get state() {
      return synthesizer.state;
    },
    load: (signal?: AbortSignal) => {
      loads++;
      return synthesizer.load(signal);
    },
  };
  return withWeights(counting, () => shelf.download(voice));
}

const heard = () => player.sounds.map((sound) => sound.utterance.phonemes);

async function hearAll(): Promise<void> {
  for (let i = 0; i < 200 && session.state.kind !== 'ended'; i++) {
    await settle();
    player.hear(1);
  }
}

describe('a session whose voice fails', () => {
  it('before Play: Play makes all anew and does not take the prepared bit for the whole', async () => {
    synthesizer.failOnce('word2', stumble());
    session.setDocument(TEXT, 'plain');
    await session.prepare();
    await settle();
    expect(session.state.kind).toBe('failed');
    session.play();
    await hearAll();
    expect(session.state.kind).toBe('ended');
    expect(heard().slice(2)).toEqual(WORDS);
  });

  it('while paused: what is queued is heard, then it says so, and Play goes on there', async () => {
    synthesizer.failOnce('word6', stumble());
    session.setDocument(TEXT, 'plain');
    session.play();
    session.pause();
    await settle();
    expect(session.state.kind).toBe('paused');
    session.play();
    expect(session.state.kind).toBe('playing');
    for (let i = 0; i < 20; i++) player.hear(1);
    expect(session.state.kind).toBe('failed');
    session.play();
    await hearAll();
    expect(heard()).toEqual(WORDS);
  });
});

describe('a session with nothing left to say', () => {
  it('ends when the last word ran out while it was being paused', async () => {
    session.setDocument('One.', 'plain');
    session.play();
    await settle();
    player.hear(0.2);
    session.pause();
    player.fadeOut(1);
    expect(session.state.kind).toBe('paused');
    session.play();
    expect(session.state.kind).toBe('ended');
  });

  it('stays ended when another voice is chosen, and Play begins from the start', async () => {
    await session.prepare();
    session.setDocument('One two.', 'plain');
    session.play();
    await hearAll();
    session.setVoice(other);
    await session.prepare();
    await settle();
    expect(session.state.kind).toBe('ended');
    session.play();
    await hearAll();
    expect(heard()).toEqual(['One', 'two.', 'One', 'two.']);
  });
});

describe('a session whose voice is on its way', () => {
  it('stops waiting when the download is cancelled, and Play asks for it again', async () => {
    shelf = { ...shelf, download: () => Promise.reject(cancelled('download', 'test')) };
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    expect(session.state.kind).toBe('idle');
    shelf = fakeShelf();
    session.play();
    await hearAll();
    expect(heard()).toEqual(WORDS);
  });

  it('never loads a voice that was replaced while it was fetched', async () => {
    let arrive = () => {};
    shelf = { ...shelf, download: () => new Promise((resolve) => (arrive = resolve)) };
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    shelf = fakeShelf();
    session.setVoice(other);
    arrive();
    await settle();
    expect(loads).toBe(1);
    expect(session.state.kind).toBe('playing');
  });

  it('plays as soon as it is chosen, if Play came first', async () => {
    const early = new Session({
      text: fakeText(),
      shelf,
      player,
      createSynthesizer: countingSynthesizer,
      createQuality: steadyQuality,
      clock: systemClock,
      settings: DEFAULT_SETTINGS,
    });
    early.setDocument(TEXT, 'plain');
    early.play();
    early.setVoice(fakeVoice);
    await settle();
    expect(early.state.kind).toBe('playing');
  });

  it('is made ready as soon as it is chosen, once that was asked for, text or not', async () => {
    await session.prepare();
    session.setVoice(other);
    await settle();
    expect(loads).toBe(2);
  });

  it('is let go of when another is chosen and nothing is being read', async () => {
    session.setDocument('One.', 'plain');
    session.play();
    await hearAll();
    expect(synthesizer.state.kind).toBe('ready');
    session.setVoice(other);
    expect(synthesizer.state.kind).toBe('uninitialized');
  });

  it('gives an export up at once', async () => {
    shelf = { ...shelf, download: () => new Promise(() => {}) };
    session.setDocument(TEXT, 'plain');
    const stop = new AbortController();
    const exported = session.exportWav({ signal: stop.signal, onProgress: () => {} });
    stop.abort();
    await expect(exported).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('a session in a browser with its own mind', () => {
  it('does not take a new output that still sleeps for a pause', async () => {
    player.opensAsleep();
    session.setDocument(TEXT, 'plain');
    session.play();
    await settle();
    expect(session.state.kind).toBe('playing');
    expect(player.playing).toBe(true);
  });

  it('says why it cannot find a sentence', async () => {
    const text = { ...fakeText(), parse: () => Promise.reject(stumble()) };
    const settings = DEFAULT_SETTINGS;
    const createSynthesizer = countingSynthesizer;
    const made = { createSynthesizer, createQuality: steadyQuality };
    const strict = new Session({ text, shelf, player, ...made, clock: systemClock, settings });
    strict.on('notice', (notice) => notices.push(notice));
    strict.setDocument('<speak', 'ssml');
    strict.nextSentence();
    await settle();
    expect(notices.at(-1)?.text).toContain('The voice stumbled.');
  });
});
