import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock';
import { Emitter } from '../base/events';
import { SottoError, type ErrorDetail } from '../base/errors';
import type { PlanOptions } from '../contracts/text';
import { fakeWorker, type FakeWorker } from '../rpc/fake-worker';
import { BEAT_MS } from '../rpc/heartbeat';
import { plainDocument } from '../text/document';
import { createTextClient, type TextEvents } from './text-client';

/** The first worker answers nothing; those after it work. */
function workers() {
  const spawned: FakeWorker[] = [];
  const spawn = () => {
    const works = spawned.length > 0;
    const worker = fakeWorker({ parse: () => (works ? [] : new Promise(() => {})) });
    spawned.push(worker);
    return worker;
  };
  return { spawn, spawned };
}

describe('createTextClient', () => {
  it('makes all calls that were lost with a worker once more, with one new worker', async () => {
    const { spawn, spawned } = workers();
    const client = createTextClient({ spawn, clock: systemClock });
    const calls = [client.parse('a', 'ssml'), client.parse('b', 'ssml')];
    spawned[0]?.crash();
    expect(await Promise.all(calls)).toEqual([[], []]);
    expect(spawned).toHaveLength(2);
    client.dispose();
  });

  it('parses markup itself where two workers fail, and says what is wrong with it', async () => {
    const spawn = () =>
      fakeWorker({
        parse: () => {
          throw new TypeError('undefined is not a function');
        },
      });
    const events = new Emitter<TextEvents>();
    let fallbacks = 0;
    events.on('fallback', () => fallbacks++);
    const client = createTextClient({ spawn, clock: systemClock, events });
    const runs = await client.parse('<speak>Hello <break time="1s"/>you.</speak>', 'ssml');
    expect(runs.map(({ kind }) => kind)).toContain('break');
    expect(fallbacks).toBe(1);
    await expect(client.parse('<speak>Hello', 'ssml')).rejects.toMatchObject({ kind: 'text' });
    client.dispose();
  });

  it('starts no worker for a call that is lost because it is disposed', async () => {
    const { spawn, spawned } = workers();
    const client = createTextClient({ spawn, clock: systemClock });
    const lost = client.parse('a', 'ssml');
    client.dispose();
    await expect(lost).rejects.toMatchObject({ kind: 'device' });
    expect(spawned).toHaveLength(1);
  });

  it('gives the first answer the time a slow line takes, and no later one', async () => {
    const waits: number[] = [];
    const after = (ms: number) => {
      if (ms !== BEAT_MS) waits.push(ms);
      return () => {};
    };
    const spawn = () => fakeWorker({ warm: () => {}, parse: () => [] });
    const client = createTextClient({ spawn, clock: { now: () => 0, after } });
    await client.warm('en');
    await client.parse('a', 'ssml');
    expect(waits[0]).toBeGreaterThan(60_000);
    expect(waits[1]).toBeLessThan(60_000);
    client.dispose();
  });

  it('gives the first answer in each language that time', async () => {
    const waits: number[] = [];
    const after = (ms: number) => {
      if (ms !== BEAT_MS) waits.push(ms);
      return () => {};
    };
    const spawn = () => fakeWorker({ warm: () => {}, plan: () => [] });
    const client = createTextClient({ spawn, clock: { now: () => 0, after } });
    await client.warm('en');
    const french = { ...OPTIONS, language: 'fr', locale: 'fr-CH' };
    await client.plan(BLOCK, french);
    await client.plan(BLOCK, french);
    await client.plan(BLOCK, OPTIONS);
    expect(waits.map((ms) => ms > 60_000)).toEqual([true, true, false, false]);
    client.dispose();
  });

  it('gives later answers so little time that two of them fit into what is queued', async () => {
    const waits: number[] = [];
    const after = (ms: number) => {
      waits.push(ms);
      return () => {};
    };
    const spawn = () => fakeWorker({ warm: () => {}, plan: () => [] });
    const client = createTextClient({ spawn, clock: { now: () => 0, after } });
    await client.warm('en');
    waits.length = 0;
    await client.plan(BLOCK, OPTIONS);
    expect(2 * Math.max(...waits)).toBeLessThan(20_000);
    client.dispose();
  });
});

const OPTIONS: PlanOptions = { language: 'en', lexicon: [], shortStart: false };
const found = plainDocument('It costs $3.').blockAt(0);
if (found === null) throw new Error('There is no block.');
const BLOCK = found;

function failing(detail: ErrorDetail) {
  return new SottoError('No.', detail, { operation: 'plan', component: 'test', suggestion: '' });
}

/** Workers that all do `plan`. */
function planners(plan: () => unknown) {
  const spawned: FakeWorker[] = [];
  const errors: SottoError[] = [];
  const spawn = () => {
    const worker = fakeWorker({ plan });
    spawned.push(worker);
    return worker;
  };
  const events = new Emitter<TextEvents>();
  events.on('fallback', (error) => errors.push(error));
  const client = createTextClient({ spawn, clock: systemClock, events });
  return { client, spawned, errors };
}

describe('a plan whose worker fails', () => {
  it('is made on this thread after a second death', async () => {
    const { client, spawned, errors } = planners(() => {
      queueMicrotask(() => spawned.at(-1)?.crash());
      return new Promise(() => {});
    });
    const utterances = await client.plan(BLOCK, OPTIONS);
    expect(spawned).toHaveLength(2);
    expect(utterances.map(({ words }) => words.map((word) => word.spoken))).toEqual([
      ['It', 'costs', 'three dollars'],
    ]);
    expect(utterances[0]?.isPlain).toBe(true);
    expect(errors.map(({ kind }) => kind)).toEqual(['device']);
    client.dispose();
  });

  it('is made on this thread after a fault of the planner, which a new worker had too', async () => {
    const { client, spawned, errors } = planners(() => {
      throw new TypeError('undefined is not a function');
    });
    expect(await client.plan(BLOCK, OPTIONS)).toMatchObject([{ isPlain: true }]);
    expect(spawned.map((worker) => worker.isTerminated)).toEqual([true, false]);
    expect(errors).toMatchObject([{ kind: 'internal', cause: { name: 'TypeError' } }]);
    client.dispose();
  });

  it('uses the answer of the new worker when it has one', async () => {
    let calls = 0;
    const { client, errors } = planners(() => {
      if (calls++ === 0) throw new TypeError('undefined is not a function');
      return [];
    });
    expect(await client.plan(BLOCK, OPTIONS)).toEqual([]);
    expect(errors).toEqual([]);
    client.dispose();
  });

  it.each<ErrorDetail>([
    { kind: 'text', operation: 'parse', offset: 3 },
    { kind: 'network', url: 'x', status: null },
  ])('is not made where the listener must know ($kind)', async (detail) => {
    const { client, spawned, errors } = planners(() => {
      throw failing(detail);
    });
    await expect(client.plan(BLOCK, OPTIONS)).rejects.toMatchObject({ kind: detail.kind });
    expect(spawned).toHaveLength(1);
    expect(errors).toEqual([]);
    client.dispose();
  });

  it('is not made for one who went away', async () => {
    const { client, errors } = planners(() => new Promise(() => {}));
    const controller = new AbortController();
    const plan = client.plan(BLOCK, OPTIONS, controller.signal);
    controller.abort();
    await expect(plan).rejects.toMatchObject({ kind: 'cancelled' });
    const late = client.plan(BLOCK, OPTIONS);
    client.dispose();
    await expect(late).rejects.toMatchObject({ kind: 'device' });
    expect(errors).toEqual([]);
  });

  it('lets a worker live that another lost call has started', async () => {
    let calls = 0;
    const { client, spawned } = planners(() => {
      if (calls++ < 2) throw new TypeError('undefined is not a function');
      return [];
    });
    const plans = [client.plan(BLOCK, OPTIONS), client.plan(BLOCK, OPTIONS)];
    expect(await Promise.all(plans)).toEqual([[], []]);
    expect(spawned.map((worker) => worker.isTerminated)).toEqual([true, false]);
    client.dispose();
  });
});
