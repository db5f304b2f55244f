import { describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock';
import { SottoError, cancelled } from '../base/errors';
import type { UtteranceId, VoiceId } from '../base/ids';
import type { EngineInfo, ModelState, SynthesisOptions } from '../contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import type { EngineApi, EngineOutput } from '../contracts/workers';
import { fakeWorker, type FakeWorker } from '../rpc/fake-worker';
import { createEngineClient } from './client';

const voice = { id: 'v' as VoiceId, engine: 'flow', name: 'V', files: [] } as unknown as Voice;
const info = { voiceId: voice.id, backend: 'wasm', threads: 1 } as EngineInfo;
const options: SynthesisOptions = {
  steps: 4,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};
const span = { start: 0, end: 2 };
const utterance: Utterance = {
  id: 'u' as UtteranceId,
  span,
  sentence: span,
  language: 'en',
  words: [{ span, spoken: 'hi' }],
  phonemes: 'ha',
  phonemeWords: [0, 0],
  pauseBeforeMs: 0,
  pauseAfterMs: 0,
  ends: 'sentence',
  prosody: NEUTRAL_PROSODY,
  marks: [],
};

function speech(change: Partial<EngineOutput> = {}): EngineOutput {
  const pcm = Float32Array.from({ length: 4_800 }, (_, i) => 0.3 * Math.sin(i / 5));
  const words = [{ span, startSample: 0, endSample: 4_800 }];
  const stages = {
    encodeMs: 1,
    flowMs: 2,
    vocodeMs: 3,
    totalMs: 6,
    frames: 20,
    tokens: 4,
    steps: 4,
  };
  return {
    chunk: { utteranceId: utterance.id, pcm, sampleRate: 24_000, words },
    stages,
    ...change,
  };
}

/** A clock that moves when told to. */
function handClock(): Clock & { advance(ms: number): void } {
  const timers = new Map<object, { at: number; callback: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after: (ms, callback) => {
      const key = {};
      timers.set(key, { at: now + ms, callback });
      return () => timers.delete(key);
    },
    advance: (ms) => {
      now += ms;
      for (const [key, { at, callback }] of [...timers]) {
        if (at > now) continue;
        timers.delete(key);
        callback();
      }
    },
  };
}

const api: EngineApi = {
  prepare: async () => {},
  load: async () => info,
  synthesize: async () => speech(),
  cancel: () => {},
  memory: async () => ({ heapBytes: 0 }),
};

function setUp(...apis: Partial<EngineApi>[]) {
  const clock = handClock();
  const workers: FakeWorker[] = [];
  const spawn = () => {
    const change = apis[Math.min(workers.length, apis.length - 1)];
    const worker = fakeWorker({ ...api, ...change });
    workers.push(worker);
    return worker;
  };
  const client = createEngineClient({ spawn, voice, backend: 'auto', threads: 0, clock });
  const states: ModelState['kind'][] = [];
  client.onState(({ kind }) => states.push(kind));
  const speak = async (signal?: AbortSignal) => {
    const chunks = client.synthesize(utterance, options, signal);
    const first = await chunks.next();
    return { first, last: await chunks.next() };
  };
  return { client, clock, workers, states, speak };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 50));
const hang = () => new Promise<never>(() => {});

describe('the engine client', () => {
  it('loads once for all who ask, then yields sound and the account of it', async () => {
    const { client, workers, states, speak } = setUp();
    await Promise.all([client.load(), client.load()]);
    const { first, last } = await speak();
    expect(first).toMatchObject({ done: false, value: { utteranceId: 'u' } });
    expect(last).toMatchObject({ done: true, value: { samples: 4_800, fallback: null } });
    expect(workers).toHaveLength(1);
    expect(states).toEqual(['loading', 'ready']);
  });

  it('starts its worker at once; one that dies before it is needed is replaced', async () => {
    const { client, workers } = setUp();
    expect(workers).toHaveLength(1);
    workers[0]?.crash();
    await expect(client.load()).resolves.toEqual(info);
    expect(workers).toHaveLength(2);
  });

  it('reports a failed load, forgets it, and tries anew with a new worker', async () => {
    const failing = () => {
      throw new SottoError(
        'No.',
        { kind: 'modelLoad', component: 'c', file: 'f' },
        { operation: 'load', component: 'c', suggestion: 's' },
      );
    };
    const { client, workers, states } = setUp({ load: failing }, {});
    await expect(client.load()).rejects.toMatchObject({ kind: 'modelLoad' });
    expect(client.state.kind).toBe('error');
    expect(workers[0]?.isTerminated).toBe(true);
    await expect(client.load()).resolves.toEqual(info);
    expect(states).toEqual(['loading', 'error', 'loading', 'ready']);
  });

  it('says so when the worker dies, and speaks again after the next load', async () => {
    const { client, workers, speak } = setUp({ synthesize: hang }, {});
    await client.load();
    const speaking = speak();
    await tick();
    workers[0]?.crash();
    await expect(speaking).rejects.toMatchObject({ detail: { type: 'workerDied' } });
    expect(client.state.kind).toBe('error');
    await speak();
    expect(workers).toHaveLength(2);
  });

  it('dies during a load like any other worker', async () => {
    const { client, workers } = setUp({ load: hang });
    const loading = client.load();
    await tick();
    workers[0]?.crash();
    await expect(loading).rejects.toMatchObject({ detail: { type: 'workerDied' } });
  });

  it('kills a worker that does not load in time', async () => {
    const { client, clock, workers } = setUp({ load: hang });
    const loading = client.load();
    await tick();
    clock.advance(3_600_000);
    await expect(loading).rejects.toMatchObject({ kind: 'timeout' });
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('cancels by job; a worker that heeds it lives on', async () => {
    let stop = () => {};
    const api: Partial<EngineApi> = {
      synthesize: () =>
        new Promise((_, reject) => {
          stop = () => reject(cancelled('synthesize', 'test'));
        }),
      cancel: () => stop(),
    };
    const { client, clock, workers, speak } = setUp(api);
    await client.load();
    const controller = new AbortController();
    const speaking = speak(controller.signal);
    await tick();
    controller.abort();
    await expect(speaking).rejects.toMatchObject({ kind: 'cancelled' });
    await tick();
    clock.advance(60_000);
    expect(workers[0]?.isTerminated).toBe(false);
    expect(client.state.kind).toBe('ready');
  });

  it('kills a worker that goes on after a timeout and its grace', async () => {
    const { client, clock, workers, speak } = setUp({ synthesize: hang });
    await client.load();
    const speaking = speak();
    await tick();
    clock.advance(60_000);
    await expect(speaking).rejects.toMatchObject({ kind: 'timeout' });
    expect(client.state.kind).toBe('ready');
    await tick();
    clock.advance(60_000);
    expect(workers[0]?.isTerminated).toBe(true);
    expect(client.state.kind).toBe('error');
  });

  it('speaks in the order asked, and gives up the turn of who aborts while waiting', async () => {
    const { client, speak } = setUp();
    await client.load();
    const order: number[] = [];
    const controller = new AbortController();
    const all = [
      speak().then(() => order.push(1)),
      speak(controller.signal).catch(() => order.push(2)),
      speak().then(() => order.push(3)),
    ];
    controller.abort();
    await Promise.all(all);
    expect(order.indexOf(1)).toBeLessThan(order.indexOf(3));
    expect(order).toContain(2);
  });

  it('lets no unsound chunk through', async () => {
    const output = speech();
    output.chunk.pcm[7] = NaN;
    const { speak } = setUp({ synthesize: async () => output });
    await expect(speak()).rejects.toMatchObject({ detail: { kind: 'audio', defect: 'notFinite' } });
  });

  it('is cancelled, not broken, by dispose; and can be loaded again', async () => {
    const { client, speak } = setUp({ synthesize: hang }, {});
    await client.load();
    const speaking = speak();
    await tick();
    client.dispose();
    await expect(speaking).rejects.toMatchObject({ kind: 'cancelled' });
    expect(client.state.kind).toBe('uninitialized');
    await speak();
  });
});
