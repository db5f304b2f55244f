import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { VoiceId } from '../../../src/base/ids';
import type { BlendShare } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { Engine, EngineDeps } from '../engine';
import { kokoroDeps, kokoroVoice } from '../style/testing';
import { OPTIONS, SENTENCE, utteranceOf } from '../testing';
import { loadKokoroEngine } from './kokoro';

const never = new AbortController().signal;
const WORDS = ['ðə', 'bˈɜːtʃ', 'kənˈuː', 'slˈɪd', 'ˈɔn', 'smˈuːð', 'plˈæŋks', 'həlˈoʊ', 'wˈɔːɾɚ'];

const two: BlendShare = {
  voiceId: 'kokoro-bm_two' as VoiceId,
  speakerId: 'bm_two',
  timbre: 0,
  prosody: 0,
};

async function open(graph?: string, change = {}, asked: string[] = []): Promise<Engine> {
  return loadKokoroEngine(kokoroDeps(kokoroVoice(graph, change), asked));
}

function rms(pcm: Float32Array, from = 0, to = pcm.length): number {
  const part = pcm.subarray(from, to);
  return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);
}

/** What the graph is given, seen on its way. */
function watched(deps: EngineDeps) {
  const runs: { ids: number[]; style: Float32Array; speed: number }[] = [];
  const createSession: EngineDeps['provider']['createSession'] = async (bytes, name) => {
    const session = await deps.provider.createSession(bytes, name);
    return {
      ...session,
      run: (feeds) => {
        const ids = feeds['input_ids'] ?? feeds['tokens'];
        runs.push({
          ids: Array.from(ids?.data ?? [], Number),
          style: Float32Array.from(feeds['style']?.data as Float32Array),
          speed: Number(feeds['speed']?.data[0]),
        });
        return session.run(feeds);
      },
    };
  };
  return { runs, deps: { ...deps, provider: { ...deps.provider, createSession } } };
}

describe('the Kokoro engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  const speak = async (change = {}, phonemes = SENTENCE, utterance = {}) =>
    engine.synthesize(utteranceOf(phonemes, utterance), { ...OPTIONS, ...change }, never);

  it('sounds where its words are, each in its place, in order, and is silent between', async () => {
    const { chunk, stages, unknownSymbols } = await speak();
    expect(chunk.sampleRate).toBe(24_000);
    expect(chunk.words).toHaveLength(7);
    expect(unknownSymbols).toBe(0);
    expect(stages.frames).toBeGreaterThan(100);
    let at = 0;
    for (const { startSample, endSample } of chunk.words) {
      expect(startSample).toBeGreaterThanOrEqual(at);
      expect(endSample).toBeGreaterThan(startSample);
      expect(rms(chunk.pcm, startSample, endSample)).toBeGreaterThan(0.01);
      if (startSample > at && at > 0) expect(rms(chunk.pcm, at, startSample)).toBe(0);
      at = endSample;
    }
    expect(at).toBeLessThanOrEqual(chunk.pcm.length);
  });

  it('tells words by the durations of the graph', async () => {
    // The graph: silent symbols have 2 frames, those that sound at least 3; a frame has 600 samples.
    const { words } = (await speak()).chunk;
    const [first, second] = words;
    const stressed = (second?.startSample ?? 0) - (first?.endSample ?? 0);
    expect(stressed % 600).toBe(0);
    expect(stressed).toBeGreaterThan(0);
    for (const { startSample, endSample } of words) expect((endSample - startSample) % 600).toBe(0);
  });

  it('gives the model the row of the length, pads around, and the pace', async () => {
    const { runs, deps } = watched(kokoroDeps(kokoroVoice()));
    const watchedEngine = await loadKokoroEngine(deps);
    await watchedEngine.synthesize(utteranceOf('həlˈoʊ.'), { ...OPTIONS, pace: 1.5 }, never);
    const style = new Float32Array((await deps.files.read('af_one.bin')).slice().buffer);
    // həlˈO. are six symbols: row five.
    expect(runs).toHaveLength(1);
    expect(runs[0]?.ids).toEqual([0, 50, 83, 54, 156, 31, 4, 0]);
    expect(runs[0]?.style).toEqual(style.subarray(5 * 256, 6 * 256));
    expect(runs[0]?.speed).toBe(1.5);
  });

  it('spells English by the region of the text, else of the voice, and the rest by itself', async () => {
    const spelt = async (language: string, locale: string) => {
      const { runs, deps } = watched(kokoroDeps(kokoroVoice('model.onnx', { locale })));
      const watchedEngine = await loadKokoroEngine(deps);
      const utterance = utteranceOf('hˈoʊ', { language: language as Utterance['language'] });
      await watchedEngine.synthesize(utterance, OPTIONS, never);
      return runs[0]?.ids[3];
    };
    const [american, british] = [31, 33];
    expect(await spelt('en', 'en-US')).toBe(american);
    expect(await spelt('en', 'en-GB')).toBe(british);
    expect(await spelt('en-GB', 'en-US')).toBe(british);
    expect(await spelt('en-US', 'en-GB')).toBe(american);
    expect(await spelt('es', 'en-GB')).toBe(american);
  });

  it('is the same each time, faster at twice the pace, louder with gain, higher at the same length', async () => {
    const plain = (await speak()).chunk.pcm;
    expect((await speak({ seed: 2 })).chunk.pcm).toEqual(plain);
    const fast = (await speak({ pace: 2 })).chunk.pcm;
    expect(fast.length / plain.length).toBeGreaterThan(0.4);
    expect(fast.length / plain.length).toBeLessThan(0.7);
    const prosody = { rate: 1, pitchSemitones: 0, gain: 2 };
    const loud = (await speak({}, SENTENCE, { prosody })).chunk.pcm;
    expect(rms(loud) / rms(plain)).toBeCloseTo(2, 3);
    const high = (await speak({ pitchSemitones: 4 })).chunk.pcm;
    expect(high).toHaveLength(plain.length);
    expect(high).not.toEqual(plain);
  });

  it('speaks long texts whole: every word has a place, in order, and sounds there', async () => {
    const words = fc.array(fc.constantFrom(...WORDS, 'bˈɪɡ,'), { minLength: 1, maxLength: 260 });
    const frames = fc.constantFrom(0, 0, 150);
    await fc.assert(
      fc.asyncProperty(words, frames, async (texts, maxFramesPerChunk) => {
        const utterance = utteranceOf(`${texts.join(' ')}.`);
        const { chunk } = await engine.synthesize(
          utterance,
          { ...OPTIONS, maxFramesPerChunk },
          never,
        );
        expect(chunk.words.map(({ span }) => span)).toEqual(
          utterance.words.map(({ span }) => span),
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
      { numRuns: 12 },
    );
  }, 60_000);

  it('never gives the model more than it bears, and no symbol twice or not at all', async () => {
    const { runs, deps } = watched(kokoroDeps(kokoroVoice()));
    const watchedEngine = await loadKokoroEngine(deps);
    const monster = 'a'.repeat(1200);
    const phonemes = `${Array.from({ length: 120 }, (_, i) => WORDS[i % WORDS.length]).join(' ')} ${monster}.`;
    const { chunk } = await watchedEngine.synthesize(utteranceOf(phonemes), OPTIONS, never);
    expect(runs.length).toBeGreaterThan(4);
    for (const { ids } of runs) expect(ids.length).toBeLessThanOrEqual(512);
    const said = runs.flatMap(({ ids }) => ids.slice(1, -1)).filter((id) => id !== 16);
    const whole = await import('./spell').then(({ spell }) => spell(phonemes, 'american'));
    expect(said).toEqual(whole.ids.filter((id) => id !== 16));
    expect(chunk.words.at(-1)?.endSample).toBeGreaterThan(1200 * 3 * 600);
  });

  it('is silent, with a place for every word, when nothing can be spoken', async () => {
    const { chunk, unknownSymbols } = await speak({}, '☃ ☃.');
    expect(chunk.pcm).toHaveLength(0);
    expect(chunk.words).toHaveLength(2);
    expect(unknownSymbols).toBe(2);
  });

  it('stops between two pieces when cancelled', async () => {
    const long = Array.from({ length: 400 }, () => 'plˈæŋks').join(' ');
    const controller = new AbortController();
    const speaking = engine.synthesize(utteranceOf(long), OPTIONS, controller.signal);
    setTimeout(() => controller.abort(), 1);
    await expect(speaking).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('calls a failing graph a stumble, which is tried again', async () => {
    const deps = kokoroDeps(kokoroVoice());
    const broken = {
      ...deps.provider,
      createSession: async (bytes: Uint8Array, name: string) => {
        const session = await deps.provider.createSession(bytes, name);
        return {
          ...session,
          run: async (feeds: Parameters<typeof session.run>[0]) => {
            const { waveform = new Float32Array(0), ...rest } = await session.run(feeds);
            return { ...rest, waveform: waveform.subarray(0, waveform.length - 3000) };
          },
        };
      },
    };
    const cut = await loadKokoroEngine({ ...deps, provider: broken });
    await expect(cut.synthesize(utteranceOf(SENTENCE), OPTIONS, never)).rejects.toMatchObject({
      detail: { kind: 'inference', stage: 'vocode', recoverable: true },
      component: 'engine.kokoro',
    });
  });
});

describe('exports of Kokoro', () => {
  it.each(['model_untimed.onnx', 'model_tokens.onnx'])(
    '%s sounds the same, and its words are estimated and labelled so',
    async (graph) => {
      const [timed, untimed] = [await open(), await open(graph)];
      const utterance = utteranceOf(SENTENCE);
      const expected = (await timed.synthesize(utterance, OPTIONS, never)).chunk;
      const { chunk } = await untimed.synthesize(utterance, OPTIONS, never);
      expect(timed.supports.timings).toBeUndefined();
      expect(untimed.supports).toMatchObject({
        timings: 'estimated',
        blend: 'apart',
        steps: false,
      });
      expect(chunk.pcm.length).toBe(expected.pcm.length);
      expect(chunk.pcm).toEqual(expected.pcm);
      let at = 0;
      chunk.words.forEach(({ startSample, endSample }, i) => {
        expect(startSample).toBeGreaterThanOrEqual(at);
        expect(endSample).toBeGreaterThan(startSample);
        const truth = expected.words[i];
        const middle = (startSample + endSample) / 2;
        expect(
          Math.abs(middle - ((truth?.startSample ?? 0) + (truth?.endSample ?? 0)) / 2),
        ).toBeLessThan(0.2 * 24_000);
        at = endSample;
      });
    },
  );

  it('the eight-bit one speaks as the other does, nearly', async () => {
    const [fine, coarse] = [await open(), await open('model_quantized.onnx')];
    const utterance = utteranceOf(SENTENCE);
    const a = (await fine.synthesize(utterance, OPTIONS, never)).chunk;
    const b = (await coarse.synthesize(utterance, OPTIONS, never)).chunk;
    expect(b.words).toEqual(a.words);
    const difference = a.pcm.map((sample, i) => sample - (b.pcm[i] ?? 9));
    expect(rms(difference) / rms(a.pcm)).toBeLessThan(0.02);
    expect(rms(difference)).toBeGreaterThan(0);
  });

  it('leaves the GPU to the float32 one', async () => {
    expect(loadKokoroEngine.avoidsGpu?.(kokoroVoice('model.onnx'))).toBeNull();
    const compact = kokoroVoice('model_quantized.onnx');
    expect(loadKokoroEngine.avoidsGpu?.(compact)).toContain('compact edition');
    // By the file's address, however it is kept; and by what is in it, however it is called.
    const [graph, style] = compact.files;
    if (graph === undefined || style === undefined) throw new Error('no files');
    const renamed = { ...compact, files: [{ ...graph, name: 'model.onnx' }, style] };
    expect(loadKokoroEngine.avoidsGpu?.(renamed)).toContain('compact edition');
    const deps = kokoroDeps(compact);
    const gpu = { ...deps.provider, backend: 'webgpu' as const };
    await expect(loadKokoroEngine({ ...deps, provider: gpu })).rejects.toMatchObject({
      kind: 'modelLoad',
      cause: { message: expect.stringContaining('float32') },
    });
  });

  it('with noise of its own is compared by its levels, because it never sounds the same twice', async () => {
    const noisy = await open('model_noisy.onnx');
    const [a, b] = [await noisy.selfTest(), await noisy.selfTest()];
    expect(a).not.toEqual(b);
    const plain = await (await open()).selfTest();
    expect(a.length).toBeLessThan(plain.length / 10);
    const error = a.map((level, i) => level - (b[i] ?? 9));
    expect(rms(error) / rms(a)).toBeLessThan(0.01);
  });

  it('refuses what is no Kokoro', async () => {
    const deps = kokoroDeps(kokoroVoice());
    const read = async (name: string) =>
      name.endsWith('.bin') ? new Uint8Array(1000) : deps.files.read(name);
    await expect(
      loadKokoroEngine({ ...deps, files: { ...deps.files, read } }),
    ).rejects.toMatchObject({ kind: 'modelLoad', detail: { file: 'af_one.bin' } });
    await expect(
      loadKokoroEngine(kokoroDeps({ ...kokoroVoice(), files: [] })),
    ).rejects.toMatchObject({ message: 'A part of this voice is missing.' });
    for (const locale of ['ja-JP', 'zh-CN'])
      await expect(open('model.onnx', { locale, name: 'Kumo' })).rejects.toMatchObject({
        kind: 'config',
        message: expect.stringMatching(/cannot read (Japanese|Chinese) aloud with Kumo/),
      });
  });
});

describe('a blend', () => {
  const say = async (engine: Engine, share: Partial<BlendShare>) =>
    (
      await engine.synthesize(
        utteranceOf(SENTENCE),
        { ...OPTIONS, blend: [{ ...two, ...share }] },
        never,
      )
    ).chunk;

  it('of prosody moves otherwise, of timbre sounds otherwise', async () => {
    const asked: string[] = [];
    const engine = await open('model.onnx', {}, asked);
    const own = await say(engine, {});
    expect(asked).toEqual([]);
    const timbre = await say(engine, { timbre: 0.5 });
    expect(timbre.words).toEqual(own.words);
    expect(timbre.pcm).not.toEqual(own.pcm);
    const prosody = await say(engine, { prosody: 1 });
    expect(prosody.words).not.toEqual(own.words);
    // Read once, under its own name.
    expect(asked).toEqual(['kokoro-bm_two/bm_two.bin']);
  });

  it('that is all the other voice is that voice', async () => {
    const engine = await open();
    const other = await loadKokoroEngine(
      kokoroDeps(
        kokoroVoice('model.onnx', {
          files: kokoroVoice().files.map((file) =>
            file.name === 'af_one.bin' ? { ...file, name: 'bm_two.bin' } : file,
          ),
        }),
      ),
    );
    const expected = await other.synthesize(utteranceOf(SENTENCE), OPTIONS, never);
    expect((await say(engine, { timbre: 1, prosody: 1 })).pcm).toEqual(expected.chunk.pcm);
  });

  it('looks where the family keeps its voices, if it keeps them together', async () => {
    const asked: string[] = [];
    const owner = 'kokoro-family' as VoiceId;
    const files = kokoroVoice().files.map((file) => ({ ...file, owner }));
    await say(await open('model.onnx', { files }, asked), { timbre: 1 });
    expect(asked).toEqual(['kokoro-family/bm_two.bin']);
    // One from the listener's own disk has no speaker's name, and is no member of the family.
    const mine = { voiceId: 'device-mine' as VoiceId, speakerId: null, timbre: 1 };
    await expect(say(await open('model.onnx', { files }, asked), mine)).rejects.toMatchObject({
      message: expect.stringContaining('device-mine'),
    });
    expect(asked.at(-1)).toBe('device-mine/style.bin');
  });

  it('names the voice that is not on the device', async () => {
    const engine = await open();
    await expect(say(engine, { speakerId: 'zz_gone', timbre: 0.2 })).rejects.toMatchObject({
      kind: 'modelLoad',
      message: expect.stringContaining('zz_gone'),
      suggestion: 'Download that voice, or take it out of the mix.',
    });
    await expect(say(engine, { timbre: 2 })).rejects.toMatchObject({ kind: 'validation' });
  });
});
