import { describe, expect, it } from 'vitest';
import type { VoiceId } from '../base/ids';
import type { Circumstances, EngineInfo, Synthesizer } from '../contracts/speech';
import type { EngineApi } from '../contracts/workers';
import { createSynthesizer } from '../resilience/create';
import { OPTIONS, scriptedVoice, utteranceOf } from '../resilience/fakes';
import { fakeTime } from '../resilience/fake-time';
import { createRecovery } from '../resilience/recovery';
import { fakeWorker, type FakeWorker } from '../rpc/fake-worker';
import { fakeVoice } from './fakes';
import { sharedFormant } from './shared-formant';

const INFO: EngineInfo = {
  voiceId: 'formant' as VoiceId,
  backend: 'wasm',
  threads: 1,
  backendReason: null,
  backendFailed: false,
  sampleRate: 24_000,
  languages: ['en'],
  supports: { guidance: false, emotions: false },
  loadMs: 1,
};

/** Somebody listens: a ladder gets its formant voice ready. */
const LISTENING: Circumstances = { secondsUntilGap: () => 5, level: () => 'normal' };

/** Ladders of several voices on one page, and the formant workers that were spawned for them. */
function setup() {
  const time = fakeTime();
  const workers: FakeWorker[] = [];
  const loads = { count: 0 };
  const api: Pick<EngineApi, 'prepare' | 'load'> = {
    prepare: async () => {},
    load: async () => {
      loads.count++;
      return INFO;
    },
  };
  const spawn = () => {
    const worker = fakeWorker(api);
    workers.push(worker);
    return worker;
  };
  const createFormant = sharedFormant({ spawn, clock: time });
  const recovery = createRecovery({ clock: time, timestamp: time.now, random: () => 0 });
  const ladder = (name: string) =>
    createSynthesizer(
      { voice: { ...fakeVoice, id: name as VoiceId } },
      {
        createEngine: (voice) => scriptedVoice(voice.id),
        createFormant,
        createSilence: () => scriptedVoice('silence'),
        smallerThan: () => null,
        fetchWeights: async () => {},
        recovery,
        surroundings: { webgpuAvailable: false, crossOriginIsolated: true },
        clock: time,
        random: () => 0,
      },
    );
  const live = () => workers.filter(({ isTerminated }) => !isTerminated).length;
  return { time, ladder, createFormant, workers, live, loads };
}

async function listenTo(ladder: Synthesizer): Promise<void> {
  for await (const _ of ladder.synthesize(utteranceOf('Hello'), OPTIONS, undefined, LISTENING));
}

/** Messages between threads take turns of the event loop that no fake clock moves. */
const answered = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('the formant voice of a page', () => {
  it('keeps one worker ready below however many voices, until the last lets go', async () => {
    const { time, ladder, live, workers } = setup();
    const ladders = ['one', 'two', 'three'].map(ladder);
    for (const each of ladders) await listenTo(each);
    await time.advance(10_000);
    await answered();
    expect(workers).toHaveLength(1);
    ladders[0]?.dispose();
    ladders[1]?.dispose();
    expect(live()).toBe(1);
    ladders[2]?.dispose();
    expect(live()).toBe(0);
  });

  it('is loaded once, and anew for all after its worker died', async () => {
    const { createFormant, workers, loads } = setup();
    const [first, second] = [createFormant(), createFormant()];
    await Promise.all([first.load(), second.load()]);
    expect(loads.count).toBe(1);
    workers[0]?.crash();
    expect([first.state.kind, second.state.kind]).toEqual(['error', 'error']);
    await Promise.all([first.load(), second.load()]);
    expect([first.state.kind, second.state.kind]).toEqual(['ready', 'ready']);
    expect([workers.length, loads.count]).toEqual([2, 2]);
  });

  it('is replaced for all when one finds it stuck, which no event tells', async () => {
    const { createFormant, workers, live } = setup();
    const [first, second] = [createFormant(), createFormant()];
    await Promise.all([first.load(), second.load()]);
    workers[0]?.fallSilent();
    const speaking = second.synthesize(utteranceOf('Hello'), OPTIONS).next();
    const failed = expect(speaking).rejects.toMatchObject({ detail: { type: 'workerDied' } });
    await answered();
    first.discard?.();
    first.dispose();
    await failed;
    expect(live()).toBe(0);
    await first.load();
    expect([first.state.kind, second.state.kind]).toEqual(['ready', 'ready']);
    expect([workers.length, live()]).toEqual([2, 1]);
  });

  it('refuses no ladder, however many there are', async () => {
    const { createFormant, workers } = setup();
    const many = Array.from({ length: 30 }, createFormant);
    await Promise.all(many.map((each) => each.load()));
    expect(workers).toHaveLength(1);
  });
});
