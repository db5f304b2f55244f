import { describe, expect, it } from 'vitest';
import type { Openings } from '../../speech/openings';
import type { PlanOptions } from '../../contracts/text';
import type { PcmChunk, SynthesisOptions } from '../../contracts/speech';
import type { KeptClause, Story, StoryEntry } from '../../contracts/story';
import { fakeSynthesizer, fakeText, fakeVoice } from '../../speech/fakes';
import { plainDocument } from '../../text/document';
import { DRAFT, story } from '../../stories/testing';
import { createCodec } from './codec';
import { createRecordings, cutBefore } from './recordings';

const TEXT = 'one two three';
const codec = createCodec({
  encodeOpus: null,
  decodeOpus: () => Promise.reject(new Error('never')),
});
const none: Openings = {
  planner: (planner) => planner,
  speaker: ({ engine }) => ({
    synthesize: async function* (...request) {
      return yield* (await engine).synthesize(...request);
    },
  }),
  forgetVoice: () => undefined,
  forgetAll: () => undefined,
};
const OPTIONS: PlanOptions = { language: 'en', lexicon: [], shortStart: true };
const SETTINGS = DRAFT.voiceProfile.synthesis;

async function recorded() {
  const [block] = [plainDocument(TEXT).blockAt(0)];
  if (block === null || block === undefined) throw new Error('no block');
  const planned = await fakeText().plan(block, { ...OPTIONS, shortStart: false });
  const clauses: KeptClause[] = [];
  for (const [i, utterance] of planned.entries()) {
    const sound = await codec.encode(new Float32Array(100).fill(0.1 * (i + 1)), 1000);
    const words = utterance.words.map(({ span }) => ({ span, startSample: 0, endSample: 100 }));
    clauses.push({ utterance, pieces: [{ ...sound, words }], stages: null });
  }
  return { block, clauses };
}

async function setUp(change: Partial<StoryEntry> = {}) {
  const { block, clauses } = await recorded();
  const profile = { ...DRAFT.voiceProfile, voiceId: fakeVoice.id };
  const entry = story({ audioStatus: 'ready', voiceProfile: profile, ...change });
  const kept: Story = { ...entry, text: TEXT, format: 'plain', readings: [] };
  const recordings = createRecordings({
    store: { entry: () => Promise.resolve(entry), clauses: () => Promise.resolve(clauses) },
    loadCodec: () => Promise.resolve(codec),
  });
  const engine = fakeSynthesizer();
  let settings: SynthesisOptions = SETTINGS;
  const openings = recordings.over(none);
  const planner = openings.planner(fakeText());
  const speaker = openings.speaker({
    voice: fakeVoice,
    engine: Promise.resolve(engine),
    wanted: () => settings,
  });
  const say = async (options: Partial<PlanOptions> = {}) => {
    const chunks: PcmChunk[] = [];
    for (const utterance of await planner.plan(block, { ...OPTIONS, ...options })) {
      for await (const chunk of speaker.synthesize(utterance, settings)) chunks.push(chunk);
    }
    return chunks.map(({ pcm }) => Math.round((pcm[0] ?? 0) * 1000) / 1000);
  };
  return { recordings, kept, engine, say, set: (next: SynthesisOptions) => (settings = next) };
}

describe('recordings', () => {
  it('speak what was kept, in order, without the engine', async () => {
    const { recordings, kept, engine, say } = await setUp();
    recordings.use(kept);
    expect(await say()).toEqual([0.1, 0.2, 0.3]);
    expect(engine.spoken).toEqual([]);
  });
  it('begin at the word asked for', async () => {
    const { recordings, kept, say } = await setUp();
    recordings.use(kept);
    expect(await say({ startAt: 5 })).toEqual([0.2, 0.3]);
  });
  it('leave everything to the engine while no story is open, or another text is', async () => {
    const { recordings, kept, engine, say } = await setUp();
    await say();
    recordings.use({ ...kept, text: 'six ten three' });
    await say();
    expect(engine.spoken).toEqual([...TEXT.split(' '), ...TEXT.split(' ')]);
  });
  it('leave to the engine what is not yet rendered, and what the listener wants otherwise', async () => {
    const half = await setUp({ audioStatus: 'rendering' });
    half.recordings.use(half.kept);
    await half.say();
    expect(half.engine.spoken).toHaveLength(3);
    const whole = await setUp();
    whole.recordings.use(whole.kept);
    expect(await whole.say()).toEqual([0.1, 0.2, 0.3]);
    whole.set({ ...SETTINGS, pace: 1.5 });
    await whole.say();
    expect(whole.engine.spoken).toHaveLength(3);
  });
  it('cut a clause before a word, and its word times with it', () => {
    const span = (start: number) => ({ start, end: start + 3 });
    const words = [0, 4, 8].map((start, i) => ({
      span: span(start),
      startSample: i * 10,
      endSample: i * 10 + 9,
    }));
    const pcm = Float32Array.from({ length: 30 }, (_, i) => i);
    const [chunk] = cutBefore(
      [{ utteranceId: 'u' as PcmChunk['utteranceId'], pcm, sampleRate: 1, words }],
      4,
    );
    expect(chunk?.pcm[0]).toBe(10);
    expect(chunk?.words.map(({ startSample }) => startSample)).toEqual([0, 10]);
  });
});
