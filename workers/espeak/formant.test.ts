import { beforeAll, describe, expect, it } from 'vitest';
import type { PcmChunk, SynthesisOptions } from '../../src/contracts/speech';
import {
  NEUTRAL_PROSODY,
  type FullLanguage,
  type Language,
  type Utterance,
} from '../../src/contracts/text';
import { inspectChunk } from '../../src/audio/inspect';
import { plainDocument } from '../../src/text/document';
import { planBlock } from '../../src/text/plan';
import { sliceUtterance } from '../../src/text/slice';
import { FORMANT_RATE_HZ, openFormantVoice, type FormantVoice } from './formant';
import { espeakParts } from './testing';

const OPTIONS: SynthesisOptions = {
  steps: 4,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};
const SENTENCES: Readonly<Record<FullLanguage, string>> = {
  en: 'At the end of the day, it cost $3.50, didn’t it?',
  de: 'Am 3. Oktober kam z. B. Dr. Müller, mit 17 schönen Büchern.',
  nl: 'Het is ’s ochtends mooi weer, zegt mevrouw De Wit!',
};

let voice: FormantVoice;
beforeAll(async () => {
  voice = await openFormantVoice(await espeakParts(), () => performance.now());
});

function utteranceOf(text: string, language: Language, change: Partial<Utterance> = {}): Utterance {
  const block = plainDocument(text).blockAt(0);
  if (block === null) throw new Error('There is no text.');
  const options = { language, lexicon: [], shortStart: false };
  const letters = { phonemise: (words: string) => words.split(' ') };
  const [utterance] = planBlock(block, options, letters);
  if (utterance === undefined) throw new Error('There is nothing to say.');
  return { ...utterance, ...change };
}

const speak = (utterance: Utterance, change: Partial<SynthesisOptions> = {}): PcmChunk =>
  voice.speak(utterance, { ...OPTIONS, ...change }).chunk;

function rms(pcm: Float32Array, from = 0, to = pcm.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (pcm[i] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
}

/** Median of the fundamental frequency, by autocorrelation. */
function pitchHz(pcm: Float32Array): number {
  const found: number[] = [];
  const frame = 3072;
  for (let at = 0; at + frame < pcm.length; at += frame / 2) {
    if (rms(pcm, at, at + frame) < 0.03) continue;
    let best = { lag: 1, sum: 0 };
    for (let lag = 80; lag < 600; lag++) {
      let sum = 0;
      for (let i = at; i + lag < at + frame; i += 2) sum += (pcm[i] ?? 0) * (pcm[i + lag] ?? 0);
      sum /= frame - lag;
      if (sum > best.sum * 1.02) best = { lag, sum };
    }
    found.push(FORMANT_RATE_HZ / best.lag);
  }
  return found.sort((a, b) => a - b)[Math.floor(found.length / 2)] ?? 0;
}

describe('the formant voice', () => {
  it.each(Object.entries(SENTENCES) as [Language, string][])(
    'says every word of %s in its place: %s',
    (language, text) => {
      const utterance = utteranceOf(text, language);
      const chunk = speak(utterance);
      expect(chunk.sampleRate).toBe(24_000);
      expect(inspectChunk(chunk, { maxSamples: null })).toBeNull();
      expect(chunk.words.map((word) => word.span)).toEqual(utterance.words.map((w) => w.span));
      let at = 0;
      for (const { startSample, endSample } of chunk.words) {
        expect(startSample).toBeGreaterThanOrEqual(at);
        expect(endSample - startSample).toBeGreaterThan(0.03 * FORMANT_RATE_HZ);
        expect(rms(chunk.pcm, startSample, endSample)).toBeGreaterThan(0.02);
        at = endSample;
      }
      expect(at).toBeLessThanOrEqual(chunk.pcm.length);
      // Two to four and a half words a second, without long silence at the edges.
      const spokenWords = utterance.words.flatMap(({ spoken }) => spoken.split(' ')).length;
      const seconds = chunk.pcm.length / FORMANT_RATE_HZ;
      expect(spokenWords / seconds).toBeGreaterThan(1.5);
      expect(spokenWords / seconds).toBeLessThan(4.5);
      expect(seconds - at / FORMANT_RATE_HZ).toBeLessThan(0.2);
    },
  );

  it('pauses at a comma, and gives the pause to no word', () => {
    const { words, pcm } = speak(utteranceOf('When it rains, we stay.', 'en'));
    const [before, after] = [words[2], words[3]];
    if (before === undefined || after === undefined) throw new Error('Words are missing.');
    const pauseSeconds = (after.startSample - before.endSample) / FORMANT_RATE_HZ;
    expect(pauseSeconds).toBeGreaterThan(0.1);
    const middle = (before.endSample + after.startSample) / 2;
    expect(rms(pcm, middle - 400, middle + 400)).toBeLessThan(0.005);
  });

  it('gives the same samples for the same text, whatever was said in between', () => {
    const utterance = utteranceOf('The same again, and again.', 'en');
    const once = speak(utterance).pcm;
    speak(utteranceOf('Etwas ganz anderes.', 'de'), { pitchSemitones: 4, pace: 1.7 });
    expect(speak(utterance).pcm).toEqual(once);
  });

  it('obeys pace', () => {
    const utterance = utteranceOf('A little patience is all that is needed here.', 'en');
    const usual = speak(utterance).pcm.length;
    expect(speak(utterance, { pace: 2 }).pcm.length / usual).toBeCloseTo(0.5, 1);
    const slow = { ...utterance, prosody: { ...NEUTRAL_PROSODY, rate: 0.6 } };
    expect(speak(slow).pcm.length / usual).toBeCloseTo(1 / 0.6, 1);
  });

  it.each([-12, -6, -3, 3, 6, 12])('obeys a pitch of %i semitones', (semitones) => {
    const utterance = utteranceOf('We were all aware, Mary and William were away in Maine.', 'en');
    const usual = speak(utterance);
    const shifted = speak(utterance, { pitchSemitones: semitones });
    const heard = 12 * Math.log2(pitchHz(shifted.pcm) / pitchHz(usual.pcm));
    expect(Math.abs(heard - semitones)).toBeLessThan(1.2);
    expect(shifted.pcm.length / usual.pcm.length).toBeCloseTo(1, 1);
  });

  it('is as loud as the neural voice, obeys gain, and never clips', () => {
    const utterance = utteranceOf(SENTENCES.nl, 'nl');
    const loudness = ({ pcm, words }: PcmChunk) =>
      rms(pcm, words[0]?.startSample, words.at(-1)?.endSample);
    const usual = loudness(speak(utterance));
    expect(usual).toBeGreaterThan(0.07);
    expect(usual).toBeLessThan(0.14);
    const soft = { ...utterance, prosody: { ...NEUTRAL_PROSODY, gain: 0.5 } };
    expect(loudness(speak(soft)) / usual).toBeCloseTo(0.5, 1);
    const loud = speak({ ...utterance, prosody: { ...NEUTRAL_PROSODY, gain: 8 } });
    expect(loud.pcm.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)).toBeLessThan(1);
    expect(inspectChunk(loud, { maxSamples: null })).toBeNull();
  });

  it('needs no phonemes', () => {
    const utterance = utteranceOf(SENTENCES.de, 'de');
    const plain = speak({ ...utterance, isPlain: true, phonemes: '', phonemeWords: [] });
    expect(plain.words).toHaveLength(utterance.words.length);
    expect(plain.pcm.length / speak(utterance).pcm.length).toBeCloseTo(1, 0);
  });

  it('says a slice of an utterance', () => {
    const utterance = utteranceOf(SENTENCES.en, 'en');
    const slices = [sliceUtterance(utterance, 0, 4), sliceUtterance(utterance, 4, 99)].map((part) =>
      speak(part),
    );
    const seconds = slices.map(({ pcm }) => pcm.length / FORMANT_RATE_HZ);
    expect(Math.min(...seconds)).toBeGreaterThan(0.6);
    const whole = speak(utterance).pcm.length / FORMANT_RATE_HZ;
    expect(seconds.reduce((a, b) => a + b)).toBeGreaterThan(whole * 0.8);
  });

  it.each([
    ['markup', ['<b>bold</b>', '[[h@l@U]]', '&amp;', 'x\u0000y', '***', 'end']],
    ['letters of others', ['Привет', '你好', 'مرحبا', 'שלום']],
    ['a word no one has', ['a'.repeat(60), 'b'.repeat(60)]],
    ['symbols', ['$5', '3.14', '50%', 'x@y.de', '#tag', '😀']],
    ['halves of characters', ['\ud800', 'word', '\udc00']],
    ['sentences in one word', ['World. Wide; Web! Consortium', 'Dr.']],
    ['nothing', []],
  ])('survives %s', (_, spoken) => {
    const base = utteranceOf('One.', 'en');
    const words = spoken.map((word, i) => ({ span: { start: i, end: i + 1 }, spoken: word }));
    const plain: Utterance = { ...base, words, isPlain: true, phonemes: '', phonemeWords: [] };
    const chunk = speak(plain, { pace: 0.5 });
    expect(chunk.words).toHaveLength(words.length);
    let at = 0;
    for (const { startSample, endSample } of chunk.words) {
      expect(startSample).toBeGreaterThanOrEqual(at);
      expect(endSample).toBeGreaterThanOrEqual(startSample);
      at = endSample;
    }
    expect(at).toBeLessThanOrEqual(chunk.pcm.length);
    expect(inspectChunk(chunk, { maxSamples: null })).toBeNull();
  });

  it('refuses what it cannot hold, and goes on', () => {
    const base = utteranceOf('One.', 'en');
    const words = [{ span: base.span, spoken: 'a '.repeat(20_000) }];
    expect(() => speak({ ...base, words })).toThrow('too long');
    expect(speak(base).pcm.length).toBeGreaterThan(1000);
  });
});
