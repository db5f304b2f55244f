import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SottoError } from '../base/errors';
import type { LadderEvent, Rung } from '../contracts/resilience';
import type { Circumstances, ModelState, PcmChunk, SynthesisResult } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import { DIED, OPTIONS, failure, scriptedVoice, utteranceOf, type Deed } from './fakes';
import { fakeTime } from './fake-time';
import { createRecovery } from './recovery';
import { Resilient } from './resilient';

const BROKEN = failure({ kind: 'inference', stage: 'flow', recoverable: true });
const UNLOADABLE = failure({ kind: 'modelLoad', component: 'ort', file: 'a' });
const LOST = failure({ kind: 'device', type: 'gpuLost' });
const TEXT = 'the quick brown fox jumps over the lazy dog';

function ladder({ enableFallback = true } = {}) {
  const time = fakeTime();
  const chosen = scriptedVoice('chosen', 'webgpu');
  const wasm = scriptedVoice('wasm');
  const formant = scriptedVoice('formant');
  const silence = scriptedVoice('silence');
  const events: LadderEvent[] = [];
  const states: ModelState['kind'][] = [];
  const lower = { wasm: () => wasm, formant: () => formant, silence: () => silence };
  let downloads = 0;
  const synthesizer = new Resilient({
    id: 'test',
    rungs: { chosen: () => chosen, ...(enableFallback ? lower : {}) },
    policy: { maxRetries: 3, retryDelayMs: 1000, enableFallback },
    recovery: createRecovery({ clock: time, timestamp: time.now, random: () => 0 }),
    repairWeights: () => Promise.resolve(void downloads++),
    surroundings: { webgpuAvailable: true, crossOriginIsolated: true },
    clock: time,
    random: () => 0,
  });
  synthesizer.onEvent((event) => events.push(event));
  synthesizer.onState((state) => states.push(state.kind));
  const rungs = { chosen, wasm, formant, silence };
  return { synthesizer, time, rungs, events, states, downloads: () => downloads };
}

interface Spoken {
  readonly chunks: PcmChunk[];
  readonly result: SynthesisResult;
}

function waiting(seconds: number, level: ReturnType<Circumstances['level']> = 'normal') {
  return { secondsUntilGap: () => seconds, level: () => level };
}

type Ladder = ReturnType<typeof ladder>;

/** Lets time pass until the utterance is spoken. */
async function speak(
  { synthesizer, time }: Ladder,
  utterance: Utterance = utteranceOf(TEXT),
  circumstances?: Circumstances,
  signal?: AbortSignal,
): Promise<Spoken> {
  const chunks: PcmChunk[] = [];
  const run = (async () => {
    const steps = synthesizer.synthesize(utterance, OPTIONS, signal, circumstances);
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) chunks.push(step.value);
    return { chunks, result: step.value };
  })();
  let isDone = false;
  run.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  for (let passed = 0; !isDone && passed < 600; passed++) await time.advance(100);
  return run;
}

/** The words that were heard, as the text had them. */
const heard = ({ chunks }: Spoken) =>
  chunks.flatMap(({ words }) => words.map(({ span }) => TEXT.slice(span.start, span.end)));

const spokenBy = ({ events }: Ladder): Rung[] =>
  events.flatMap((event) => (event.kind === 'spoke' ? [event.rung] : []));

describe('the ladder', () => {
  it('adds nothing while all is well', async () => {
    const it = ladder();
    const spoken = await speak(it);
    expect(heard(spoken)).toEqual(TEXT.split(' '));
    expect(spoken.result).toMatchObject({ fallback: null, error: null, samples: 90 });
    expect(it.rungs.chosen.asked[0]?.utterance).toEqual(utteranceOf(TEXT));
    expect(it.rungs.chosen.asked[0]?.options).toEqual(OPTIONS);
    expect(it.rungs.wasm.loads + it.rungs.formant.loads).toBe(0);
    expect(it.synthesizer.state.kind).toBe('ready');
  });

  it('tries again, with other noise', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'fail', error: BROKEN });
    const spoken = await speak(it);
    expect(heard(spoken)).toEqual(TEXT.split(' '));
    expect(spoken.result).toMatchObject({ fallback: null, error: BROKEN });
    expect(it.rungs.chosen.asked.map(({ options }) => options.seed)).toEqual([7, 8]);
  });

  it('then tries in short pieces with few steps', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'fail', error: BROKEN }, { kind: 'fail', error: BROKEN });
    const spoken = await speak(it);
    expect(heard(spoken)).toEqual(TEXT.split(' '));
    expect(spoken.result.fallback).toBeNull();
    const pieces = it.rungs.chosen.asked.slice(2);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every(({ utterance }) => utterance.words.length <= 5)).toBe(true);
    expect(pieces.every(({ options }) => options.steps === 2)).toBe(true);
  });

  it('leaves the GPU for the processor, and comes back when that was repaired', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'fail', error: LOST }, { kind: 'fail', error: LOST });
    const spoken = await speak(it, utteranceOf(TEXT), waiting(1));
    expect(spoken.result).toMatchObject({ fallback: 'wasm', error: LOST });
    expect(spoken.chunks.every(({ rung }) => rung === 'wasm')).toBe(true);
    await it.time.advance(60_000);
    await speak(it);
    expect(spokenBy(it)).toEqual(['wasm', 'chosen']);
    const moves = it.events.flatMap((event) => (event.kind === 'moved' ? [event.to] : []));
    expect(moves).toEqual(['wasm', 'chosen']);
    expect(it.synthesizer.state.kind).toBe('ready');
  });

  it('waits for the repair while there is enough to hear', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'fail', error: LOST }, { kind: 'fail', error: LOST });
    await speak(it, utteranceOf(TEXT), waiting(15));
    expect(spokenBy(it)).toEqual(['chosen']);
  });

  it('says only what was not said when a voice fails in mid-utterance', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'failAfter', words: 4, error: DIED });
    expect(heard(await speak(it))).toEqual(TEXT.split(' '));
    expect(it.rungs.chosen.asked[1]?.utterance.words.map(({ spoken }) => spoken)).toEqual(
      TEXT.split(' ').slice(4),
    );
  });

  it('falls to the formant voice, then to silence', async () => {
    const it = ladder();
    it.rungs.chosen.always = { kind: 'fail', error: BROKEN };
    it.rungs.wasm.always = { kind: 'fail', error: BROKEN };
    expect((await speak(it, utteranceOf(TEXT), waiting(2))).result.fallback).toBe('formant');
    expect(it.synthesizer.state).toMatchObject({
      kind: 'degraded',
      rung: 'formant',
      isBroken: true,
    });
    it.rungs.formant.always = { kind: 'fail', error: BROKEN };
    const silent = await speak(it, utteranceOf(TEXT), waiting(2));
    expect(silent.result.fallback).toBe('silence');
    expect(heard(silent)).toEqual(TEXT.split(' '));
  });

  it('does not wait for a voice that hangs while the listener hears a gap', async () => {
    const it = ladder();
    await speak(it);
    it.rungs.chosen.always = { kind: 'hang' };
    const before = it.time.now();
    const spoken = await speak(it, utteranceOf(TEXT), waiting(0.4));
    expect(spoken.result.fallback).toBe('formant');
    expect(it.time.now() - before).toBeLessThan(1500);
    expect(it.events.some(({ kind }) => kind === 'late')).toBe(true);
  });

  it('makes a silent formant voice anew rather than stay silent', async () => {
    const it = ladder();
    it.rungs.chosen.always = { kind: 'fail', error: BROKEN };
    it.rungs.wasm.always = { kind: 'fail', error: BROKEN };
    // One of them meets the trial of a repair.
    const hangs = Array<Deed>(3).fill({ kind: 'hang' });
    it.rungs.formant.script.push(...hangs, { kind: 'fail', error: BROKEN });
    const spoken = await speak(it, utteranceOf(TEXT), waiting(0.4));
    expect(spoken.result.fallback).toBe('formant');
    expect(it.rungs.formant.disposals).toBe(2);
    expect(heard(spoken)).toEqual(TEXT.split(' '));
  });

  it('soon notices that a formant voice that spoke before is gone, and leaves it time afterwards', async () => {
    const it = ladder();
    it.rungs.chosen.always = { kind: 'fail', error: BROKEN };
    it.rungs.wasm.always = { kind: 'fail', error: BROKEN };
    await speak(it, utteranceOf(TEXT), waiting(2));
    const before = it.time.now();
    it.rungs.formant.script.push({ kind: 'hang' });
    const spoken = await speak(it, utteranceOf(TEXT), waiting(12));
    expect(spoken.result.fallback).toBe('formant');
    expect(it.rungs.formant.disposals).toBe(1);
    expect(it.time.now() - before).toBeLessThan(2500);
    // Late a second time, it is overrun rather than gone: silence would not be better.
    it.rungs.formant.script.push({ kind: 'hang' }, { kind: 'hang' });
    expect((await speak(it, utteranceOf(TEXT), waiting(0.4))).result.fallback).toBe('formant');
  });

  it('makes a voice anew that hung for a long time twice', async () => {
    const it = ladder();
    await speak(it);
    it.rungs.chosen.script.push({ kind: 'hang' }, { kind: 'hang' });
    for (let n = 0; n < 2; n++) await speak(it, utteranceOf(TEXT), waiting(3));
    expect(it.rungs.chosen.disposals).toBeGreaterThan(0);
    await it.time.advance(5000);
    await speak(it, utteranceOf(TEXT), waiting(5));
    expect(spokenBy(it)).toEqual(['chosen', 'formant', 'formant', 'chosen']);
  });

  it('makes a voice anew that takes many times as long as it did, while the listener has time', async () => {
    const it = ladder();
    await speak(it);
    it.rungs.chosen.script.push({ kind: 'hang' });
    const before = it.time.now();
    const spoken = await speak(it, utteranceOf(TEXT), waiting(18));
    expect(spoken.result).toMatchObject({ fallback: null, error: { kind: 'timeout' } });
    expect(it.rungs.chosen.disposals).toBe(1);
    expect(it.time.now() - before).toBeLessThan(6000);
    expect(heard(spoken)).toEqual(TEXT.split(' '));
  });

  it('makes a voice that hangs again and again anew', async () => {
    const it = ladder();
    await speak(it);
    it.rungs.chosen.script.push(...Array<Deed>(3).fill({ kind: 'hang' }));
    for (let n = 0; n < 3; n++) await speak(it, utteranceOf(TEXT), waiting(0.4));
    await it.time.advance(10_000);
    await speak(it, utteranceOf(TEXT), waiting(5));
    expect(spokenBy(it)).toEqual(['chosen', 'formant', 'formant', 'formant', 'chosen']);
    expect(it.rungs.chosen.disposals).toBeGreaterThan(0);
  });

  it('notices that somebody begins to wait for a voice that hangs', async () => {
    const it = ladder();
    let seconds = Infinity;
    it.rungs.chosen.always = { kind: 'hang' };
    it.time.after(10_000, () => (seconds = 0.4));
    const circumstances = { secondsUntilGap: () => seconds, level: () => 'normal' as const };
    const spoken = await speak(it, utteranceOf(TEXT), circumstances);
    expect(spoken.result.fallback).toBe('formant');
    expect(it.time.now()).toBeLessThan(12_000);
  });

  it('notices that the sound in hand is used up faster than it was', async () => {
    const it = ladder();
    let seconds = 15;
    it.rungs.chosen.always = { kind: 'hang' };
    it.time.after(2000, () => (seconds = 1));
    const circumstances = { secondsUntilGap: () => seconds, level: () => 'normal' as const };
    const spoken = await speak(it, utteranceOf(TEXT), circumstances);
    expect(spoken.result.fallback).toBe('formant');
    expect(it.time.now()).toBeLessThan(5000);
  });

  it('waits as long as it takes where nobody waits', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'hang' });
    const stop = new AbortController();
    it.time.after(20_000, () => stop.abort());
    await expect(speak(it, utteranceOf(TEXT), undefined, stop.signal)).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(it.rungs.formant.asked).toEqual([]);
  });

  it('speaks with the formant voice under overload and for what has no phonemes', async () => {
    const it = ladder();
    expect((await speak(it, utteranceOf(TEXT), waiting(5, 'overload'))).result.fallback).toBe(
      'formant',
    );
    const plain = { ...utteranceOf(TEXT), isPlain: true as const };
    expect((await speak(it, plain)).result.fallback).toBe('formant');
    expect(spokenBy(it)).toEqual(['formant', 'formant']);
    expect(it.rungs.chosen.asked).toEqual([]);
  });

  it('passes on what no voice could mend', async () => {
    const it = ladder();
    const full = failure({ kind: 'resource', type: 'capacity' });
    it.rungs.chosen.script.push({ kind: 'fail', error: full });
    await expect(speak(it)).rejects.toBe(full);
    expect(it.rungs.formant.asked).toEqual([]);
  });

  it('gives up after its retries where fallback is off', async () => {
    const it = ladder({ enableFallback: false });
    it.rungs.chosen.always = { kind: 'fail', error: BROKEN };
    await expect(speak(it)).rejects.toBe(BROKEN);
    expect(it.synthesizer.getHealth()).toMatchObject({ fallbackEnabled: false });
  });

  it('loads the next rung when the first cannot be loaded, and fetches the weights anew', async () => {
    const it = ladder();
    it.rungs.chosen.alwaysLoad = UNLOADABLE;
    const loading = it.synthesizer.load();
    await it.time.advance(100);
    expect((await loading).voiceId).toBe('wasm');
    await it.time.advance(60_000);
    expect(it.downloads()).toBeGreaterThan(0);
    expect(it.synthesizer.state).toMatchObject({ kind: 'degraded', rung: 'wasm' });
  });

  it('tries the better voice again after a quiet spell', async () => {
    const it = ladder();
    it.rungs.chosen.alwaysLoad = UNLOADABLE;
    const loading = it.synthesizer.load();
    await it.time.advance(200_000);
    await loading;
    it.rungs.chosen.alwaysLoad = null;
    await it.time.advance(10 * 60_000);
    await speak(it, utteranceOf(TEXT), waiting(5));
    await it.time.advance(10_000);
    await speak(it, utteranceOf(TEXT), waiting(5));
    expect(spokenBy(it).at(-1)).toBe('chosen');
  });

  it('speaks an utterance again whose engine was made anew under it', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'hang' });
    it.time.after(500, () => void it.synthesizer.reload());
    const spoken = await speak(it);
    expect(spoken.result).toMatchObject({ fallback: null, error: null });
    expect(heard(spoken)).toEqual(TEXT.split(' '));
  });

  it('ends what is under way when it is disposed, and can be loaded again', async () => {
    const it = ladder();
    it.rungs.chosen.script.push({ kind: 'hang' });
    it.time.after(500, () => it.synthesizer.dispose());
    await expect(speak(it)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(it.synthesizer.state.kind).toBe('uninitialized');
    expect((await speak(it)).result.fallback).toBeNull();
  });

  it('has the formant voice ready while somebody listens', async () => {
    const it = ladder();
    await speak(it, utteranceOf(TEXT), waiting(5));
    expect(it.rungs.formant.loads).toBe(0);
    await it.time.advance(5000);
    expect(it.rungs.formant.loads).toBe(1);
    expect(it.synthesizer.state.kind).toBe('ready');
  });

  it('has it ready at once when the chosen voice fails before that', async () => {
    const well = ladder();
    await speak(well, utteranceOf(TEXT), waiting(20));
    const struck = ladder();
    struck.rungs.chosen.script.push({ kind: 'fail', error: DIED });
    await speak(struck, utteranceOf(TEXT), waiting(20));
    expect([well.rungs.formant.loads, struck.rungs.formant.loads]).toEqual([0, 1]);
  });

  it('tells its health', async () => {
    const it = ladder();
    expect(it.synthesizer.getHealth()).toMatchObject({ modelLoaded: false, activeRung: 'chosen' });
    it.rungs.chosen.script.push({ kind: 'fail', error: BROKEN });
    await speak(it);
    expect(it.synthesizer.getHealth()).toMatchObject({
      state: 'ready',
      errorCount: 1,
      lastError: BROKEN,
      lastSuccessfulSynthesis: 1,
      modelLoaded: true,
    });
  });
});

const deed = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Deed>({ kind: 'speak' }) },
  fc
    .constantFrom<SottoError[]>(BROKEN, DIED, LOST, UNLOADABLE)
    .map((error): Deed => ({ kind: 'fail', error })),
  fc
    .tuple(fc.constantFrom(BROKEN, DIED), fc.integer({ min: 1, max: 4 }))
    .map(([error, words]): Deed => ({ kind: 'failAfter', error, words })),
  fc.constant<Deed>({ kind: 'hang' }),
);

describe('whatever fails, wherever', () => {
  it('says every word once and in order', async () => {
    const scripts = fc.record({
      chosen: fc.array(deed, { maxLength: 12 }),
      wasm: fc.array(deed, { maxLength: 6 }),
      formant: fc.array(deed, { maxLength: 3 }),
    });
    const gaps = fc.array(fc.double({ min: 0, max: 8, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(scripts, gaps, async ({ chosen, wasm, formant }, seconds) => {
        const it = ladder();
        it.rungs.chosen.script.push(...chosen);
        it.rungs.wasm.script.push(...wasm);
        it.rungs.formant.script.push(...formant);
        for (const left of seconds) {
          expect(heard(await speak(it, utteranceOf(TEXT), waiting(left)))).toEqual(TEXT.split(' '));
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
