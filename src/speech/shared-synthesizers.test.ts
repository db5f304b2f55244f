import { describe, expect, it } from 'vitest';
import type { UtteranceId } from '../base/ids';
import type { Circumstances, SynthesisOptions, Synthesizer } from '../contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';
import { fakeSynthesizer, fakeVoice } from './fakes';
import { MAX_CLIENTS, shareSynthesizers } from './shared-synthesizers';

const OPTIONS: SynthesisOptions = {
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
  id: 'u0' as UtteranceId,
  span,
  sentence: span,
  language: 'en',
  words: [{ span, spoken: 'Hi' }],
  phonemes: 'Hi',
  phonemeWords: [0, 0],
  pauseBeforeMs: 0,
  pauseAfterMs: 0,
  ends: 'sentence',
  prosody: NEUTRAL_PROSODY,
  marks: [],
};

const AT_CAPACITY = {
  message: expect.stringContaining('at capacity (10 clients)'),
  detail: { kind: 'resource', type: 'capacity' },
};

async function samplesOf(synthesizer: Synthesizer, signal?: AbortSignal): Promise<number[]> {
  const samples: number[] = [];
  const chunks = synthesizer.synthesize(utterance, OPTIONS, signal);
  for await (const { pcm } of chunks) samples.push(pcm.length);
  return samples;
}

/** Counts the engines made and freed. */
function setup() {
  const counts = { made: 0, disposed: 0 };
  const heard: (Circumstances | undefined)[] = [];
  const create = shareSynthesizers((): Synthesizer => {
    counts.made++;
    const engine = fakeSynthesizer();
    return {
      id: engine.id,
      get state() {
        return engine.state;
      },
      onState: engine.onState,
      load: engine.load,
      synthesize: (text, options, signal, circumstances) => {
        heard.push(circumstances);
        return engine.synthesize(text, options, signal);
      },
      dispose: () => counts.disposed++,
    };
  });
  return { create, counts, heard };
}

describe('shareSynthesizers', () => {
  it('makes one engine for a voice and frees it when its last user lets go', () => {
    const { create, counts } = setup();
    const first = create(fakeVoice, 'wasm');
    const second = create(fakeVoice, 'wasm');
    const other = create(fakeVoice, 'auto');
    expect(counts.made).toBe(2);
    first.dispose();
    first.dispose();
    expect(counts.disposed).toBe(0);
    second.dispose();
    expect(counts.disposed).toBe(1);
    other.dispose();
    create(fakeVoice, 'wasm');
    expect(counts.made).toBe(3);
  });

  it('tells who lets go that it has no engine any more, while another goes on', async () => {
    const { create } = setup();
    const [first, second] = [create(fakeVoice, 'wasm'), create(fakeVoice, 'wasm')];
    const told: string[] = [];
    first.onState(({ kind }) => told.push(kind));
    await second.load();
    first.dispose();
    first.dispose();
    expect(told.at(-1)).toBe('uninitialized');
    expect(told.filter((kind) => kind === 'uninitialized')).toHaveLength(1);
    expect([first.state.kind, second.state.kind]).toEqual(['uninitialized', 'ready']);
  });

  it('hands on what the engine may know of the one who waits', async () => {
    const { create, heard } = setup();
    const circumstances: Circumstances = { secondsUntilGap: () => 1, level: () => 'normal' };
    const sounds = create(fakeVoice, 'wasm').synthesize(
      utterance,
      OPTIONS,
      undefined,
      circumstances,
    );
    await sounds.next();
    expect(heard).toEqual([circumstances]);
  });

  it('refuses one client too many and does not harm those who speak', async () => {
    const { create, counts } = setup();
    const clients = Array.from({ length: MAX_CLIENTS }, () => create(fakeVoice, 'wasm'));
    const speaking = clients[0]?.synthesize(utterance, OPTIONS);
    await speaking?.next();
    const late = create(fakeVoice, 'wasm');
    expect(late.state).toEqual({ kind: 'uninitialized' });
    await expect(late.load()).rejects.toMatchObject(AT_CAPACITY);
    await expect(samplesOf(late)).rejects.toMatchObject(AT_CAPACITY);
    expect(late.state).toMatchObject({ kind: 'error', error: AT_CAPACITY });
    expect(await speaking?.next()).toMatchObject({ done: true });
    for (const client of clients) expect(await samplesOf(client)).toHaveLength(1);
    late.dispose();
    expect(counts).toEqual({ made: 1, disposed: 0 });
  });

  it('lets a refused client in once another has let go', async () => {
    const { create, counts } = setup();
    const clients = Array.from({ length: MAX_CLIENTS }, () => create(fakeVoice, 'wasm'));
    const late = create(fakeVoice, 'wasm');
    await expect(late.load()).rejects.toMatchObject(AT_CAPACITY);
    clients[3]?.dispose();
    await expect(late.load()).resolves.toMatchObject({ voiceId: fakeVoice.id });
    expect(await samplesOf(late)).toHaveLength(1);
    // The place was taken: the one who left is refused in turn.
    await expect(clients[3]?.load()).rejects.toMatchObject(AT_CAPACITY);
    for (const client of [...clients, late]) client.dispose();
    expect(counts).toEqual({ made: 1, disposed: 1 });
  });

  it('gives no place to one who let go and whose reading was called off', async () => {
    const { create, counts } = setup();
    const client = create(fakeVoice, 'wasm');
    client.dispose();
    await expect(samplesOf(client, AbortSignal.abort())).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(counts).toEqual({ made: 1, disposed: 1 });
  });
});
