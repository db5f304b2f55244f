import { beforeAll, describe, expect, it } from 'vitest';
import type { Language, Utterance } from '../../src/contracts/text';
import { plainDocument } from '../../src/text/document';
import type { Phonemiser } from '../../src/text/phonemiser';
import { planBlock } from '../../src/text/plan';
import { warmUp } from '../../src/text/warm-up';
import { loadEspeak } from './espeak';
import { espeakParts } from './testing';

let espeak: Phonemiser;

beforeAll(async () => {
  espeak = await loadEspeak(await espeakParts());
});

function plan(text: string, language: Language): Utterance[] {
  const block = plainDocument(text).blockAt(0);
  if (block === null) return [];
  return planBlock(block, { language, lexicon: [], shortStart: false }, espeak);
}

/** "word=sounds" for each word. */
function soundsOf({ words, phonemes, phonemeWords }: Utterance): string[] {
  return words.map(({ spoken }, index) => {
    const sounds = [...phonemes].filter((_, unit) => phonemeWords[unit] === index);
    return `${spoken}=${sounds.join('')}`;
  });
}

describe('a plan with espeak-ng', () => {
  it.each<[Language, string, string]>([
    [
      'en',
      "Dr. Smith paid $3 at the end of the day, didn't he?",
      'dˈɑːktɚ smˈɪθ pˈeɪd θɹˈiː dˈɑːlɚz æt ðɪ ˈɛnd ʌvðə dˈeɪ, dˈɪdnt hiː?',
    ],
    [
      'de',
      'Am 3. Oktober kam z. B. Dr. Müller, oder?',
      'am dɾˈɪtən ɔktˈoːbɜ kˌɑːm tsʊm bˈaɪʃpiːl dˈɔktoːɾ mˈʏlɜ, ˈoːdɜ?',
    ],
    [
      'nl',
      "Het is 's ochtends mooi weer, bijv. in mei.",
      'hət ɪs s ˈɔxtɛnts mˈoːj ʋˈɪːr, bˈɛɪvˌɔːrbeːld ɪn mˈɛɪ.',
    ],
  ])('pronounces %s: %s', (language, text, ipa) => {
    expect(
      plan(text, language)
        .map((utterance) => utterance.phonemes)
        .join(' | '),
    ).toBe(ipa);
  });

  it('finds the words in merged groups', () => {
    const [utterance] = plan(
      'The end of the world, I was in the house and it would have been.',
      'en',
    );
    expect(utterance?.phonemes).toContain('ˈɛnd ʌvðə wˈɜːld');
    expect(utterance && soundsOf(utterance).join(' ')).toBe(
      'The=ðɪ end=ˈɛnd of=ʌv the=ðə world=wˈɜːld I=aɪ was=wʌz in=ɪn the=ðə house=hˈaʊs and=ænd it=ɪt would=wʊd have=hɐv been=bˌɪn',
    );
  });

  it.each<[string, string]>([
    ['Arabic', 'مرحبا بالعالم، كيف حالك؟ '.repeat(80)],
    ['Chinese', '你好世界。今天天气很好，我们去公园吧。'.repeat(50)],
    [
      'binary',
      Array.from({ length: 2000 }, (_, i) => String.fromCharCode((i * 7919) % 65536)).join(''),
    ],
    ['no space', 'abcdefghij'.repeat(200)],
  ])(
    'bounds utterances of %s',
    (_, text) => {
      const utterances = plan(text, 'en');
      expect(utterances.length).toBeGreaterThan(5);
      for (const { phonemes, phonemeWords } of utterances) {
        expect(phonemes.length).toBeLessThan(500);
        expect(phonemeWords).toHaveLength(phonemes.length);
        expect(phonemes).toMatch(/^[\p{L}\p{M}ˈˌː ,.;:!?]+$/u);
      }
    },
    20_000,
  );

  it('plans 2,000 characters in a moment', () => {
    warmUp('en', espeak);
    const text =
      'The committee, which had met in the morning of the third day, was not of the opinion that it could be done in the time that was left; but the chairman, who knew more of the matter than he said, went on. ';
    const source = text.repeat(10).slice(0, 2000);
    plan(source, 'en');
    const times = Array.from({ length: 5 }, (_, index) => {
      const started = performance.now();
      plan(`Round ${index}. ${source}`, 'en');
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(300);
  });
});
