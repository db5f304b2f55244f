import { beforeAll, describe, expect, it } from 'vitest';
import { inspectChunk } from '../../src/audio/inspect';
import { LANGUAGES } from '../../src/contracts/languages';
import type { PcmChunk, SynthesisOptions } from '../../src/contracts/speech';
import type { Utterance } from '../../src/contracts/text';
import { plainDocument } from '../../src/text/document';
import { pronunciationTag } from '../../src/text/phonemiser';
import { planBlock } from '../../src/text/plan';
import { SAMPLES } from '../../src/text/testing';
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
const letters = { phonemise: (text: string) => text.split(' ') };

let voice: FormantVoice;
beforeAll(async () => {
  voice = await openFormantVoice(await espeakParts(), () => performance.now());
});

function plan(text: string, language: string): Utterance[] {
  const block = plainDocument(text).blockAt(0);
  if (block === null) throw new Error('There is no text.');
  return planBlock(block, { language, lexicon: [], shortStart: false }, letters);
}

async function speak(utterance: Utterance): Promise<PcmChunk> {
  await voice.ready(pronunciationTag(utterance));
  return voice.speak(utterance, OPTIONS).chunk;
}

function rms(pcm: Float32Array, from = 0, to = pcm.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (pcm[i] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
}

// The machine may be busy with other work.
describe('the formant voice in other languages', { timeout: 60_000 }, () => {
  it.each(Object.entries(SAMPLES))('says %s, each word in its place', async (language, text) => {
    let spokenLetters = 0;
    let seconds = 0;
    for (const utterance of plan(text, language)) {
      const chunk = await speak(utterance);
      expect(inspectChunk(chunk, { maxSamples: null })).toBeNull();
      expect(chunk.words.map(({ span }) => span)).toEqual(utterance.words.map(({ span }) => span));
      let at = 0;
      chunk.words.forEach(({ startSample, endSample }, word) => {
        expect(startSample).toBeGreaterThanOrEqual(at);
        expect(endSample).toBeGreaterThanOrEqual(startSample);
        const { spoken } = utterance.words[word] ?? { spoken: '' };
        // One consonant may be shorter than can be measured.
        if ([...spoken].length >= 3) {
          expect(endSample - startSample, spoken).toBeGreaterThan(0.04 * FORMANT_RATE_HZ);
          expect(rms(chunk.pcm, startSample, endSample), spoken).toBeGreaterThan(0.01);
        }
        at = endSample;
      });
      expect(at).toBeLessThanOrEqual(chunk.pcm.length);
      const first = chunk.words[0]?.startSample ?? 0;
      expect(rms(chunk.pcm, first, at)).toBeGreaterThan(0.04);
      expect(rms(chunk.pcm, first, at)).toBeLessThan(0.25);
      spokenLetters += utterance.words.reduce((sum, { spoken }) => sum + [...spoken].length, 0);
      seconds += chunk.pcm.length / FORMANT_RATE_HZ;
    }
    // From Chinese, a syllable a sign, to Tamil, several letters a syllable.
    expect(spokenLetters / seconds).toBeGreaterThan(2.5);
    expect(spokenLetters / seconds).toBeLessThan(25);
  });

  it('has something to say in every language there is', async () => {
    const block = plainDocument('a 2').blockAt(0);
    if (block === null) throw new Error('There is no text.');
    for (const language of LANGUAGES) {
      const options = { language, lexicon: [], shortStart: false };
      const [utterance] = planBlock(block, options, letters);
      if (utterance === undefined) throw new Error(`There is nothing to say in ${language}.`);
      const chunk = await speak(utterance);
      expect(rms(chunk.pcm), language).toBeGreaterThan(0.01);
      expect(chunk.pcm.length / FORMANT_RATE_HZ, language).toBeGreaterThan(0.1);
    }
  }, 120_000);

  it('sounds otherwise where its language is spoken otherwise', async () => {
    const [utterance] = plan('O leite quente de Lisboa.', 'pt');
    if (utterance === undefined) throw new Error('There is nothing to say.');
    const here = await speak({ ...utterance, locale: 'pt-PT' });
    const there = await speak({ ...utterance, locale: 'pt-BR' });
    expect(here.pcm).not.toEqual(there.pcm);
    expect((await speak({ ...utterance, locale: 'pt-PT' })).pcm).toEqual(here.pcm);
    // Of another language's place it knows nothing.
    expect((await speak({ ...utterance, locale: 'fr-CH' })).pcm).toEqual(
      (await speak(utterance)).pcm,
    );
  });

  it('says the same English after it learnt Russian, whose dictionary is the largest', async () => {
    const [english] = plan('The same again, and again.', 'en');
    const [russian] = plan('Привет, мир!', 'ru');
    if (english === undefined || russian === undefined) throw new Error('There is nothing to say.');
    const once = await speak(english);
    await speak(russian);
    expect((await speak(english)).pcm).toEqual(once.pcm);
  });

  it('refuses what nobody can say', async () => {
    await expect(voice.ready('tlh')).rejects.toMatchObject({ kind: 'validation' });
  });
});
