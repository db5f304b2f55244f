import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SynthesisOptions } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { Voice } from '../../../src/contracts/voices';
import { MODELS, smallDeps, smallVoice, withFields } from '../pieces/testing';
import { OPTIONS, SENTENCE, utteranceOf } from '../testing';
import { parseConfig } from './config';
import { loadPiperEngine } from './piper';
import { encodeSymbols } from './symbols';

const never = new AbortController().signal;
const single = smallVoice('piper-single', 'piper');
const speakers = smallVoice('piper-speakers', 'piper', { sampleRate: 16_000 });
const bare = smallVoice('piper-bare', 'piper', { sampleRate: 16_000 });

type Change = Parameters<typeof smallDeps>[1];
const load = (voice: Voice, change?: Change) => loadPiperEngine(smallDeps(voice, change));

const config = (fields: object): Change => {
  return (name, bytes) => (name.endsWith('.json') ? withFields(bytes, fields) : bytes);
};

async function speak(
  voice: Voice,
  change: Partial<SynthesisOptions> = {},
  utterance: Utterance = utteranceOf(SENTENCE),
) {
  const engine = await load(voice);
  const options = { ...OPTIONS, temperature: 0.667, ...change };
  const output = await engine.synthesize(utterance, options, never);
  await engine.release();
  return output;
}

function largest(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, x, i) => Math.max(max, Math.abs(x - (b[i] ?? 9))), 0);
}

/** What the graph as published gives for numbers written down here by hand. */
async function published(folder: string, file: string, feeds: Record<string, readonly number[]>) {
  const { provider } = smallDeps(single);
  const graph = readFileSync(new URL(`${folder}/${file}`, MODELS));
  const session = await provider.createSession(graph, file);
  const inputs = Object.entries(feeds).map(([name, values]) => {
    if (name === 'scales') return [name, { data: Float32Array.from(values), dims: [3] }];
    const dims = name === 'input' ? [1, values.length] : [1];
    return [name, { data: BigInt64Array.from(values, BigInt), dims }];
  });
  const { output = new Float32Array() } = await session.run(Object.fromEntries(inputs));
  const peak = output.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return output.map((x) => x / peak);
}

/** "abc." with the pads and marks of the reference (piper's phoneme_ids.py). */
const ABC = [1, 0, 14, 0, 15, 0, 16, 0, 10, 0, 2];

describe('Piper against the graph as published', () => {
  it('says the same, of whichever speaker, in the same number of samples', async () => {
    for (const [id, sid] of [
      ['p236', 1],
      ['2', 2],
      [undefined, 0],
    ] as const) {
      const speaker = { ...speakers.speaker, ...(id === undefined ? {} : { id }) };
      const { chunk, predictedSamples } = await speak(
        { ...speakers, speaker },
        { pace: 0.8 },
        utteranceOf('abc.'),
      );
      const feeds = { input: ABC, input_lengths: [ABC.length], scales: [0.667, 1.25, 0.8] };
      const file = 'en_US-speakers-low.onnx';
      const reference = await published('piper-speakers', file, { ...feeds, sid: [sid] });
      expect(predictedSamples).toBe(reference.length);
      // Only silence at the edges is cut, and there is none.
      expect(largest(chunk.pcm, reference)).toBeLessThan(1e-6);
    }
  });

  it('says the same without noise where the graph has some', async () => {
    const feeds = { input: ABC, input_lengths: [ABC.length], scales: [0, 1, 0] };
    const reference = await published('piper-single', 'en_US-small-medium.onnx', feeds);
    const { chunk } = await speak(single, { temperature: 0 }, utteranceOf('abc.'));
    expect(largest(chunk.pcm, reference)).toBeLessThan(1e-6);
  });
});

describe('Piper', () => {
  it('is as loud as it can be at the rate its description says', async () => {
    const { chunk } = await speak(bare);
    expect(chunk.sampleRate).toBe(16_000);
    expect(chunk.pcm.reduce((max, x) => Math.max(max, Math.abs(x)), 0)).toBe(1);
    expect((await speak(single)).chunk.sampleRate).toBe(22_050);
  });

  it('gives the same samples for a seed, of any session, and others for another', async () => {
    const [a, b, c] = [
      await speak(single),
      await speak(single),
      await speak(single, { seed: 2 }),
    ].map(({ chunk }) => chunk.pcm);
    expect(a).toEqual(b);
    expect(c).not.toEqual(a);
    const engine = await load(single);
    const again = async () =>
      (await engine.synthesize(utteranceOf(SENTENCE), { ...OPTIONS, temperature: 0.667 }, never))
        .chunk.pcm;
    expect([await again(), await again()]).toEqual([a, a]);
  });

  it('is livelier when warmer, and the same each time without warmth', async () => {
    const still = (await speak(single, { temperature: 0 })).chunk.pcm;
    expect((await speak(single, { temperature: 0, seed: 9 })).chunk.pcm).toEqual(still);
    const warm = (await speak(single, { temperature: 1.2 })).chunk.pcm;
    expect(warm).not.toEqual(still);
  });

  it('is faster at twice the pace', async () => {
    const slow = (await speak(bare)).chunk.pcm.length;
    const fast = (await speak(bare, { pace: 2 })).chunk.pcm.length;
    expect(fast / slow).toBeGreaterThan(0.4);
    expect(fast / slow).toBeLessThan(0.75);
  });

  it('tells its words from the frames that the graph keeps to itself', async () => {
    const engine = await load(single);
    expect(engine.supports.timings).toBeUndefined();
    const { chunk } = await speak(single, { temperature: 0 }, utteranceOf('aaa b, cc.'));
    expect(chunk.words).toHaveLength(3);
    const lengths = chunk.words.map(({ startSample, endSample }) => endSample - startSample);
    // Whole frames, two numbers a symbol at least.
    expect(lengths.map((samples) => samples % 256)).toEqual([0, 0, 0]);
    expect(lengths[0]).toBeGreaterThanOrEqual(6 * 256);
    const gap = (chunk.words[2]?.startSample ?? 0) - (chunk.words[1]?.endSample ?? 0);
    expect(gap).toBeGreaterThanOrEqual(4 * 256);
  });

  it('estimates them, and says so, where the frames cannot be had', async () => {
    const engine = await load(bare);
    expect(engine.supports.timings).toBe('estimated');
    expect((await speak(bare)).chunk.words).toHaveLength(7);
  });

  it('drops language flags, counts what it does not know, and is silent when nothing is left', async () => {
    const { unknownSymbols, chunk } = await speak(bare, {}, utteranceOf('a(en)b☃ (de)c.'));
    expect(unknownSymbols).toBe(1);
    const plain = await speak(bare, {}, utteranceOf('ab c.'));
    expect(chunk.pcm).toEqual(plain.chunk.pcm);
    const none = await speak(bare, {}, utteranceOf('☃ ☃.'));
    expect(none.chunk.pcm).toHaveLength(0);
    expect(none.chunk.words).toHaveLength(2);
  });

  it('reads the letters of the words where it was taught letters', async () => {
    const engine = await load(bare, config({ phoneme_type: 'text' }));
    const utterance = utteranceOf('ɐ ˈɔː.', { language: 'en' });
    const words = utterance.words.map((word, i) => ({ ...word, spoken: ['Ab', 'cé'][i] ?? '' }));
    const options = { ...OPTIONS, temperature: 0.667 };
    const { chunk, stages } = await engine.synthesize({ ...utterance, words }, options, never);
    // "ab ce" with its accent unknown to the alphabet, and the full stop.
    const expected = [1, 0, 14, 0, 15, 0, 3, 0, 16, 0, 18, 0, 10, 0, 2];
    expect(stages.tokens).toBe(expected.length);
    const feeds = { input: expected, input_lengths: [15], scales: [0.667, 1, 0.8] };
    const reference = await published('piper-bare', 'en_US-bare-low.onnx', feeds);
    expect(largest(chunk.pcm, reference)).toBeLessThan(1e-6);
  });

  it('has a place for every word within the sound, whatever it is given', async () => {
    const engines = [await load(single), await load(bare)];
    const options = { ...OPTIONS, temperature: 0.667 };
    const texts = fc.string({
      unit: fc.constantFrom('a', 'b', 'ɹ', 'ˈ', ' ', ',', '.', '☃', 'ç'),
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (phonemes) => {
        for (const engine of engines) {
          const utterance = utteranceOf(phonemes);
          const { chunk } = await engine.synthesize(utterance, options, never);
          expect(chunk.words.map(({ span }) => span)).toEqual(
            utterance.words.map(({ span }) => span),
          );
          let at = 0;
          for (const { startSample, endSample } of chunk.words) {
            expect(startSample).toBeGreaterThanOrEqual(at);
            expect(endSample).toBeGreaterThanOrEqual(startSample);
            at = endSample;
          }
          expect(at).toBeLessThanOrEqual(chunk.pcm.length);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('stops when cancelled', async () => {
    const engine = await load(bare);
    const speaking = engine.synthesize(utteranceOf(SENTENCE), OPTIONS, AbortSignal.abort());
    await expect(speaking).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('avoids the GPU, and says why', () => {
    expect(loadPiperEngine.avoidsGpu?.(single)).toContain('CPU');
  });
});

describe('Piper refuses', () => {
  it('alphabets it does not know', async () => {
    for (const phoneme_type of ['pinyin', 'hebrew', 'japanese']) {
      const loading = load(single, config({ phoneme_type }));
      await expect(loading).rejects.toMatchObject({
        kind: 'modelLoad',
        message: expect.stringContaining('script') as string,
        cause: expect.objectContaining({
          message: expect.stringContaining(phoneme_type) as string,
        }) as Error,
      });
    }
  });

  it('descriptions that are damaged or know no pads', async () => {
    const damaged = load(single, (name, bytes) =>
      name.endsWith('.json') ? bytes.slice(0, 80) : bytes,
    );
    await expect(damaged).rejects.toThrow('damaged');
    await expect(load(single, config({ phoneme_id_map: { a: [1] } }))).rejects.toMatchObject({
      kind: 'modelLoad',
    });
  });

  it('speakers that nobody knows', async () => {
    for (const id of ['p999', '3', '-1']) {
      const loading = load({ ...speakers, speaker: { ...speakers.speaker, id } });
      await expect(loading).rejects.toThrow('speaker');
    }
  });

  it('graphs of another kind, and voices without a graph', async () => {
    const identity =
      'CAg6NwoQCgFhEgFiIghJZGVudGl0eRIBdFoPCgFhEgoKCAgBEgQKAggBYg8KAWISCgoICAESBAoCCAFCBAoAEBE=';
    const other = load(single, (name, bytes) =>
      name.endsWith('.onnx') ? Buffer.from(identity, 'base64') : bytes,
    );
    await expect(other).rejects.toMatchObject({
      kind: 'modelLoad',
      cause: expect.objectContaining({
        message: 'en_US-small-medium.onnx has no input or x; it has a.',
      }) as Error,
    });
    await expect(load({ ...single, files: [] })).rejects.toMatchObject({ kind: 'modelLoad' });
  });
});

describe('symbols', () => {
  const bytes = readFileSync(new URL('piper-bare/en_US-bare-low.onnx.json', MODELS));
  const { symbolIds } = parseConfig(bytes, 'voice.onnx.json');

  it('are decomposed, as the reference does, unless the voice has only the whole one', () => {
    expect(encodeSymbols('ça', symbolIds)).toMatchObject({
      ids: [1, 0, 16, 0, 140, 0, 14, 0, 2],
      units: [-1, -1, 0, 0, 0, 0, 1, 1, -1],
    });
    const without = new Map([...symbolIds].filter(([symbol]) => symbol !== '\u0327'));
    expect(encodeSymbols('ça', without).ids).toEqual([1, 0, 40, 0, 14, 0, 2]);
  });
});
