import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import { SottoError } from '../base/errors';
import { Emitter } from '../base/events';
import type { EmbedEvent } from '../contracts/embed';
import type { SessionEvents, SessionState, SpeechSession } from '../contracts/session';
import { DEFAULT_SETTINGS } from '../speech/settings';
import { testVoice } from '../weights/testing';
import { EmbedRefusal } from './errors';
import type { Outcome } from './outcomes';
import { atCapacity } from './places';
import { EmbedPlayer } from './player';

const english = testVoice([], 'english');
const german = { ...testVoice([], 'german'), languages: ['de'] };
const context = { operation: 'play', component: 'test', suggestion: 'Press Play again.' };
const heldBack = new SottoError('Held.', { kind: 'device', type: 'audioOutput' }, context);
const word = { utterance: { sentence: { start: 0, end: 4 } }, word: { start: 0, end: 3 } };

/** A session that does what the test says it does. */
function fakeSession() {
  const events = new Emitter<SessionEvents>();
  const session = {
    state: { kind: 'empty' } as SessionState,
    progress: { offset: 0, length: 0, rendered: [], spokenSeconds: 0, leftSeconds: null },
    stats: { rung: 'chosen', level: 'normal' },
    settings: DEFAULT_SETTINGS,
    voice: english,
    asked: [] as unknown[],
    on: events.on.bind(events),
    setDocument: (source: string, format: string) => session.asked.push([source, format]),
    setVoice: (voice: typeof english) => (session.voice = voice),
    configure: (change: object) => (session.settings = { ...session.settings, ...change }),
    prepare: async () => void session.asked.push('prepare'),
    play: () => session.asked.push('play'),
    pause: () => session.asked.push('pause'),
    stop: () => session.asked.push('stop'),
    seek: (offset: number) => session.asked.push(['seek', offset]),
    dispose: async () => void session.asked.push('dispose'),
    become: (state: SessionState) => {
      session.state = state;
      events.emit('state', state);
    },
    render: () => {
      const rendered = [{ start: 0, end: 5, rung: null }];
      events.emit('progress', { ...session.progress, rendered } as SessionEvents['progress']);
    },
    sound: () => events.emit('word', word as SessionEvents['word']),
    notice: (error: SottoError) =>
      events.emit('notice', { id: 'n', severity: 'warning', text: error.message, error }),
  };
  return session;
}

let session: ReturnType<typeof fakeSession>;
let told: EmbedEvent[];
let player: EmbedPlayer;
let isFull = false;
let hasGesture = false;
let left = 0;

beforeEach(async () => {
  session = fakeSession();
  told = [];
  isFull = false;
  hasGesture = false;
  left = 0;
  player = new EmbedPlayer({
    session: session as unknown as SpeechSession,
    shelf: { voices: [english, german] },
    fetch: async () =>
      new Response('# *From* afar', { headers: { 'Content-Type': 'text/markdown' } }),
    clock: systemClock,
    takePlace: async () => {
      if (isFull) throw atCapacity(10);
      return () => left++;
    },
    hasGesture: () => hasGesture,
    page: { origin: 'https://sotto.example', isSecure: true },
    callback: null,
  });
  player.on('event', (event) => told.push(event));
  await player.load({ kind: 'text', text: 'Read me.', format: 'plain' }, null);
});

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('playing', () => {
  it('resolves when it sounds, not when it was asked for', async () => {
    let isDone = false;
    const playing = player.play().then(() => (isDone = true));
    await settled();
    session.become({ kind: 'playing' });
    await settled();
    expect([session.asked.at(-1), isDone]).toEqual(['play', false]);
    session.sound();
    await playing;
  });

  it('says that the browser holds it back', async () => {
    const playing = expect(player.play()).rejects.toMatchObject({ told: { code: 'blocked' } });
    await settled();
    session.become({ kind: 'paused' });
    session.notice(heldBack);
    await playing;
    expect(player.state).toBe('blocked');
    expect(told.at(-1)).toMatchObject({ type: 'error', error: { code: 'blocked' } });
    void player.play().catch(() => undefined);
    await settled();
    session.become({ kind: 'playing' });
    expect(player.state).toBe('playing');
  });

  it('is a fault of the output where there was a gesture', async () => {
    hasGesture = true;
    const playing = expect(player.play()).rejects.toMatchObject({ kind: 'cancelled' });
    await settled();
    session.become({ kind: 'paused' });
    session.notice(heldBack);
    await playing;
    expect(player.state).toBe('paused');
    expect(told.at(-1)).toMatchObject({ type: 'error', error: { code: 'device' } });
  });

  it('rejects with what failed, and when it is stopped or disposed', async () => {
    const failing = expect(player.play()).rejects.toBe(heldBack);
    await settled();
    session.become({ kind: 'failed', error: heldBack });
    await failing;
    const stopping = expect(player.play()).rejects.toMatchObject({ kind: 'cancelled' });
    await settled();
    player.stop();
    await stopping;
    const leaving = expect(player.play()).rejects.toMatchObject({ kind: 'cancelled' });
    await settled();
    await player.dispose();
    await leaving;
    expect(left).toBe(1);
  });

  it('is refused without a text', async () => {
    await player.load({ kind: 'text', text: '  ', format: 'plain' }, null);
    await expect(player.play()).rejects.toMatchObject({ kind: 'text' });
  });

  it('is refused at capacity, and tried again by the next Play', async () => {
    isFull = true;
    await expect(player.play()).rejects.toMatchObject({ kind: 'resource' });
    expect([player.state, player.error?.code]).toEqual(['failed', 'capacity']);
    expect(session.asked).not.toContain('play');
    isFull = false;
    void player.play().catch(() => undefined);
    await settled();
    expect(player.error).toBeNull();
    expect(session.asked).toContain('play');
  });

  it('says nothing of capacity to who only comes near', async () => {
    isFull = true;
    player.approach();
    await settled();
    expect(player.error).toBeNull();
    isFull = false;
    player.approach();
    await settled();
    expect(session.asked).toContain('prepare');
  });
});

describe('loading', () => {
  it('takes an address, and what of Markdown is to be read', async () => {
    const loaded = await player.load({ kind: 'url', url: 'https://a.example/t.md' }, null);
    expect(loaded).toEqual({ length: 9, text: 'From afar' });
    expect(session.asked.at(-1)).toEqual(['From afar', 'plain']);
  });

  it('keeps the text there is when another cannot be had', async () => {
    await expect(player.load({ kind: 'url', url: 'nowhere' }, null)).rejects.toMatchObject({
      kind: 'validation',
    });
    expect(player.text).toBe('Read me.');
    expect(player.state).toBe('failed');
    await player.load({ kind: 'text', text: 'Another.', format: 'plain' }, null);
    expect(player.state).toBe('empty');
  });

  it('is overtaken by a later one', async () => {
    const first = player.load({ kind: 'url', url: 'https://a.example/t.md' }, null);
    const second = player.load({ kind: 'text', text: 'Later.', format: 'plain' }, null);
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    await second;
    expect([player.text, player.error]).toEqual(['Later.', null]);
  });

  it('chooses a voice that speaks the language', async () => {
    await player.load({ kind: 'text', text: 'Guten Tag.', format: 'plain' }, 'de');
    expect([session.voice.id, session.settings.language]).toEqual(['german', 'de']);
  });
});

describe('what a callback may tell', () => {
  const callback = { url: 'https://a.example/told', story: 'tale-1' };
  const tale = { kind: 'text' as const, text: 'Once.', format: 'plain' as const };
  let outcomes: Outcome[];
  beforeEach(() => {
    outcomes = [];
    player.on('outcome', (outcome) => outcomes.push(outcome));
  });

  it('begins with the text, and is ready with its first words', async () => {
    await player.load(tale, null, callback);
    session.render();
    session.sound();
    expect(outcomes).toEqual([
      { kind: 'begun', callback },
      { kind: 'ready', isHeard: false },
      { kind: 'ready', isHeard: true },
    ]);
  });

  it('is what keeps it from sounding, wherever that shows', async () => {
    isFull = true;
    await expect(player.play()).rejects.toMatchObject({ kind: 'resource' });
    isFull = false;
    session.prepare = () => Promise.reject(heldBack);
    await expect(player.prepare()).rejects.toBe(heldBack);
    session.become({ kind: 'failed', error: heldBack });
    await expect(player.load({ kind: 'url', url: 'nowhere' }, null)).rejects.toThrow();
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds).toEqual(['failed', 'failed', 'failed', 'begun', 'failed']);
  });

  it('goes to no bad address, and leaves the text that is there', async () => {
    const url = 'https://sotto.example/api/tts/callback';
    const loading = player.load(tale, null, { ...callback, url });
    await expect(loading).rejects.toBeInstanceOf(EmbedRefusal);
    expect([player.text, outcomes]).toEqual(['Read me.', []]);
  });
});

it('goes no further than the end, and knows its voices', () => {
  player.seek(9999);
  expect(session.asked.at(-1)).toEqual(['seek', 8]);
  player.setVoice('german');
  expect(player.status).toMatchObject({ voiceId: 'german' });
  expect(() => player.setVoice('nobody')).toThrow('There is no such voice.');
});
