import { describe, expect, it } from 'vitest';
import { createCourier, nextDue } from './courier';
import { deliver } from './deliver';
import { afterAttempt, callbackOf, MOST_ATTEMPTS, retryMs, type OutboxEntry } from './outbox';
import { handClock, SECRET_TEXT, story } from './testing';

const failed = story({
  audioStatus: 'failed',
  audioJobId: 'j',
  audioErrorDetails: 'inference/flow',
  callbackUrl: 'https://a.example/api/tts/callback?k=1',
  userId: 'me',
  errorHistory: [
    {
      at: 1,
      kind: 'modelRun',
      message: 'It stopped.',
      suggestion: 'Again.',
      details: '',
      jobId: 'j',
    },
  ],
});
const entry = callbackOf(failed, 1000) as OutboxEntry;

describe('a callback', () => {
  it('tells a failure at the error address, without a word of the text', () => {
    expect(entry).toMatchObject({
      jobId: 'j',
      url: 'https://a.example/api/tts/error-callback?k=1',
      payload: {
        story_id: 'one',
        error: 'It stopped.',
        user_id: 'me',
        voice_id: 'emma',
        error_details: 'inference/flow',
        job_id: 'j',
        metadata: { language: 'en', story_type: 'story', text_length: 53 },
      },
    });
    const sent = JSON.stringify(entry);
    for (const word of SECRET_TEXT.split(/\W+/).filter((one) => one.length > 4)) {
      expect(sent).not.toContain(word);
    }
  });
  it('tells success at the address given, and nothing where nobody asks or nothing is decided', () => {
    expect(callbackOf({ ...failed, audioStatus: 'ready' }, 1)?.url).toBe(failed.callbackUrl);
    expect(callbackOf({ ...failed, callbackUrl: null }, 1)).toBeNull();
    expect(callbackOf({ ...failed, audioStatus: 'rendering' }, 1)).toBeNull();
  });
  it('is tried later and later, up to an hour, and given up at last', () => {
    expect([1, 2, 3].map((attempts) => retryMs(attempts, 0.5))).toEqual([5000, 10_000, 20_000]);
    expect(retryMs(50, 0.5)).toBe(3_600_000);
    expect(retryMs(1, 0)).toBe(4000);
    const retry = { kind: 'retry', error: 'Away.' } as const;
    expect(afterAttempt(entry, retry, 2000, 0.5)).toMatchObject({
      attempts: 1,
      nextAt: 7000,
      state: 'waiting',
    });
    const tired = { ...entry, attempts: MOST_ATTEMPTS - 1 };
    expect(afterAttempt(tired, retry, 2000, 0.5)).toMatchObject({ state: 'givenUp' });
  });
});

describe('deliver', () => {
  const sent: { url: string; init: RequestInit }[] = [];
  const posting = (status: number, body: string) =>
    deliver(entry, {
      clock: handClock(),
      fetch: (url, init) => {
        sent.push({ url, init });
        return Promise.resolve(new Response(body, { status }));
      },
    });
  it.each([
    [200, '{"success":true}', 'delivered'],
    [200, '{"success":false,"error":"Unknown story."}', 'refused'],
    [200, 'thanks', 'retry'],
    [400, '{"success":false,"error":"story_id"}', 'refused'],
    [403, '', 'refused'],
    [404, '', 'refused'],
    [429, '', 'retry'],
    [500, '', 'retry'],
    [503, '{"success":false,"error":"Busy."}', 'retry'],
  ])('%i %s', async (status, body, kind) => {
    expect((await posting(status, body)).kind).toBe(kind);
  });
  it('posts JSON without credentials and follows nobody elsewhere', () => {
    expect(sent[0]).toMatchObject({
      url: entry.url,
      init: {
        method: 'POST',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      },
    });
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual(entry.payload);
  });
  it('waits ten seconds and no more, and stops the request', async () => {
    const clock = handClock();
    let signal: AbortSignal | null | undefined;
    const result = deliver(entry, {
      clock,
      fetch: (_, init) => {
        signal = init.signal;
        return new Promise(() => undefined);
      },
    });
    clock.pass(9999);
    expect(signal?.aborted).toBe(false);
    clock.pass(1);
    expect((await result).kind).toBe('retry');
    expect(signal?.aborted).toBe(true);
  });
  it('refuses an address that was tampered with', async () => {
    const evil = { ...entry, url: 'javascript:alert(1)' };
    const fetch = () => Promise.reject(new Error('must not be called'));
    expect((await deliver(evil, { clock: handClock(), fetch })).kind).toBe('refused');
  });
});

describe('the courier', () => {
  const setUp = (entries: OutboxEntry[]) => {
    const tried: string[] = [];
    const settled: string[] = [];
    const round = createCourier({
      store: {
        outbox: () => Promise.resolve(entries),
        settle: (jobId, { kind }) => {
          settled.push(`${jobId} ${kind}`);
          return Promise.resolve();
        },
      },
      deliver: async ({ jobId }) => {
        tried.push(jobId);
        await Promise.resolve();
        return { kind: 'delivered' };
      },
      timestamp: () => 5000,
      random: () => 0.5,
    });
    return { round, tried, settled };
  };
  const later = { ...entry, jobId: 'later', nextAt: 9000 };
  const done: OutboxEntry = { ...entry, jobId: 'done', state: 'delivered' };

  it('delivers what is due, and all that waits when the network is back', async () => {
    const one = setUp([entry, later, done]);
    await one.round('due');
    expect(one.settled).toEqual(['j delivered']);
    const two = setUp([entry, later, done]);
    await two.round('now');
    expect(two.tried).toEqual(['j', 'later']);
    expect(nextDue([later, done])).toBe(9000);
    expect(nextDue([done])).toBeNull();
  });
  it('sends nothing twice when asked twice at once', async () => {
    const { round, tried } = setUp([entry]);
    await Promise.all([round('due'), round('now')]);
    expect(tried).toEqual(['j']);
  });
});
