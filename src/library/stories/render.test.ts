import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { SottoError, type ErrorDetail } from '../../base/errors';
import type { PcmChunk, SynthesisResult, Synthesizer } from '../../contracts/speech';
import type { StoryEntry } from '../../contracts/story';
import type { StoryFailureKind } from '../../contracts/story';
import { fakeClock } from '../../rpc/fake-clock';
import { fakeShelf, fakeSynthesizer, fakeText, fakeVoice } from '../../speech/fakes';
import { createStoryStore, type StoryStore } from '../../stories/store';
import { DRAFT } from '../../stories/testing';
import { newStory } from '../../stories/new-story';
import { createCodec } from './codec';
import { renderStory, type RenderDeps } from './render';
import { joined } from './spoken-clause';

const TEXT = 'one two three four five';
const pcmCodec = createCodec({
  encodeOpus: null,
  decodeOpus: () => Promise.reject(new Error('never')),
});

let number = 0;
let store: StoryStore;
let synthesizer: ReturnType<typeof fakeSynthesizer>;
let deps: RenderDeps;

beforeEach(async () => {
  store = createStoryStore({
    databaseName: `render-${number++}`,
    timestamp: () => 1,
    device: 'Test',
    onChange: () => undefined,
  });
  const profile = { ...DRAFT.voiceProfile, voiceId: fakeVoice.id };
  const draft = { ...DRAFT, text: TEXT, voiceProfile: profile };
  await store.add(newStory(draft, 'one', 1), { text: TEXT, format: 'plain', readings: [] });
  synthesizer = fakeSynthesizer();
  let ids = 0;
  deps = {
    store,
    text: fakeText(),
    shelf: fakeShelf(),
    createSynthesizer: () => synthesizer,
    loadCodec: () => Promise.resolve(pcmCodec),
    leisure: {
      free: () => Promise.resolve(),
      turn: (signal) => ({ signal, end: () => undefined }),
      dispose: () => undefined,
    },
    facts: () =>
      Promise.resolve({
        voice: fakeVoice,
        voiceStatus: 'stored',
        isOnline: true,
        freeBytes: null,
        canStore: true,
        memoryBytes: null,
        memoryLimitBytes: null,
        isSecurePage: true,
      }),
    makeRoom: () => Promise.resolve(),
    isOutranked: () => false,
    shareLoad: () => () => undefined,
    clock: fakeClock(),
    newId: () => `job-${ids++}`,
  };
});

const render = (change: Partial<RenderDeps> = {}, signal = new AbortController().signal) =>
  renderStory('one', signal, { ...deps, ...change });
const entry = async () => (await store.entry('one')) as StoryEntry;
const failing = (detail: ErrorDetail): Synthesizer => ({
  ...synthesizer,
  state: { kind: 'uninitialized' },

  synthesize: async function* () {
    await Promise.resolve();
    throw new SottoError('No.', detail, { operation: 'x', component: 'x', suggestion: 'x' });
  },
});

describe('rendering a story', () => {
  it('keeps every clause with its sound and words, and is ready', async () => {
    expect(await render()).toBe('ready');
    expect(synthesizer.spoken).toEqual(TEXT.split(' '));
    expect(await entry()).toMatchObject({
      audioStatus: 'ready',
      audioJobId: 'job-0',
      progress: { clauses: 5, words: 5, spoken: TEXT.length },
    });
    const kept = await store.clauses('one', 0, 100);
    expect(kept.map(({ utterance }) => utterance.phonemes)).toEqual(TEXT.split(' '));
    const samples = kept.flatMap(({ pieces }) => pieces).reduce((sum, one) => sum + one.samples, 0);
    expect((await entry()).durations.audioSeconds).toBeCloseTo(samples / 1000 + 0.5, 6);
    expect((await entry()).audioBytes).toBe(samples * 2);
  });

  it('goes on where a crash left it: no clause lost, none spoken twice, the same job', async () => {
    const abort = new AbortController();
    const crash = render(
      {
        makeRoom: async () => {
          if ((await entry()).progress.clauses === 2) abort.abort();
        },
      },
      abort.signal,
    );
    await expect(crash).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await entry()).toMatchObject({ audioStatus: 'rendering', progress: { clauses: 3 } });
    expect(await render()).toBe('ready');
    expect((await entry()).audioJobId).toBe('job-0');
    const kept = await store.clauses('one', 0, 100);
    expect(kept.map(({ utterance }) => utterance.phonemes)).toEqual(TEXT.split(' '));
  });

  it('stops at the next clause when another tab pauses it', async () => {
    const outcome = await render({
      makeRoom: async () => {
        if ((await entry()).progress.clauses === 1) await store.update('one', { kind: 'pause' });
      },
    });
    expect(outcome).toBe('stopped');
    expect(await entry()).toMatchObject({
      audioStatus: 'pending',
      hold: 'paused',
      progress: { clauses: 1 },
    });
  });

  it('makes way for a more urgent one, and keeps what it has', async () => {
    expect(await render({ isOutranked: ({ progress }) => progress.clauses === 2 })).toBe('yielded');
    expect(await entry()).toMatchObject({
      audioStatus: 'pending',
      hold: null,
      progress: { clauses: 2 },
    });
    expect(await render()).toBe('ready');
    expect(synthesizer.spoken).toEqual(TEXT.split(' '));
  });

  it('speaks a clause again that listening interrupted', async () => {
    let turns = 0;
    const leisure = {
      ...deps.leisure,
      turn: (signal: AbortSignal) => {
        const needed = new AbortController();
        if (turns++ === 1) needed.abort();
        return { signal: AbortSignal.any([signal, needed.signal]), end: () => undefined };
      },
    };
    const obeying = {
      ...synthesizer,
      synthesize: async function* (
        ...[utterance, options, signal]: Parameters<Synthesizer['synthesize']>
      ): AsyncGenerator<PcmChunk, SynthesisResult> {
        signal?.throwIfAborted();
        return yield* synthesizer.synthesize(utterance, options, signal);
      },
    };
    expect(await render({ leisure, createSynthesizer: () => obeying })).toBe('ready');
    expect(turns).toBe(6);
    expect(synthesizer.spoken).toEqual(TEXT.split(' '));
  });

  it('keeps nothing that another voice spoke: it tries three times, then fails with what is kept', async () => {
    let tries = 0;
    const clock = {
      now: () => 0,
      after: (_: number, call: () => void) => (queueMicrotask(call), () => undefined),
    };
    const substituting: Synthesizer = {
      ...synthesizer,
      synthesize: async function* (utterance, options) {
        const result = yield* synthesizer.synthesize(utterance, options);
        if (utterance.phonemes !== 'three') return result;
        tries++;
        const error = new SottoError(
          'No.',
          { kind: 'resource', type: 'gpuMemory' },
          { operation: 'x', component: 'x', suggestion: 'x' },
        );
        return { ...result, fallback: 'formant', error };
      },
    };
    expect(await render({ createSynthesizer: () => substituting, clock })).toBe('failed');
    expect(tries).toBe(3);
    expect(await entry()).toMatchObject({
      audioStatus: 'failed',
      progress: { clauses: 2 },
      errorHistory: [{ kind: 'gpuMemory' }],
    });
    await store.update('one', { kind: 'retry' });
    expect(await render()).toBe('ready');
    expect((await entry()).progress.clauses).toBe(5);
  });

  it.each<[StoryFailureKind, ErrorDetail]>([
    ['memory', { kind: 'resource', type: 'memory' }],
    ['gpuMemory', { kind: 'resource', type: 'gpuMemory' }],
    ['modelRun', { kind: 'inference', stage: 'flow', recoverable: false }],
    ['modelLoad', { kind: 'modelLoad', component: 'flow', file: 'flow.onnx' }],
    ['networkDown', { kind: 'network', url: 'https://a.example', status: null }],
    ['serverError', { kind: 'network', url: 'https://a.example', status: 503 }],
    ['cpu', { kind: 'timeout', ms: 1 }],
  ])('fails with words of its own: %s', async (kind, detail) => {
    expect(await render({ createSynthesizer: () => failing(detail) })).toBe('failed');
    expect(await entry()).toMatchObject({
      audioStatus: 'failed',
      audioErrorMetadata: { errorType: kind },
    });
    expect((await store.failures()).map((one) => one.kind)).toEqual([kind]);
  });

  it('fails before any work where the check finds what will not do', async () => {
    const facts = async () => ({ ...(await deps.facts('')), voice: null });
    expect(await render({ facts })).toBe('failed');
    expect((await entry()).audioErrorMetadata?.errorType).toBe('voiceMissing');
    expect(synthesizer.spoken).toEqual([]);
  });

  it('gives up a story that ends the page again and again', async () => {
    for (let i = 0; i < 6; i++) await store.update('one', { kind: 'begin', jobId: 'j' });
    expect(await render()).toBe('failed');
    expect(synthesizer.spoken).toEqual([]);
  });

  it('keeps the pieces of a clause as one, each word at its time', () => {
    const chunk = (value: number, start: number) => ({
      utteranceId: 'u' as PcmChunk['utteranceId'],
      pcm: new Float32Array(10).fill(value),
      sampleRate: 1000,
      words: [{ span: { start, end: start + 1 }, startSample: 2, endSample: 8 }],
    });
    const whole = joined([chunk(0.25, 0), chunk(0.5, 1)]);
    expect([...whole.pcm]).toEqual([...Array(10).fill(0.25), ...Array(10).fill(0.5)]);
    expect(whole.words.map(({ startSample, endSample }) => [startSample, endSample])).toEqual([
      [2, 8],
      [12, 18],
    ]);
  });

  it('tells a full store as such', async () => {
    const makeRoom = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'));
    expect(await render({ makeRoom })).toBe('failed');
    expect((await entry()).audioErrorMetadata?.errorType).toBe('storageFull');
  });
});
