import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { VoiceId } from '../../../src/base/ids';
import type { BlendShare } from '../../../src/contracts/speech';
import type { Engine, EngineDeps } from '../engine';
import { smallDeps, smallVoice, withFields } from '../pieces/testing';
import { readStyleArchive } from '../style/npz';
import { OPTIONS, SENTENCE, utteranceOf } from '../testing';
import { KITTEN_IDS } from './alphabet';
import { encode } from './encode';
import { loadKittenEngine } from './kitten';

const never = new AbortController().signal;
const speaker = (id?: string) => ({
  sex: 'female' as const,
  age: null,
  ...(id === undefined ? {} : { id }),
});
const voiceOf = (version: '0.1' | '0.8', id?: string) =>
  smallVoice(`kitten-${version}`, 'kitten', { sampleRate: 24_000, speaker: speaker(id) });

interface Run {
  readonly ids: readonly number[];
  readonly style: Float32Array;
  readonly speed: number;
  samples: number;
  durations: number[];
}

/** What the graph is given and gives, seen on its way. */
function watched(deps: EngineDeps) {
  const runs: Run[] = [];
  const createSession: EngineDeps['provider']['createSession'] = async (bytes, name) => {
    const session = await deps.provider.createSession(bytes, name);
    return {
      ...session,
      run: async (feeds) => {
        const outputs = await session.run(feeds);
        runs.push({
          ids: Array.from(feeds['input_ids']?.data ?? [], Number),
          style: Float32Array.from(feeds['style']?.data as Float32Array),
          speed: Number(feeds['speed']?.data[0]),
          samples: outputs['waveform']?.length ?? 0,
          durations: [...(outputs['duration'] ?? [])],
        });
        return outputs;
      },
    };
  };
  return { runs, deps: { ...deps, provider: { ...deps.provider, createSession } } };
}

function rms(pcm: Float32Array, from = 0, to = pcm.length): number {
  const part = pcm.subarray(from, to);
  return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);
}

describe("Kitten's symbols", () => {
  const shown = (phonemes: string) => {
    const symbols = new Map([...KITTEN_IDS].map(([symbol, id]) => [id, symbol]));
    return encode(phonemes)
      .ids.map((id) => symbols.get(id) ?? '☒')
      .join('');
  };

  it('are 178, the mark that ends every text among them', () => {
    expect(Math.max(...KITTEN_IDS.values())).toBe(177);
    expect(KITTEN_IDS.get('…')).toBe(10);
    expect(KITTEN_IDS.get('ɑ')).toBe(69);
    expect(KITTEN_IDS.get("'")).toBe(176);
  });

  it('stand apart, words and marks, as its own tokenizer parts them', () => {
    expect(shown('həlˈoʊ, wˈɜːld.')).toBe('həlˈoʊ , wˈɜːld .');
    expect(shown('bˈʌʔn\u0329')).toBe('bˈʌʔn \u0329');
  });

  it('are none where there is nothing to say', () => {
    for (const nothing of ['', ' ., ', 'ˈː', '☃']) expect(encode(nothing).ids).toEqual([]);
    expect(encode('☃☃').unknown).toBe(2);
  });

  it('account for every unit: said, a space, or counted as unknown', () => {
    const symbol = fc.constantFrom(...KITTEN_IDS.keys(), '☃', '\u0304', 'g', ' ', '🙂');
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 60 }), (symbols) => {
        const phonemes = `a${symbols.join('')}`;
        const { ids, units, unknown } = encode(phonemes);
        expect(ids).toHaveLength(units.length);
        const said = units.filter((unit) => unit >= 0);
        expect(said).toEqual(said.toSorted((a, b) => a - b));
        const sounds = [...phonemes].filter((one) => one.trim() !== '');
        expect(said.length + unknown).toBe(sounds.length);
        expect(unknown).toBe(sounds.filter((one) => '☃🙂\u0304'.includes(one)).length);
      }),
    );
  });
});

describe.each(['0.1', '0.8'] as const)('the Kitten engine, version %s', (version) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadKittenEngine(smallDeps(voiceOf(version, 'Bella')));
  });

  it('sounds where its words are, in order, to the end of the last', async () => {
    const { chunk, unknownSymbols } = await engine.synthesize(
      utteranceOf(SENTENCE),
      OPTIONS,
      never,
    );
    expect(unknownSymbols).toBe(0);
    expect(chunk.words).toHaveLength(7);
    let at = 0;
    for (const { startSample, endSample } of chunk.words) {
      expect(startSample).toBeGreaterThanOrEqual(at);
      expect(endSample).toBeGreaterThan(startSample);
      expect(rms(chunk.pcm, startSample, endSample)).toBeGreaterThan(0.01);
      at = endSample;
    }
    expect(at).toBeLessThanOrEqual(chunk.pcm.length);
    expect(engine.supports).toEqual({
      guidance: false,
      emotions: false,
      blend: 'apart',
      steps: false,
      temperature: false,
    });
  });

  it('speaks long texts whole, in pieces of at most 400 symbols', async () => {
    const { runs, deps } = watched(smallDeps(voiceOf(version, 'Leo')));
    const watchedEngine = await loadKittenEngine(deps);
    const words = fc.array(fc.constantFrom('ðə', 'bˈɜːtʃ', 'kənˈuː,', 'slˈɪd'), {
      minLength: 1,
      maxLength: 240,
    });
    await fc.assert(
      fc.asyncProperty(words, async (texts) => {
        runs.length = 0;
        const utterance = utteranceOf(`${texts.join(' ')}.`);
        const { chunk } = await watchedEngine.synthesize(utterance, OPTIONS, never);
        const said: number[] = [];
        for (const { ids } of runs) {
          expect(ids.length).toBeLessThanOrEqual(400);
          expect([ids[0], ...ids.slice(-2)]).toEqual([0, 10, 0]);
          // A piece without a mark at its end was given a comma.
          const isGiven = ids.at(-3) === 3 && ids.at(-4) === 16 && ids !== runs.at(-1)?.ids;
          said.push(...ids.slice(1, isGiven && texts.length > 0 ? -4 : -2));
        }
        expect(said.filter((id) => id !== 16)).toEqual(
          encode(utterance.phonemes).ids.filter((id) => id !== 16),
        );
        let at = 0;
        for (const { startSample, endSample } of chunk.words) {
          expect(startSample).toBeGreaterThanOrEqual(at);
          expect(endSample).toBeGreaterThan(startSample);
          expect(rms(chunk.pcm, startSample, endSample)).toBeGreaterThan(0.001);
          at = endSample;
        }
        expect(at).toBeLessThanOrEqual(chunk.pcm.length);
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  it('cuts the last 5000 samples, but never into a word', async () => {
    for (const pace of [0.5, 1, 4]) {
      const { runs, deps } = watched(smallDeps(voiceOf(version, 'Hugo')));
      const watchedEngine = await loadKittenEngine(deps);
      const spoken = await watchedEngine.synthesize(
        utteranceOf('slˈɪd'),
        { ...OPTIONS, pace },
        never,
      );
      const [run] = runs;
      if (run === undefined) throw new Error('Nothing was run.');
      // The model's own frames: pad, word, space, comma, end and pad.
      const [lead = 0, ...rest] = run.durations;
      const word = rest.slice(0, 5).reduce((sum, frames) => sum + frames, 0) * 600;
      const { pcm, words } = spoken.chunk;
      expect((words[0]?.endSample ?? 0) - (words[0]?.startSample ?? 0)).toBe(word);
      expect(pcm.length).toBeGreaterThanOrEqual(words[0]?.endSample ?? Infinity);
      expect(pcm.length).toBeLessThanOrEqual(Math.max(run.samples - 5000, lead * 600 + word));
    }
  });
});

describe('the styles of Kitten', () => {
  const styleOf = async (version: '0.1' | '0.8', id: string | undefined, phonemes: string) => {
    const { runs, deps } = watched(smallDeps(voiceOf(version, id)));
    const engine = await loadKittenEngine(deps);
    await engine.synthesize(utteranceOf(phonemes), OPTIONS, never);
    const tables = readStyleArchive(await deps.files.read('voices.npz'), 'voices.npz');
    return { run: runs[0], tables };
  };

  it('are one for every length in 0.1, and of the length in characters in 0.8', async () => {
    const { run, tables } = await styleOf('0.1', 'expr-voice-3-m', 'slˈɪd smˈuːð.');
    expect(run?.style).toEqual(tables.get('expr-voice-3-m')?.values);
    expect(run?.speed).toBe(1);
    const long = Array.from({ length: 10 }, () => 'slˈɪd').join(' ');
    const newer = await styleOf('0.8', 'Bruno', `${long}.`);
    const table = newer.tables.get('expr-voice-3-m')?.values;
    // Ten words of five characters, the spaces between them and the mark.
    expect(newer.run?.style).toEqual(table?.subarray(60 * 256, 61 * 256));
    expect(newer.run?.style).not.toEqual(table?.subarray(0, 256));
    expect(newer.run?.speed).toBeCloseTo(0.8, 6);
    expect((await styleOf('0.8', '4-m', 'slˈɪd.')).run?.speed).toBeCloseTo(0.9, 6);
  });

  it('are mixed from the same archive, timbre and prosody apart', async () => {
    const { runs, deps } = watched(smallDeps(voiceOf('0.1', 'Bella')));
    const engine = await loadKittenEngine(deps);
    const leo: BlendShare = {
      voiceId: 'kitten-leo' as VoiceId,
      speakerId: 'Leo',
      timbre: 0.25,
      prosody: 1,
    };
    await engine.synthesize(utteranceOf(SENTENCE), { ...OPTIONS, blend: [leo] }, never);
    const tables = readStyleArchive(await deps.files.read('voices.npz'), 'voices.npz');
    const [own, other] = ['expr-voice-2-f', 'expr-voice-5-m'].map(
      (name) => tables.get(name)?.values,
    );
    const mixed = runs[0]?.style ?? new Float32Array(0);
    expect(mixed[5]).toBeCloseTo(0.75 * (own?.[5] ?? 9) + 0.25 * (other?.[5] ?? 9), 6);
    expect(mixed.subarray(128)).toEqual(other?.subarray(128));
    const blend = [{ ...leo, speakerId: 'Nobody' }];
    await expect(
      engine.synthesize(utteranceOf(SENTENCE), { ...OPTIONS, blend }, never),
    ).rejects.toMatchObject({ message: expect.stringContaining('Nobody') });
  });

  it('refuse a speaker they do not have, and a description that is none', async () => {
    await expect(loadKittenEngine(smallDeps(voiceOf('0.8', 'constructor')))).rejects.toMatchObject({
      kind: 'modelLoad',
      message: 'This model does not know the voice that is asked for.',
    });
    const spoilt = (fields: object) =>
      loadKittenEngine(
        smallDeps(voiceOf('0.8', 'Leo'), (name, bytes) =>
          name === 'config.json' ? withFields(bytes, fields) : bytes,
        ),
      );
    for (const fields of [{ type: 'ONNX9' }, { speed_priors: { 'expr-voice-5-m': 'fast' } }])
      await expect(spoilt(fields)).rejects.toMatchObject({
        message: 'The description of this voice is damaged.',
      });
  });

  it('leave the GPU to the file that says it is float32', () => {
    expect(loadKittenEngine.avoidsGpu?.(voiceOf('0.8'))).toContain('compact edition');
    const [graph, ...rest] = voiceOf('0.8').files.filter(({ name }) => name.endsWith('.onnx'));
    if (graph === undefined) throw new Error('no graph');
    const url = 'https://hub.example/KittenML/kitten-tts-nano-0.8-fp32/resolve/main/nano.onnx';
    const fine = { ...voiceOf('0.8'), files: [{ ...graph, url }, ...rest] };
    expect(loadKittenEngine.avoidsGpu?.(fine)).toBeNull();
  });
});
