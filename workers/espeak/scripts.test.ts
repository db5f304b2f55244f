import { beforeAll, describe, expect, it } from 'vitest';
import type { Utterance } from '../../src/contracts/text';
import { plainDocument } from '../../src/text/document';
import type { LearningPhonemiser } from '../../src/text/phonemiser';
import { planBlock } from '../../src/text/plan';
import { expectSound, SAMPLES } from '../../src/text/testing';
import { loadEspeak } from './espeak';
import { espeakParts } from './testing';

let espeak: LearningPhonemiser;
beforeAll(async () => {
  espeak = await loadEspeak(await espeakParts());
});

async function plan(text: string, language: string, locale?: string): Promise<Utterance[]> {
  await espeak.ready(locale ?? language);
  const block = plainDocument(text).blockAt(0);
  if (block === null) return [];
  const options = { language, lexicon: [], shortStart: false };
  return planBlock(block, locale === undefined ? options : { ...options, locale }, espeak);
}

/** "word=sounds" for each word. */
function soundsOf({ words, phonemes, phonemeWords }: Utterance): string[] {
  return words.map(({ spoken }, index) => {
    const sounds = [...phonemes].filter((_, unit) => phonemeWords[unit] === index);
    return `${spoken}=${sounds.join('')}`;
  });
}

/** No voice of espeak-ng's knows a name for these. */
const SILENT = /^[₴⿰]$/u;

// The machine may be busy with other work.
describe('a plan with espeak-ng in any language', { timeout: 60_000 }, () => {
  it.each(Object.entries(SAMPLES))('gives every word of %s its sounds', async (language, text) => {
    const utterances = await plan(text, language);
    expectSound(text, utterances, /[\p{L}\p{N}]/gu);
    for (const utterance of utterances) {
      expect(utterance.phonemes).not.toMatch(/[_|()\u0361]| {2}|[^\S ]|\d{5}/u);
      const silent = soundsOf(utterance).filter((word) => /^[^=]+=$/u.test(word));
      expect(silent.filter((word) => !SILENT.test(word.slice(0, -1)))).toEqual([]);
    }
  });

  it.each([
    ['cs', 'V Praze s tebou.', ['V=v', 'Praze=prˈaze', 's=s', 'tebou=tˈeboʊ']],
    ['fr', "L'homme qu'il vit.", ["L'homme=lˈɔm", "qu'il=kil", 'vit=vˈi']],
    [
      'fi',
      'on 21.11.2026, ja',
      [
        'on=on',
        '21.11.2026=kˌaksikymmentæˈyksipˌisteˈyksitˌoistapˌistekˈaksitˌuhatːakˌaksikymmentækˈuːsi',
        'ja=ja',
      ],
    ],
    ['zh', '你好，世界！', ['你好=ni2χˈɑu2', '世界=ʂˈɨ5tɕˈiɛ5']],
    ['ja', 'きょうは。', ['きょう=kʲˈo̞ɯᵝ', 'は=hˈä']],
    ['ml', 'അവന്‍.', ['അവൻ=ˈɐvən']],
    ['fa', 'می‌خواهم.', ['می‌خواهم=mixˈɑham']],
    ['pl', 'W Polsce się.', ['W=f', 'Polsce=pˈɔlstsɛ', 'się=ɕɛ']],
  ])('keeps words and sounds together in %s: %s', async (language, text, expected) => {
    expect((await plan(text, language)).flatMap(soundsOf)).toEqual(expected);
  });

  it.each([
    ['pt', 'pt-PT', 'pt-BR', 'O leite quente.'],
    ['en', 'en-US', 'en-GB', 'A hot bath, dear.'],
    ['es', 'es-ES', 'es-MX', 'Gracias, cinco veces.'],
    ['vi', 'vi', 'vi-VN-x-south', 'Tôi đi về.'],
  ])('pronounces %s otherwise in %s than in %s', async (language, here, there, text) => {
    const [ours] = await plan(text, language, here);
    const [theirs] = await plan(text, language, there);
    expect(ours?.phonemes).not.toBe(theirs?.phonemes);
    expect(ours?.words).toEqual(theirs?.words);
  });
});
