import { flushSync } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { SottoError } from '../../base/errors';
import type { Clock } from '../../base/clock';
import { DEFAULT_SETTINGS } from '../../speech/settings';
import { KATHLEEN } from '../../voices/profile-testing';
import { ListeningSession, voiceNamed } from './fakes';
import { Preview, type Sketch } from './preview.svelte';

let trial: ListeningSession;
let preview: Preview;
let hushed: number;
let timers: { readonly at: number; readonly run: () => void }[];
let now: number;

const clock: Clock = {
  now: () => now,
  after: (ms, run) => {
    const timer = { at: now + ms, run };
    timers.push(timer);
    return () => (timers = timers.filter((one) => one !== timer));
  },
};
function pass(ms: number): void {
  now += ms;
  const due = timers.filter(({ at }) => at <= now);
  timers = timers.filter(({ at }) => at > now);
  for (const { run } of due) run();
}

const kathleen = voiceNamed('kathleen');
const sketch = (change: Partial<Sketch> = {}): Sketch => ({
  profile: KATHLEEN,
  voice: kathleen,
  text: 'Hello.',
  settings: DEFAULT_SETTINGS,
  lexicon: [{ language: 'en', word: 'Siobhan', replacement: { kind: 'ipa', ipa: 'x' } }],
  ...change,
});
const paced = (pace: number) =>
  sketch({ profile: { ...KATHLEEN, manner: { ...KATHLEEN.manner, pace } } });

beforeEach(() => {
  [now, hushed, timers] = [0, 0, []];
  trial = new ListeningSession();
  preview = new Preview({ trial: trial.asSession, clock, hush: () => hushed++ });
});

it('says nothing before it is asked to, however the draft changes', () => {
  preview.draw(sketch(), true);
  preview.draw(paced(2), true);
  pass(10_000);
  expect(trial.said).toEqual([]);
  expect(hushed).toBe(0);
});

it('speaks the draft: its manner, its mood, its words over the listener’s', () => {
  preview.draw(sketch(), true);
  preview.toggle();
  expect(hushed).toBe(1);
  expect(preview.state).toBe('sounding');
  const [{ text, settings } = { text: '', settings: null }] = trial.said;
  expect(text).toBe('Hello.');
  expect(settings?.synthesis).toMatchObject({ ...KATHLEEN.manner, emotions: { calm: 0.5 } });
  expect(settings?.lexicon).toEqual(KATHLEEN.lexicon);
  expect(trial.voice).toBe(kathleen);
  preview.toggle();
  expect(preview.state).toBe('silent');
  expect(trial.said).toHaveLength(1);
});

it('speaks again once after many changes, with the last of them', () => {
  preview.draw(sketch(), true);
  preview.toggle();
  for (const pace of [1.1, 1.2, 1.3]) {
    preview.draw(paced(pace), true);
    pass(200);
  }
  expect(trial.said).toHaveLength(1);
  pass(400);
  expect(trial.said.map(({ settings }) => settings.synthesis.pace)).toEqual([0.9, 1.3]);
});

it('stays silent after changes where that is not wanted, or after Stop', () => {
  preview.draw(sketch(), true);
  preview.toggle();
  preview.follows = false;
  flushSync();
  preview.draw(paced(1.5), true);
  pass(1000);
  expect(trial.said).toHaveLength(1);
  preview.follows = true;
  preview.draw(paced(1.6), true);
  preview.stop();
  pass(1000);
  expect(trial.said).toHaveLength(1);
});

it('knows what the voice can do when it is ready, and forgets it with the voice', async () => {
  preview.draw(sketch(), true);
  expect(preview.engine).toBeNull();
  await Promise.resolve();
  await Promise.resolve();
  expect(preview.engine?.voiceId).toBe('kathleen');
  preview.draw(sketch({ voice: voiceNamed('other') }), false);
  expect(preview.engine).toBeNull();
});

it('tells why it cannot speak', () => {
  const error = new SottoError(
    'No.',
    { kind: 'protocol' },
    {
      operation: 'x',
      component: 'y',
      suggestion: 'z',
    },
  );
  trial.become({ kind: 'failed', error });
  expect(preview.error).toBe(error);
});

it('leaves the trial with the voice that reads', () => {
  preview.draw(sketch(), true);
  preview.toggle();
  const reading = voiceNamed('reading');
  preview.dispose(reading);
  expect(trial.voice).toBe(reading);
  expect(trial.state.kind).toBe('idle');
});
