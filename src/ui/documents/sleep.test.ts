import { expect, test } from 'vitest';
import { Emitter } from '../../base/events';
import type { PlayingWord } from '../../contracts/playback';
import type { SessionEvents, SessionState } from '../../contracts/session';
import { fakeClock } from '../../rpc/fake-clock';
import { SleepTimer, type SleepDeps } from './sleep.svelte';

const TEXT = 'One\n\nThis is short.\n\nTwo\n\nMore words.';
const TWO = TEXT.indexOf('Two');
const CHAPTERS = [
  { title: 'One', depth: 1, start: 0, end: TWO },
  { title: 'Two', depth: 1, start: TWO, end: TEXT.length },
];

function reading() {
  const clock = fakeClock();
  const events = new Emitter<SessionEvents>();
  const done: string[] = [];
  let state: SessionState = { kind: 'playing' };
  const session = {
    on: events.on.bind(events),
    get state() {
      return state;
    },
    pause: () => {
      done.push('pause');
      state = { kind: 'paused' };
    },
    seek: (offset: number) => void done.push(`seek ${offset}`),
    configure: ({ volume }: { volume?: number }) => void done.push(`volume ${volume?.toFixed(2)}`),
  } as unknown as SleepDeps['session'];
  const text = () => ({ text: TEXT, chapters: CHAPTERS });
  const timer = new SleepTimer({ session, clock, volume: () => 0.8, text });
  const say = (word: string) => {
    const start = TEXT.indexOf(word);
    const playing = { word: { start, end: start + word.length } } as unknown as PlayingWord;
    events.emit('word', playing);
  };
  return { clock, done, timer, say, stop: () => (state = { kind: 'paused' }) };
}

test('after its minutes it fades out, pauses, and gives the volume back', () => {
  const { clock, done, timer } = reading();
  timer.set({ kind: 'minutes', minutes: 5 });
  clock.pass(289_000);
  expect(done).toEqual([]);
  expect(timer.leftSeconds).toBe(11);
  clock.pass(11_500);
  const volumes = done.filter((one) => one.startsWith('volume')).map((one) => Number(one.slice(7)));
  expect(volumes.length).toBeGreaterThan(10);
  expect(volumes.slice(0, -1)).toEqual([...volumes.slice(0, -1)].sort((a, b) => b - a));
  expect(done.slice(-2)).toEqual(['pause', 'volume 0.80']);
  expect(timer.setting).toEqual({ kind: 'off' });
});

test('who pauses during the fade has the volume back', () => {
  const { clock, done, timer, stop } = reading();
  timer.set({ kind: 'minutes', minutes: 1 });
  clock.pass(55_000);
  stop();
  clock.pass(1000);
  expect(done.at(-1)).toBe('volume 0.80');
  expect(timer.setting).toEqual({ kind: 'off' });
});

test('turned off, nothing happens', () => {
  const { clock, done, timer } = reading();
  timer.set({ kind: 'minutes', minutes: 1 });
  clock.pass(10_000);
  timer.set({ kind: 'off' });
  clock.pass(100_000);
  expect(done).toEqual([]);
});

test('at the end of the chapter it stops, and the next Play begins the next one', () => {
  const { clock, done, timer, say } = reading();
  timer.set({ kind: 'chapter' });
  for (const word of ['One', 'This', 'is']) say(word);
  clock.pass(5000);
  expect(done).toEqual([]);
  say('short');
  clock.pass(2000);
  expect(done.slice(-3)).toEqual(['pause', `seek ${TWO}`, 'volume 0.80']);
});

test('a chapter whose last word was never told ends with the first of the next', () => {
  const { done, timer, say } = reading();
  timer.set({ kind: 'chapter' });
  say('is');
  say('Two');
  expect(done).toEqual(['pause', `seek ${TWO}`, 'volume 0.80']);
});
