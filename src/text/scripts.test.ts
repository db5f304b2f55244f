import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language, PlanOptions, Utterance } from '../contracts/text';
import { plainDocument } from './document';
import type { Phonemiser } from './phonemiser';
import { planBlock } from './plan';
import { spokenUnits } from './scripts';
import { expectSound, SAMPLES } from './testing';

/**
 * Letters by name that are nothing to say (clean.ts): those that stand for an apostrophe, Hangul's fillers, and the
 * voicing marks of half-width kana without their kana.
 */
const SAID = String.raw`(?![\u02B9\u02BC\u0374\uFF9E\uFF9F]|\p{DI})`;
const LETTERS = new RegExp(String.raw`${SAID}[\p{L}\p{N}]`, 'gu');
const LETTERS_AND_DIGITS = new RegExp(String.raw`${SAID}[\p{L}\p{Nd}]`, 'gu');
/** Letters for phonemes, as a pronouncer answers that merges, splits and drops words. */
const toy: Phonemiser = {
  phonemise: (text) =>
    text
      .replace(/(\p{L}) (\p{L}) /gu, '$1$2 ')
      .replace(/(\p{L}{3})(\p{L}{4,})/gu, '$1 $2')
      .split(' ')
      .filter((group) => /[\p{L}\p{N}]/u.test(group)),
};

function plan(source: string, language: Language, change: Partial<PlanOptions> = {}): Utterance[] {
  const document = plainDocument(source);
  const utterances: Utterance[] = [];
  const options = { language, lexicon: [], shortStart: false, ...change };
  for (let block = document.blockAt(0); block !== null; block = document.blockAfter(block)) {
    utterances.push(...planBlock(block, options, toy));
  }
  return utterances;
}

const seen = (source: string, utterances: readonly Utterance[]): string[] =>
  utterances.flatMap(({ words }) => words.map(({ span }) => source.slice(span.start, span.end)));
const sentences = (source: string, utterances: readonly Utterance[]): string[] => [
  ...new Set(utterances.map(({ sentence }) => source.slice(sentence.start, sentence.end))),
];

// The machine may be busy with other work.
describe('a plan in any script', { timeout: 60_000 }, () => {
  it.each(Object.entries(SAMPLES))(
    'loses no letter and keeps spans in order: %s',
    (language, text) => {
      const source = `${text}\n\n${text.repeat(3)}`;
      for (const shortStart of [false, true]) {
        const utterances = plan(source, language, { shortStart });
        expectSound(source, utterances, LETTERS);
        for (const { phonemes } of utterances) expect(phonemes.length).toBeLessThan(500);
      }
    },
  );

  it.each(["'", '’', 'ʼ', 'ʹ', '´'])('has nothing to say of %s alone', (apostrophe) => {
    expect(plan(apostrophe, 'ar').flatMap(({ words }) => words)).toEqual([]);
    expect(plan(`l${apostrophe}eau`, 'fr').flatMap(({ words }) => words)).not.toEqual([]);
  });

  it('holds for any mixture of languages, wherever it is cut', () => {
    const texts = Object.values(SAMPLES);
    const piece = fc
      .tuple(fc.constantFrom(...texts), fc.nat(60), fc.integer({ min: 1, max: 60 }))
      .map(([text, from, length]) => [...text].slice(from, from + length).join(''));
    const part = fc.oneof(
      piece,
      fc.constantFrom(
        ' ',
        '\n',
        '\n\n',
        '。',
        '। ',
        ' 3,5 ',
        '"',
        '(',
        ') ',
        '؟ ',
        '-',
        "'",
        ' https://a.b/c?d=1 ',
      ),
      fc
        .string({ unit: 'grapheme', maxLength: 6 })
        .map((text) => text.replace(/[^\p{L}\p{P}\s]|\p{M}/gu, '')),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 15 }),
        fc.constantFrom(...Object.keys(SAMPLES), 'en', 'de', 'nl'),
        fc.boolean(),
        (parts, language, shortStart) => {
          const source = parts.join('');
          expectSound(source, plan(source, language, { shortStart }), LETTERS_AND_DIGITS);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it.each<[Language, string, string[]]>([
    [
      'zh',
      '你好！今天好吗？他说：“再见。”我们走。',
      ['你好！', '今天好吗？', '他说：“再见。”', '我们走。'],
    ],
    ['ja', 'こんにちは。ありがとう！', ['こんにちは。', 'ありがとう！']],
    ['ar', 'كيف حالك؟ أنا بخير.', ['كيف حالك؟', 'أنا بخير.']],
    ['hi', 'आप कैसे हैं? ठीक है। हाँ॥', ['आप कैसे हैं?', 'ठीक है।', 'हाँ॥']],
    ['es', '¡Hola! ¿Qué tal? El Sr. López llegó.', ['¡Hola!', '¿Qué tal?', 'El Sr. López llegó.']],
    ['el', 'Τι κάνεις; Καλά.', ['Τι κάνεις;', 'Καλά.']],
    ['hy', 'Ինչպե՞ս ես։ Լավ։', ['Ինչպե՞ս ես։', 'Լավ։']],
    ['cs', 'Přijel 3. května. Pak odjel.', ['Přijel 3. května.', 'Pak odjel.']],
    ['ru', 'Это т. е. всё. Да?', ['Это т. е. всё.', 'Да?']],
    ['my', 'မင်္ဂလာပါ။ နေကောင်းလား။', ['မင်္ဂလာပါ။', 'နေကောင်းလား။']],
  ])('ends sentences as %s does', (language, source, expected) => {
    expect(sentences(source, plan(source, language))).toEqual(expected);
  });

  it.each<[Language, string, string[]]>([
    ['zh', '我们去北京大学。', ['我们', '去', '北京', '大学']],
    ['th', 'สวัสดีชาวโลก', ['สวัสดี', 'ชาว', 'โลก']],
    ['ja', 'きょうは いい てんき', ['きょう', 'は', 'いい', 'てんき']],
    ['fa', 'من می‌خواهم کتاب‌ها', ['من', 'می‌خواهم', 'کتاب‌ها']],
    ['he', 'צה"ל ומנכ״ל', ['צה"ל', 'ומנכ״ל']],
    ['uk', "м'ята і п’ять", ["м'ята", 'і', 'п’ять']],
    ['fr', "l'homme qu'il arc-en-ciel", ["l'homme", "qu'il", 'arc-en-ciel']],
    ['ca', 'la col·lecció', ['la', 'col·lecció']],
    [
      'es',
      'pesa 1.234,5 kg, -5 °C y 50% 😀',
      ['pesa', '1.234,5', 'kg', '-5', '°', 'C', 'y', '50', '%', '😀'],
    ],
    [
      'it',
      'scrivi a a@b.it o https://www.sito.it/una/pagina.',
      ['scrivi', 'a', 'a@b.it', 'o', 'https://www.sito.it', 'una', 'pagina'],
    ],
  ])('finds the words of %s', (language, source, expected) => {
    expect(seen(source, plan(source, language))).toEqual(expected);
  });

  it('knows questions and pauses by the marks of other scripts', () => {
    expect(plan('كيف حالك، اليوم؟', 'ar')[0]?.phonemes).toMatch(/^[^,]+, [^,]+\?$/u);
    expect(plan('नमस्ते।', 'hi')[0]?.phonemes).toMatch(/\.$/u);
    expect(plan('Τι κάνεις;', 'el')[0]?.phonemes).toMatch(/\?$/u);
    expect(plan('วันนี้ ไป', 'th')[0]?.phonemes).toMatch(/,/u);
  });

  it('finds the listener’s words where no spaces part any', () => {
    const lexicon = [
      { language: 'zh', word: '北京', replacement: { kind: 'respelling' as const, text: '南京' } },
      { language: 'zh', word: 'AI', replacement: { kind: 'respelling' as const, text: '人工' } },
    ];
    const spoken = plan('我们去北京。AI!', 'zh', { lexicon }).flatMap(({ words }) =>
      words.map((word) => word.spoken),
    );
    expect(spoken.join('')).toBe('我们去南京人工');
  });

  it('reads as where the voice is from, in its own language only', () => {
    const tags: string[] = [];
    const listening: Phonemiser = {
      phonemise: (text, tag) => {
        tags.push(tag);
        return text.split(' ');
      },
    };
    const block = plainDocument('Olá mundo.').blockAt(0);
    if (block === null) throw new Error('There is no text.');
    const options = { lexicon: [], shortStart: false, locale: 'pt-BR' };
    const [own] = planBlock(block, { ...options, language: 'pt' }, listening);
    const [other] = planBlock(block, { ...options, language: 'es' }, listening);
    expect(own?.locale).toBe('pt-BR');
    expect(other).not.toHaveProperty('locale');
    expect([...new Set(tags)]).toEqual(['pt-BR', 'es']);
  });
});

describe('spokenUnits', () => {
  it('counts letters, and names of letters that the language does not have', () => {
    expect(spokenUnits('hello', 'en')).toBe(5);
    expect(spokenUnits('привет', 'en')).toBe(48);
    expect(spokenUnits('привет', 'ru')).toBe(6);
    expect(spokenUnits('hello', 'ru')).toBe(5);
    expect(spokenUnits('你好', 'zh')).toBe(6);
    expect(spokenUnits('สวัสดี', 'th')).toBe(6);
    expect(spokenUnits('Здраво', 'sr')).toBe(6);
  });
});
