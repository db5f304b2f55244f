import { beforeEach, expect, it } from 'vitest';
import type { BackendPreference, Synthesizer } from '../contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';
import type { ResourceLimits } from '../contracts/resources';
import type { Voice } from '../contracts/voices';
import { fakeTime, type FakeTime } from '../resilience/fake-time';
import { EngineLedger } from './engine-ledger';
import { EnginePool, IDLE_MS, QUIET_MS } from './engine-pool';
import { defaultLimits, memoryBytesOf } from './engine-size';
import { fakeSynthesizer, fakeVoice } from './fakes';
import { DEFAULT_SETTINGS } from './settings';
import { shareSynthesizers } from './shared-synthesizers';

const MIB = 2 ** 20;
const voice = (id: string, bytes = 8 * MIB): Voice => ({
  ...fakeVoice,
  id: id as Voice['id'],
  name: id,
  files: [{ name: 'a', url: 'a', bytes, digest: 'sha256:00' }],
});
const [a, b, c] = [voice('a'), voice('b'), voice('c')];

let time: FakeTime;
/** Voices with a worker, and those whose files are leased. */
let alive: string[];
let leased: string[];
let asked: string[];
let pool: EnginePool;
/** What a voice waits for before it speaks. */
let speaking: Promise<void>;
let endSpeaking: () => void;
let create: (voice: Voice, backend?: BackendPreference) => Synthesizer;

function watchedEngine(which: Voice, ledger: EngineLedger, backend: BackendPreference) {
  const inner = fakeSynthesizer();
  const listeners: Parameters<Synthesizer['onState']>[0][] = [];
  const tell = () => listeners.forEach((listener) => listener(inner.state));
  alive.push(which.id);
  const engine: Synthesizer = {
    ...inner,
    async *synthesize(...request) {
      await speaking;
      return yield* inner.synthesize(...request);
    },
    get state() {
      return inner.state;
    },
    onState: (listener) => {
      listeners.push(listener);
      return () => {};
    },
    load: async () => {
      if (!alive.includes(which.id)) alive.push(which.id);
      const info = await inner.load();
      tell();
      return info;
    },
    dispose: () => {
      inner.dispose();
      alive = alive.filter((id) => id !== which.id);
      tell();
    },
  };
  return ledger.watch(engine, which, backend);
}

function setUp(limits: ResourceLimits, hasGpu = false): void {
  time = fakeTime();
  speaking = new Promise((resolve) => (endSpeaking = resolve));
  alive = [];
  leased = [];
  asked = [];
  const lease = ({ id }: Voice) => {
    leased.push(id);
    return () => void (leased = leased.filter((one) => one !== id));
  };
  const ledger = new EngineLedger({ lease, hasGpu });
  pool = new EnginePool({
    create: (which, backend) => {
      asked.push(`${which.id}/${backend}`);
      return watchedEngine(which, ledger, backend);
    },
    ledger,
    limits,
    clock: time,
    hasGpu,
  });
  const share = shareSynthesizers(pool);
  create = (which, backend = 'auto') => share(which, backend);
}

const roomFor = (count: number) => ({
  memoryBytes: count * memoryBytesOf(a),
  gpuBytes: 1024 * MIB,
});

beforeEach(() => setUp(roomFor(10)));

async function used(which: Voice): Promise<void> {
  const client = create(which);
  await client.load();
  client.dispose();
  await time.advance(1);
}

it('keeps what nobody holds for a minute, and what is held', async () => {
  const held = create(a);
  await held.load();
  await used(b);
  expect(alive).toEqual(['a', 'b']);
  await time.advance(2 * IDLE_MS);
  expect(alive).toEqual(['a']);
  expect(leased).toEqual(['a']);
  expect(pool.report().counts).toEqual({ unloaded: 1, reused: 0, refused: 0 });
});

it('gives an idle one to the next that wants it', async () => {
  await used(a);
  const again = create(a);
  expect(again.state.kind).toBe('ready');
  expect(asked).toEqual(['a/auto']);
  expect(pool.report().counts.reused).toBe(1);
  await time.advance(2 * IDLE_MS);
  expect(alive).toEqual(['a']);
});

it('keeps two idle ones at most, and none that never got ready', async () => {
  create(voice('never')).dispose();
  expect(alive).toEqual([]);
  for (const which of [a, b, c]) await used(which);
  expect(alive).toEqual(['b', 'c']);
});

it('makes room by letting the least recently used go, never one in use', async () => {
  setUp(roomFor(3));
  const sound = create(c).synthesize(UTTERANCE, OPTIONS).next();
  await time.advance(1);
  await used(a);
  await used(b);
  await used(a);
  const next = create(voice('d'));
  await next.load();
  expect(alive.toSorted()).toEqual(['a', 'c', 'd']);
  const more = create(voice('e'));
  await more.load();
  expect(alive.toSorted()).toEqual(['c', 'd', 'e']);
  endSpeaking();
  expect((await sound).done).toBe(false);
});

it('lets one that is held but quiet rest to make room; it loads itself when it is wanted', async () => {
  setUp(roomFor(1));
  const quiet = create(a);
  await quiet.load();
  const next = create(b);
  await next.load();
  expect(alive).toEqual(['b']);
  next.dispose();
  await time.advance(2 * IDLE_MS);
  await quiet.load();
  expect(alive).toEqual(['a']);
});

it('refuses where those who speak leave no room, in plain words, and admits later', async () => {
  setUp(roomFor(1));
  const speaker = create(a);
  const sound = speaker.synthesize(UTTERANCE, OPTIONS).next();
  await time.advance(1);
  const late = create(b);
  expect(late.state.kind).toBe('error');
  await expect(late.load()).rejects.toThrow(/needs about 80 MB.*80 MB for voices/);
  expect(alive).toEqual(['a']);
  endSpeaking();
  await sound;
  speaker.dispose();
  await late.load();
  expect(alive).toEqual(['b']);
  expect(pool.report().counts.refused).toBe(2);
});

it('rests what is held but quiet for ten minutes', async () => {
  const held = create(a);
  await held.load();
  await time.advance(QUIET_MS - IDLE_MS);
  expect(alive).toEqual(['a']);
  await time.advance(2 * IDLE_MS);
  expect(alive).toEqual([]);
  expect(leased).toEqual([]);
  expect(pool.report().shared).toMatchObject([{ voiceId: 'a', clients: 1, use: 'held' }]);
  await held.load();
  expect(alive).toEqual(['a']);
  expect(leased).toEqual(['a']);
});

it('asks for the processor where the graphics memory is full of others', () => {
  setUp({ memoryBytes: 4096 * MIB, gpuBytes: 24 * MIB }, true);
  create(a);
  create(b);
  create(c, 'webgpu');
  expect(asked).toEqual(['a/auto', 'b/wasm', 'c/webgpu']);
  expect(pool.report().gpuMemory.usedBytes).toBe(32 * MIB);
});

it('tells who speaks, who is held and who is idle', async () => {
  await used(b);
  const sound = create(a).synthesize(UTTERANCE, OPTIONS).next();
  await time.advance(1);
  const uses = () => pool.report().shared.map(({ voiceId, use }) => `${voiceId} ${use}`);
  expect(uses()).toEqual(['b idle', 'a speaking']);
  endSpeaking();
  await sound;
  expect(uses()).toEqual(['b idle', 'a held']);
  expect(pool.report().memory.usedBytes).toBe(2 * memoryBytesOf(a));
});

it('lets an idle one go whose files were removed', async () => {
  await used(a);
  await used(b);
  pool.unloadIdle(({ id }) => id === 'a');
  expect(alive).toEqual(['b']);
});

it('may take half of what the device has', () => {
  expect(defaultLimits(2)).toEqual({ memoryBytes: 1024 * MIB, gpuBytes: 1024 * MIB });
  expect(defaultLimits(0.5)).toEqual({ memoryBytes: 256 * MIB, gpuBytes: 256 * MIB });
  expect(defaultLimits(undefined).memoryBytes).toBe(2048 * MIB);
});

const span = { start: 0, end: 2 };
const UTTERANCE = {
  id: 'u0',
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
} as unknown as Utterance;
const OPTIONS = DEFAULT_SETTINGS.synthesis;
