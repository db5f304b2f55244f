/** The bundled voice itself: its good speech passes, and whatever is wrong with it is found by one guard or another. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ONLY_COMPARED, SPOILED } from '../../bench/spoil.mjs';
import { FAULTS, faulty } from '../../bench/wrong-numbers.mjs';
import { compareSpeech } from '../../src/audio/compare';
import { inspectChunk } from '../../src/audio/inspect';
import { limitsFor } from '../../src/audio/thresholds';
import { seededRandom } from '../../src/base/random';
import { SottoError } from '../../src/base/errors';
import type { EngineOutput } from '../../src/contracts/workers';
import type { EngineDeps } from '../engines/engine';
import { loadFlowEngine } from '../engines/flow/flow';
import { nodeDeps, OPTIONS, SENTENCE, utteranceOf } from '../engines/testing';
import { compare } from './self-test';

const never = new AbortController().signal;
/** Short, hissing, and longer than the two seconds past which some backends go wrong. */
const SPOKEN = ['jˈɛs.', 'sˈɪkstisˈɪks ʃˈɛlz.', SENTENCE, `${SENTENCE.slice(0, -1)}, ${SENTENCE}`];

let deps: EngineDeps;
let good: EngineOutput[];
let tested: Float32Array;

async function speak(provider: EngineDeps['provider']) {
  const engine = await loadFlowEngine({ ...deps, provider });
  const outputs: (EngineOutput | null)[] = [];
  const selfTest = await engine.selfTest();
  for (const phonemes of SPOKEN) {
    const spoken = engine.synthesize(utteranceOf(phonemes), OPTIONS, never);
    outputs.push(await spoken.catch(notSpeechlike));
  }
  await engine.release();
  return { outputs, selfTest };
}

/** Null: the engine itself saw that its spectrogram is none of speech (flow/mel-shape.ts). */
function notSpeechlike(thrown: unknown): null {
  if (thrown instanceof SottoError && thrown.kind === 'audio') return null;
  throw thrown;
}

const limits = () => limitsFor(deps.files.voice.id);
const isRefused = ({ chunk, predictedSamples }: EngineOutput) =>
  inspectChunk(chunk, { maxSamples: predictedSamples ?? null }, limits()) !== null;

beforeAll(async () => {
  deps = await nodeDeps();
  const spoken = await speak(deps.provider);
  good = spoken.outputs.filter((output) => output !== null);
  tested = spoken.selfTest;
  expect(good).toHaveLength(SPOKEN.length);
});

describe('good speech', () => {
  it('passes, and agrees with itself by another seed as far as it can', async () => {
    expect(good.map(isRefused)).toEqual(SPOKEN.map(() => false));
    for (const { chunk } of good) expect(compareSpeech(chunk, chunk).kind).toBe('agrees');
  });
});

describe('spoiled speech', () => {
  it.each(Object.entries(SPOILED))('is refused: %s', (_, spoil) => {
    const random = seededRandom(3).uniform;
    const bad = good.slice(1).flatMap((output) => {
      const chunk = spoil(output.chunk, random);
      return chunk === null ? [] : [{ ...output, chunk }];
    });
    expect(bad.length).toBeGreaterThan(0);
    expect(bad.filter((output) => !isRefused(output))).toEqual([]);
  });

  it.each(Object.entries(ONLY_COMPARED))('differs from what was asked for: %s', (_, spoil) => {
    const { chunk } = good[3] as EngineOutput;
    const bad = spoil(chunk, seededRandom(3).uniform);
    expect(bad && compareSpeech(bad, chunk).kind).toBe('differs');
  });
});

describe('a backend that computes wrong numbers', () => {
  it.each(Object.entries(FAULTS))(
    'is found by the self-test or on a long clause: %s',
    async (_, fault) => {
      const wrong = await speak(faulty(deps.provider, fault, seededRandom(5).uniform));
      const long = wrong.outputs[3];
      if (long === null || long === undefined) return;
      const found = {
        selfTest: compare(wrong.selfTest, tested).kind === 'differs',
        guard: isRefused(long),
        comparison: compareSpeech(long.chunk, (good[3] as EngineOutput).chunk).kind === 'differs',
      };
      expect(Object.values(found)).toContain(true);
      // What only goes wrong far into a clause is out of the self-test's sight.
      expect(found.selfTest || found.comparison).toBe(true);
    },
  );
});
