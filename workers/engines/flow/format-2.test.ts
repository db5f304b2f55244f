/** The tiny voice that `python3 -m training.fixture` wrote, against what PyTorch made of it. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { VoiceId } from '../../../src/base/ids';
import type { BlendShare } from '../../../src/contracts/speech';
import type { Language } from '../../../src/contracts/text';
import type { Voice } from '../../../src/contracts/voices';
import type { Engine } from '../engine';
import { depsFor, OPTIONS, utteranceOf } from '../testing';
import { loadFlowEngine } from './flow';
import { form2 } from './form-2';
import { parseManifest } from './manifest';
import { mixOf } from './speaker-mix';

const folder = new URL('./fixtures/format-2/', import.meta.url);
const description = readFileSync(new URL('voice.json', folder));
const manifest = parseManifest(description);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  readonly phonemes: string;
  readonly steps: number;
  readonly speaker: string;
  readonly language: Language;
  readonly frames: readonly number[];
  readonly wave: readonly number[];
};
const never = new AbortController().signal;
const EXACT = { ...OPTIONS, steps: expected.steps, temperature: 0 };

const voiceOf = (speaker: string | null, languages: readonly Language[] = ['de', 'en']): Voice => ({
  id: 'tiny' as VoiceId,
  name: 'Tiny',
  engine: 'flow',
  locale: 'de',
  languages,
  speaker: { sex: 'female', age: null, ...(speaker === null ? {} : { id: speaker }) },
  licence: { name: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  credits: '',
  sample: null,
  sampleRate: manifest.sampleRate,
  files: [],
  defaults: { steps: 2, temperature: 0.5, pace: 1 },
});
const load = (voice: Voice) => loadFlowEngine(depsFor(voice, folder));
const greatest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 9))), 0);

describe('the flow engine on a voice of format 2', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load(voiceOf(expected.speaker));
  });
  const speak = async (change = {}, utterance = {}, by = engine) => {
    const asked = utteranceOf(expected.phonemes, { language: expected.language, ...utterance });
    return by.synthesize(asked, { ...EXACT, ...change }, never);
  };

  it('makes what PyTorch makes, sample by sample', async () => {
    const { chunk, stages, unknownSymbols } = await speak();
    expect(chunk.pcm.length).toBe(expected.wave.length);
    expect(greatest(chunk.pcm, expected.wave)).toBeLessThan(1e-4);
    const total = expected.frames.reduce((sum, count) => sum + count, 0);
    expect(stages).toMatchObject({ frames: total, tokens: expected.frames.length });
    expect(unknownSymbols).toBe(0);
  });

  it('places words by the durations of their symbols', async () => {
    const { words, pcm } = (await speak()).chunk;
    const hop = manifest.hopSamples;
    const upTo = (symbols: number) =>
      expected.frames.slice(0, symbols).reduce((sum, count) => sum + count, 0) * hop;
    // " hˈɛloʊ, wˈɜːld! ": the first word is symbols 1 to 6, the second 9 to 14.
    expect(words.map(({ startSample, endSample }) => [startSample, endSample])).toEqual([
      [upTo(1), upTo(7)],
      [upTo(9), upTo(15)],
    ]);
    expect(pcm.length).toBe(upTo(expected.frames.length));
  });

  it('sounds the same made in pieces', async () => {
    const pieces = (await speak({ maxFramesPerChunk: 10 })).chunk.pcm;
    expect(greatest(pieces, expected.wave)).toBeLessThan(1e-4);
  });

  it('hears the language of the utterance, and who is to speak', async () => {
    const english = (await speak({}, { language: 'en' })).chunk.pcm;
    const dutch = (await speak({}, { language: 'nl' })).chunk.pcm;
    const other = (await speak({}, {}, await load(voiceOf('lj')))).chunk.pcm;
    expect(greatest(english, expected.wave)).toBeGreaterThan(1e-3);
    // Not one of this voice's languages: read as its first, which is German.
    expect(greatest(dutch, expected.wave)).toBeLessThan(1e-4);
    expect(greatest(other, expected.wave)).toBeGreaterThan(1e-3);
  });

  it('is as loud in a language as the files say of the one who speaks', () => {
    const gains = { lj: { en: 0.5 }, kerstin: { en: 0.8, de: 1.2 } };
    const form = form2({ ...formatTwo(), gains }, voiceOf('lj', ['en', 'de']));
    const { gain } = form.speaking();
    expect([gain('en'), gain('de')]).toEqual([0.5, 1]);
    // Spoken as the voice's first language, and as loud.
    expect(gain('nl')).toBe(0.5);
    const half = { voiceId: 'kerstin' as VoiceId, speakerId: 'kerstin', timbre: 0.5, prosody: 0 };
    expect(form.speaking([half]).gain('en')).toBeCloseTo(0.65, 6);
    expect(formOf('lj').speaking().gain('en')).toBe(1);
  });

  it('gives its sound that loudness', async () => {
    const gains = { kerstin: { de: 0.5 } };
    const deps = depsFor(voiceOf(expected.speaker), folder);
    const told = new TextEncoder().encode(JSON.stringify({ ...formatTwo(), gains }));
    const read = async (name: string) => (name === 'voice.json' ? told : deps.files.read(name));
    const softer = await loadFlowEngine({ ...deps, files: { ...deps.files, read } });
    const { pcm } = (await speak({}, {}, softer)).chunk;
    expect(
      greatest(
        pcm,
        expected.wave.map((sample) => sample / 2),
      ),
    ).toBeLessThan(1e-4);
  });

  it('tells the flow how long its steps are, up to eight', async () => {
    const [two, eight, nine] = [2, 8, 9].map((steps) => stepInput(steps));
    expect([two, eight, nine]).toEqual([0.5, 0.125, 0]);
  });

  it('leads the pitch as far as it can, and leaves the rest to the sound', () => {
    const form = formOf('lj');
    const bend = (semitones: number) =>
      form.speaking().bend({ pitch: Float32Array.of(0, 1) }, semitones);
    // The fixture's speakers have a deviation of 2.5 semitones, of which one and a half may be bent.
    expect(bend(2.5)).toEqual({ pitch: Float32Array.of(1, 2), restSemitones: 0 });
    expect(bend(-5)).toEqual({ pitch: Float32Array.of(-1.5, -0.5), restSemitones: -1.25 });
  });

  it('makes other sound of the same length when the pitch is shifted', async () => {
    const high = (await speak({ pitchSemitones: 2 })).chunk.pcm;
    expect(high.length).toBe(expected.wave.length);
    expect(greatest(high, expected.wave)).toBeGreaterThan(1e-4);
  });

  it('refuses a speaker or a language that the files lack', async () => {
    const damaged = { kind: 'modelLoad', detail: { file: 'voice.json' } };
    await expect(load(voiceOf('nobody'))).rejects.toMatchObject(damaged);
    await expect(load(voiceOf('toString'))).rejects.toMatchObject(damaged);
    const { nl: _, ...languages } = formatTwo().languages;
    expect(() => form2({ ...formatTwo(), languages }, voiceOf('lj', ['nl']))).toThrow('damaged');
  });

  it('speaks as the first of several when the voice names none', async () => {
    const first = Object.keys(formatTwo().speakers)[0] ?? '';
    const unnamed = (await speak({}, {}, await load(voiceOf(null)))).chunk.pcm;
    const named = (await speak({}, {}, await load(voiceOf(first)))).chunk.pcm;
    expect(unnamed).toEqual(named);
  });
});

describe('speakers of format 2, mixed', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load(voiceOf('lj'));
  });
  const share = (speakerId: string, timbre: number, prosody: number): BlendShare => ({
    voiceId: 'tiny-other' as VoiceId,
    speakerId,
    timbre,
    prosody,
  });
  const speak = async (blend: readonly BlendShare[] = [], by = engine) =>
    (await by.synthesize(utteranceOf(expected.phonemes), { ...EXACT, blend }, never)).chunk;

  it('are offered where there are several, by timbre and prosody apart', async () => {
    expect(engine.supports.blend).toBe('apart');
    const { lj } = formatTwo().speakers;
    const alone = form2({ ...formatTwo(), speakers: { lj: lj ?? [] } }, voiceOf('lj'));
    expect(alone.blend).toBeUndefined();
  });

  it('are the chosen one where the shares are nothing, and the other where they are all', async () => {
    const other = await speak([], await load(voiceOf('nathalie')));
    expect((await speak([share('nathalie', 0, 0)])).pcm).toEqual((await speak()).pcm);
    const swapped = await speak([share('nathalie', 1, 1)]);
    expect(greatest(swapped.pcm, other.pcm)).toBeLessThan(1e-5);
    expect(swapped.words).toEqual(other.words);
  });

  it('move as one and sound as another', async () => {
    const [own, other] = [await speak(), await speak([], await load(voiceOf('flemishguy')))];
    expect(own.words).not.toEqual(other.words);
    const timbre = await speak([share('flemishguy', 1, 0)]);
    expect(timbre.words).toEqual(own.words);
    expect(greatest(timbre.pcm, own.pcm)).toBeGreaterThan(1e-3);
    const prosody = await speak([share('flemishguy', 0, 1)]);
    expect(prosody.words).toEqual(other.words);
    expect(greatest(prosody.pcm, other.pcm)).toBeGreaterThan(1e-3);
  });

  it('lie between them', () => {
    const { timbre, prosody, isOne } = mixOf(formatTwo(), 'lj', [
      share('nathalie', 0.25, 0.5),
      share('kerstin', 0.25, 0.5),
    ]);
    const { lj = [], nathalie = [], kerstin = [] } = formatTwo().speakers;
    const at = (k: number) => [lj[k], nathalie[k], kerstin[k]].map((value) => value ?? 0);
    timbre.embedding.forEach((value, k) => {
      const [own = 0, one = 0, two = 0] = at(k);
      expect(value).toBeCloseTo(own / 2 + one / 4 + two / 4, 6);
    });
    expect(prosody.embedding[1]).toBeCloseTo(((at(1)[1] ?? 0) + (at(1)[2] ?? 0)) / 2, 6);
    expect(isOne).toBe(false);
  });

  it.each(['nobody', 'toString'])('are refused with %s, whom the files lack', async (speaker) => {
    await expect(speak([share(speaker, 0.5, 0.5)])).rejects.toMatchObject({
      kind: 'validation',
      detail: { field: 'blend' },
    });
    await expect(speak([share('nathalie', 2, 0)])).rejects.toMatchObject({ kind: 'validation' });
  });
});

describe('a description of format 2', () => {
  const with_ = (change: object) =>
    new TextEncoder().encode(JSON.stringify({ ...formatTwo(), ...change }));

  it.each([
    ['a format from the future', { format: 3 }],
    ['an odd context', { flowContextFrames: 7 }],
    ['an FFT of no power of two', { fftSize: 60 }],
    ['an embedding that is no number', { speakers: { lj: ['1'] } }],
    ['no speakers', { speakers: undefined }],
    ['a pitch without a unit', { pitch: { lj: { deviationSemitones: 0 } } }],
  ])('is refused with %s', (_, change) => {
    expect(() => parseManifest(with_(change))).toThrow('damaged');
  });
});

function formatTwo() {
  if (manifest.format !== 2) throw new Error('The fixture is of another format.');
  return manifest;
}

function formOf(speaker: string) {
  return form2(formatTwo(), voiceOf(speaker));
}

function stepInput(steps: number): number | undefined {
  const none = new Float32Array(0);
  const moment = { frames: 2, x: none, means: none, pitch: none, time: 0 };
  return Number(
    formOf('lj')
      .speaking()
      .flowFeeds({ ...moment, steps })['step']?.data[0],
  );
}
