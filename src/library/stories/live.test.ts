import { describe, expect, it } from 'vitest';
import { Emitter } from '../../base/events';
import type { SessionState } from '../../contracts/session';
import type { StoryEntry } from '../../contracts/story';
import { fakeClock } from '../../rpc/fake-clock';
import { callbackOf, type OutboxEntry } from '../../stories/outbox';
import { story } from '../../stories/testing';
import { fakeLocks } from '../../weights/fake-locks';
import { createBudget, storyBudgetBytes } from './budget';
import { createLeisure, type LeisureSession } from './leisure';
import { createPostOffice } from './post-office';
import { StoryQueue } from './queue';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function fakeSession() {
  const events = new Emitter<Record<string, undefined>>();
  let state: SessionState = { kind: 'idle' };
  let bufferedSeconds = 0;
  const session: LeisureSession = {
    get state() {
      return state;
    },
    get stats() {
      return { bufferedSeconds };
    },
    on: (name, listener) => events.on(name, listener),
  };
  const set = (kind: 'idle' | 'playing', seconds: number) => {
    state = { kind };
    bufferedSeconds = seconds;
    events.emit('state', undefined);
    events.emit('stats', undefined);
  };
  return { session, set };
}

describe('leisure', () => {
  it('is there while nobody listens, and while enough is queued', async () => {
    const { session, set } = fakeSession();
    const leisure = createLeisure(session, null);
    const { signal } = new AbortController();
    await leisure.free(signal);
    set('playing', 1);
    let isFree = false;
    const free = leisure.free(signal).then(() => (isFree = true));
    await settle();
    expect(isFree).toBe(false);
    set('playing', 16);
    await free;
  });
  it('ends at once when the listener needs the voice', async () => {
    const { session, set } = fakeSession();
    const leisure = createLeisure(session, null);
    const turn = leisure.turn(new AbortController().signal);
    set('playing', 16);
    expect(turn.signal.aborted).toBe(false);
    set('playing', 2);
    expect(turn.signal.aborted).toBe(true);
    turn.end();
  });
  it('is not there while another tab sounds', async () => {
    const locks = fakeLocks();
    const here = fakeSession();
    let release = () => {};
    void locks.request(
      'sotto-listening',
      {},
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    await settle();
    let isFree = false;
    const { signal } = new AbortController();
    const free = createLeisure(here.session, locks)
      .free(signal)
      .then(() => (isFree = true));
    await settle();
    expect(isFree).toBe(false);
    release();
    await free;
  });
  it('is given up with the signal', async () => {
    const { session, set } = fakeSession();
    set('playing', 0);
    const abort = new AbortController();
    const free = createLeisure(session, null).free(abort.signal);
    abort.abort();
    await expect(free).rejects.toThrow();
  });
});

describe('the queue', () => {
  it('renders in one tab alone, which hands over when it goes', async () => {
    const locks = fakeLocks();
    const stories = new Map([['one', story()]]);
    const rendered: string[] = [];
    const tab = (name: string) =>
      new StoryQueue({
        store: {
          all: () => Promise.resolve([...stories.values()]),
          entry: (id) => Promise.resolve(stories.get(id) ?? null),
        },
        locks,
        render: (id) => {
          rendered.push(`${name} ${id}`);
          stories.set(id, story({ audioStatus: 'ready' }, id));
          return Promise.resolve('ready');
        },
      });
    const [first, second] = [tab('first'), tab('second')];
    first.start();
    second.start();
    await settle();
    expect(rendered).toEqual(['first one']);
    stories.set('two', story({}, 'two'));
    void first.changed('two');
    void second.changed('two');
    await settle();
    expect(rendered).toEqual(['first one', 'first two']);
    first.dispose();
    stories.set('three', story({ audioStatus: 'rendering' }, 'three'));
    await settle();
    void second.changed('three');
    await settle();
    expect(rendered.at(-1)).toBe('second three');
    second.dispose();
  });
  it('calls off what was paused elsewhere', async () => {
    let now: StoryEntry = story({ audioStatus: 'rendering' });
    let signal: AbortSignal | null = null;
    const queue = new StoryQueue({
      store: { all: () => Promise.resolve([now]), entry: () => Promise.resolve(now) },
      locks: null,
      render: (_, given) => {
        signal = given;
        return new Promise(() => undefined);
      },
    });
    queue.start();
    await settle();
    await queue.changed('one');
    expect((signal as AbortSignal | null)?.aborted).toBe(false);
    now = story({ hold: 'paused' });
    await queue.changed('one');
    expect((signal as AbortSignal | null)?.aborted).toBe(true);
    queue.dispose();
  });
});

describe('the budget', () => {
  const kept = (id: string, playedAt: number) =>
    story({ audioStatus: 'ready', audioBytes: 40, playedAt }, id);
  const run = async (inUse: string[], bytes: number) => {
    const evicted: string[] = [];
    const makeRoom = createBudget({
      store: {
        all: () => Promise.resolve([kept('old', 2000), kept('new', 9000), kept('open', 1500)]),
        update: (id) => {
          evicted.push(id);
          return Promise.resolve(story({}, id));
        },
      },
      budgetBytes: () => Promise.resolve(130),
      inUse: () => Promise.resolve(new Set(inUse)),
    });
    const outcome = await makeRoom(bytes, 'own').then(
      () => 'room',
      ({ detail }: { detail: unknown }) => detail,
    );
    return { evicted, outcome };
  };
  it('gives up the oldest, never what is open', async () => {
    expect(await run(['open'], 10)).toEqual({ evicted: [], outcome: 'room' });
    expect(await run(['open'], 30)).toEqual({ evicted: ['old'], outcome: 'room' });
    expect(await run(['open', 'old', 'new'], 30)).toEqual({
      evicted: [],
      outcome: { kind: 'resource', type: 'storage' },
    });
  });
  it('is a quarter of the quota, a gigabyte at most', () => {
    expect(storyBudgetBytes(400)).toBe(100);
    expect(storyBudgetBytes(null)).toBe(2 ** 30);
  });
});

describe('the post office', () => {
  it('wakes the service worker when a callback is due, again if need be, and when the network is back', async () => {
    const clock = fakeClock();
    const sent: string[] = [];
    const synced: string[] = [];
    const about = {
      audioStatus: 'ready',
      audioJobId: 'j',
      callbackUrl: 'https://a.example/x',
    } as const;
    let outbox = [{ ...(callbackOf(story(about), 0) as OutboxEntry), nextAt: 5000 }];
    const post = createPostOffice({
      store: { outbox: () => Promise.resolve(outbox) },
      registration: () =>
        Promise.resolve({
          active: { postMessage: ({ when }) => sent.push(when) },
          sync: { register: (tag) => Promise.resolve(void synced.push(tag)) },
        }),
      clock,
      timestamp: () => clock.now(),
    });
    await post.look();
    expect(sent).toEqual([]);
    clock.pass(5000);
    await settle();
    expect(sent).toEqual(['due']);
    expect(synced).toEqual(['sotto-callbacks']);
    clock.pass(30_000);
    await settle();
    expect(sent).toEqual(['due', 'due']);
    await post.online();
    expect(sent).toEqual(['due', 'due', 'now']);
    outbox = [];
    await post.look();
    clock.pass(100_000);
    await settle();
    expect(sent).toHaveLength(3);
    post.dispose();
  });
});
