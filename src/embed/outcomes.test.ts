import { beforeEach, expect, it } from 'vitest';
import { cancelled, SottoError } from '../base/errors';
import { parseFailure, parseSuccess } from '../contracts/callback';
import type { OutboxEntry } from '../stories/outbox';
import { blocked } from './errors';
import { Outcomes } from './outcomes';

const SECRET = 'What is read aloud.';
const callback = { url: 'https://a.example/api/tts/callback?k=1', story: 'tale-1', user: '42' };
const context = { operation: 'speak', component: 'test', suggestion: 'Try again.' };
const broken = new SottoError(
  'The voice could not be fetched.',
  { kind: 'network', url: 'https://hub.example/x', status: 503 },
  { ...context, cause: new Error(SECRET) },
);

let posted: OutboxEntry[];
let outcomes: Outcomes;
beforeEach(() => {
  posted = [];
  let jobs = 0;
  outcomes = new Outcomes({
    facts: () => ({ voiceId: 'emma', language: 'en', textLength: SECRET.length }),
    newJobId: () => `job-${++jobs}`,
    timestamp: () => 5000,
    post: (entry) => posted.push(entry),
  });
});
const ready = (isHeard = false) => outcomes.on({ kind: 'ready', isHeard });
const failed = (error: unknown) => outcomes.on({ kind: 'failed', error });

it('tells once that a text can be heard', () => {
  outcomes.on({ kind: 'begun', callback });
  ready();
  ready(true);
  expect(posted).toHaveLength(1);
  expect(posted[0]).toMatchObject({ url: callback.url, jobId: 'job-1', nextAt: 5000 });
  const told = parseSuccess(JSON.stringify(posted[0]?.payload));
  expect(told).toMatchObject({
    ok: true,
    payload: { story_id: 'tale-1', user_id: '42', voice_id: 'emma', job_id: 'job-1' },
  });
});

it('tells a failure at the address of failures, and nothing of the text', () => {
  outcomes.on({ kind: 'begun', callback });
  failed(broken);
  expect(posted[0]?.url).toBe('https://a.example/api/tts/error-callback?k=1');
  expect(parseFailure(JSON.stringify(posted[0]?.payload))).toMatchObject({
    ok: true,
    payload: {
      error: 'The voice could not be fetched.',
      metadata: { error_type: 'network', text_length: SECRET.length, story_type: 'embed' },
    },
  });
  expect(JSON.stringify(posted)).not.toContain(SECRET);
});

it('tells another outcome of the same text as another job, when it is heard again', () => {
  outcomes.on({ kind: 'begun', callback });
  ready();
  failed(broken);
  failed(broken);
  // Words that were made before it failed.
  ready();
  expect(posted).toHaveLength(2);
  ready(true);
  expect(posted.map(({ jobId }) => jobId)).toEqual(['job-1', 'job-2', 'job-3']);
  expect(new Set(posted.map(({ url }) => url)).size).toBe(2);
});

it('tells nothing of what the listener did or has to do, nor to nobody', () => {
  ready();
  outcomes.on({ kind: 'begun', callback: null });
  failed(broken);
  outcomes.on({ kind: 'begun', callback });
  failed(cancelled('play', 'test'));
  failed(blocked());
  expect(posted).toEqual([]);
});
