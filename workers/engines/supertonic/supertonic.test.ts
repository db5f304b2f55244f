import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Feeds } from '../../ort/session';
import type { Voice } from '../../../src/contracts/voices';
import type { Engine } from '../engine';
import { MODELS, smallDeps, smallVoice, withFields } from '../pieces/testing';
import { OPTIONS, SENTENCE, utteranceOf } from '../testing';
import { loadSupertonicEngine } from './supertonic';

const never = new AbortController().signal;
const HOP = 3072;
const defaults = { steps: 4, temperature: 1, pace: 1 };
const small = (folder: string) =>
  smallVoice(folder, 'supertonic', { sampleRate: 44_100, defaults });
const one = small('supertonic-1');
const three = small('supertonic-3');
const options = { ...OPTIONS, ...defaults };

const load = (voice: Voice, change?: Parameters<typeof smallDeps>[1]) =>
  loadSupertonicEngine(smallDeps(voice, change));

/** Latin words of the given lengths. */
const text = (...lengths: readonly number[]) =>
  utteranceOf(`${lengths.map((length) => 'abcdefgh'.repeat(9).slice(0, length)).join(' ')}.`);

function json(file: string): { readonly data: unknown[]; readonly dims: number[] }[] {
  const parsed: unknown = JSON.parse(readFileSync(new URL(file, MODELS), 'utf8'));
  const { style_ttl, style_dp } = parsed as Record<string, (typeof parsed & object)[]>;
  return [style_ttl, style_dp] as unknown as ReturnType<typeof json>;
}

/** The pipeline as its makers write it (web/helper.js), for a text and without noise. */
async function reference(folder: string, written: string, steps: number) {
  const { provider } = smallDeps(one);
  const read = (name: string) => readFileSync(new URL(`${folder}/${name}`, MODELS));
  const run = async (name: string, output: string, inputs: Feeds) => {
    const session = await provider.createSession(read(`${name}.onnx`), name);
    return (await session.run(inputs))[output] ?? new Float32Array();
  };
  const indexer = JSON.parse(read('unicode_indexer.json').toString()) as number[];
  const [ttl, dp] = json(`${folder}/F1.json`).map(({ data, dims }) => ({
    data: Float32Array.from(data.flat(Infinity) as number[]),
    dims,
  }));
  if (ttl === undefined || dp === undefined) throw new Error('There is no style.');
  const ids = [...written].map((character) => indexer[character.codePointAt(0) ?? 0] ?? -1);
  const text_ids = { data: BigInt64Array.from(ids, BigInt), dims: [1, ids.length] };
  const mask = (n: number) => ({ data: new Float32Array(n).fill(1), dims: [1, 1, n] });
  const text_mask = mask(ids.length);
  const told = { text_ids, style_dp: dp, text_mask };
  const [seconds = 0] = await run('duration_predictor', 'duration', told);
  const heard = { text_ids, style_ttl: ttl, text_mask };
  const text_emb = {
    data: await run('text_encoder', 'text_emb', heard),
    dims: [1, 256, ids.length],
  };
  const places = Math.floor((Math.floor(seconds * 44_100) + HOP - 1) / HOP);
  let latent: Float32Array = new Float32Array(144 * places);
  for (let step = 0; step < steps; step++) {
    latent = await run('vector_estimator', 'denoised_latent', {
      noisy_latent: { data: latent, dims: [1, 144, places] },
      text_emb,
      style_ttl: ttl,
      latent_mask: mask(places),
      text_mask,
      current_step: { data: Float32Array.of(step), dims: [1] },
      total_step: { data: Float32Array.of(steps), dims: [1] },
    });
  }
  return run('vocoder', 'wav_tts', { latent: { data: latent, dims: [1, 144, places] } });
}

function largest(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, x, i) => Math.max(max, Math.abs(x - (b[i] ?? 9))), 0);
}

describe('Supertonic against its makers’ pipeline', () => {
  it.each([
    ['supertonic-1', one, 'abc def.'],
    ['supertonic-3', three, '<en>abc def.</en>'],
  ])('says the same (%s)', async (folder, voice, written) => {
    for (const steps of [1, 5]) {
      const engine = await load(voice);
      const utterance = utteranceOf('abc def.');
      const still = { ...options, steps, temperature: 0 };
      const { chunk, predictedSamples } = await engine.synthesize(utterance, still, never);
      const expected = await reference(folder, written, steps);
      expect(predictedSamples).toBe(expected.length);
      expect(largest(chunk.pcm, expected)).toBeLessThan(1e-6);
    }
  });
});

describe('Supertonic', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load(three);
  });
  const speak = (change = {}, utterance = utteranceOf(SENTENCE)) =>
    engine.synthesize(utterance, { ...options, ...change }, never);

  it('gives the same sound for a seed, another for another and for other steps', async () => {
    const [a, b, c, d] = [
      await speak(),
      await speak(),
      await speak({ seed: 2 }),
      await speak({ steps: 7 }),
    ].map(({ chunk }) => chunk.pcm);
    expect(a).toEqual(b);
    expect(c).not.toEqual(a);
    expect(d).not.toEqual(a);
  });

  it('is faster at twice the pace, by the predicted duration', async () => {
    const slow = (await speak()).predictedSamples ?? 0;
    const fast = (await speak({ pace: 2 })).predictedSamples ?? 0;
    expect(Math.abs(slow / 2 - fast)).toBeLessThanOrEqual(HOP);
  });

  it('says that its timings are estimated, and that steps are its quality', () => {
    expect(engine.supports).toMatchObject({ timings: 'estimated' });
    expect(engine.supports.steps).not.toBe(false);
  });

  it('speaks a text beyond its limit whole, with pauses between', async () => {
    const long = text(...Array.from({ length: 75 }, () => 9));
    const { chunk, stages } = await speak({}, long);
    // Thirty words, thirty and fifteen; each passage between its tags and with a full stop.
    const letters = 75 * 9 + 29 + 29 + 14;
    expect(stages.tokens).toBe(letters + 3 * '<en>.</en>'.length);
    expect(chunk.words).toHaveLength(75);
    const silence = Math.round(0.3 * 44_100);
    const gaps = chunk.words.flatMap(({ startSample }, i) => {
      const before = chunk.words[i - 1]?.endSample ?? startSample;
      return startSample - before >= silence ? [before] : [];
    });
    expect(gaps).toHaveLength(2);
    for (const at of gaps) {
      expect(chunk.pcm.subarray(at + 3000, at + silence - 3000).every((x) => x === 0)).toBe(true);
    }
  });

  it('has a place for every word within the sound', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(lengths, async (words) => {
        const { chunk } = await speak({ steps: 1 }, text(...words));
        expect(chunk.words).toHaveLength(words.length);
        let at = 0;
        for (const { startSample, endSample } of chunk.words) {
          expect(startSample).toBeGreaterThanOrEqual(at);
          expect(endSample).toBeGreaterThan(startSample);
          at = endSample;
        }
        expect(at).toBeLessThanOrEqual(chunk.pcm.length);
      }),
      { numRuns: 10 },
    );
  });

  it('is silent, with a place for every word, when nothing can be spoken', async () => {
    const { chunk, unknownSymbols } = await speak({}, utteranceOf('☃ ☃.'));
    expect(chunk.pcm).toHaveLength(0);
    expect(chunk.words).toHaveLength(2);
    expect(unknownSymbols).toBe(2);
  });

  it('stops between two steps when cancelled', async () => {
    const controller = new AbortController();
    let breaths = 0;
    const breathe = async () => {
      if (++breaths === 5) controller.abort();
    };
    const cancelled = await loadSupertonicEngine({ ...smallDeps(three), breathe });
    const many = { ...options, steps: 64 };
    const speaking = cancelled.synthesize(utteranceOf(SENTENCE), many, controller.signal);
    await expect(speaking).rejects.toMatchObject({ kind: 'cancelled' });
    expect(breaths).toBe(5);
  });

  it('tests itself with all its graphs, always alike', async () => {
    const tested = await engine.selfTest();
    expect(tested).toHaveLength(1 + 8 * HOP);
    expect(await engine.selfTest()).toEqual(tested);
    expect(engine.components().map(({ name }) => name)).toHaveLength(4);
  });
});

describe('the style', () => {
  it('is the speaker’s own, or that of a voice which keeps only one', async () => {
    const speaker = { ...one.speaker, id: 'F1' };
    const renamed = one.files.map((file) =>
      file.name === 'F1.json' ? { ...file, name: 'style.json' } : file,
    );
    for (const files of [one.files, renamed]) {
      const engine = await load({ ...one, speaker, files });
      expect(await engine.selfTest()).toEqual(await (await load(one)).selfTest());
    }
  });
});

describe('Supertonic refuses', () => {
  it('speakers without a style, and styles that do not fit', async () => {
    const speaker = { ...one.speaker, id: 'M5' };
    await expect(load({ ...one, speaker })).rejects.toThrow('speaker');
    const cut = load(one, (name, bytes) =>
      name === 'F1.json' ? withFields(bytes, { style_dp: { data: [1], dims: [1, 8, 16] } }) : bytes,
    );
    await expect(cut).rejects.toMatchObject({ kind: 'modelLoad' });
    const narrow = load(one, (name, bytes) =>
      name === 'F1.json' ? withFields(bytes, { style_dp: { data: [1], dims: [1, 1, 1] } }) : bytes,
    );
    await expect(narrow).rejects.toMatchObject({
      cause: { message: expect.stringContaining('style_dp') as string },
    });
  });

  it('settings that its graphs are not for, and graphs in each other’s place', async () => {
    const settings = { ttl: { latent_dim: 12, chunk_compress_factor: 6 } };
    const other = load(one, (name, bytes) =>
      name === 'tts.json' ? withFields(bytes, settings) : bytes,
    );
    await expect(other).rejects.toMatchObject({
      cause: { message: expect.stringContaining('noisy_latent') as string },
    });
    const vocoder = readFileSync(new URL('supertonic-1/vocoder.onnx', MODELS));
    const swapped = load(one, (name, bytes) => (name === 'text_encoder.onnx' ? vocoder : bytes));
    await expect(swapped).rejects.toMatchObject({
      kind: 'modelLoad',
      cause: { message: 'text_encoder.onnx has no text_ids; it has latent.' },
    });
  });

  it('durations that cannot be', async () => {
    const deps = smallDeps(one);
    const engine = await loadSupertonicEngine({
      ...deps,
      provider: {
        ...deps.provider,
        createSession: async (graph, name) => {
          const session = await deps.provider.createSession(graph, name);
          const wrong = name === 'duration_predictor.onnx';
          return wrong
            ? { ...session, run: async () => ({ duration: Float32Array.of(NaN) }) }
            : session;
        },
      },
    });
    const speaking = engine.synthesize(utteranceOf(SENTENCE), options, never);
    await expect(speaking).rejects.toMatchObject({ kind: 'inference' });
  });
});
