import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Lexicon, PlanOptions, Utterance } from '../contracts/text';
import { plainDocument, ssmlDocument, type TextDocument } from '../text/document';
import { parseSsml } from '../text/ssml/parse';
import { planPlainly } from './plain-plan';
import { planWords } from './plain-words';

const OPTIONS: PlanOptions = { language: 'en', lexicon: [], shortStart: false };
const HOSTILE_LANGUAGE = 'xx' as PlanOptions['language'];

type Plan = (block: Block, options: PlanOptions) => readonly Utterance[];

function planAll(
  document: TextDocument,
  plan: Plan,
  options: Partial<PlanOptions> = {},
): Utterance[] {
  const utterances: Utterance[] = [];
  for (let block = document.blockAt(0); block !== null; block = document.blockAfter(block)) {
    utterances.push(...plan(block, { ...OPTIONS, ...options }));
  }
  return utterances;
}

const spoken = (utterances: readonly Utterance[]) =>
  utterances.map(({ words }) => words.map((word) => word.spoken).join(' '));

const ssml = (inner: string) => {
  const source = `<speak>${inner}</speak>`;
  return ssmlDocument(source, parseSsml(source));
};

describe('planPlainly', () => {
  it('normalises, cuts and traces as ever, and keeps no phonemes', () => {
    const source = 'Pay $3 to Dr. Smith, please. It is late!';
    const utterances = planAll(plainDocument(source), planPlainly);
    expect(spoken(utterances)).toEqual(['Pay three dollars to Doctor Smith please', 'It is late']);
    expect(utterances[0]).toMatchObject({
      isPlain: true,
      phonemes: '',
      phonemeWords: [],
      ends: 'sentence',
      pauseAfterMs: 300,
    });
    const money = utterances[0]?.words[1]?.span;
    expect(money && source.slice(money.start, money.end)).toBe('$3');
  });

  it('obeys the lexicon, the start and markup', () => {
    const lexicon: Lexicon = [
      { language: 'en', word: 'gif', replacement: { kind: 'respelling', text: 'jiff' } },
    ];
    expect(spoken(planAll(plainDocument('A gif.'), planPlainly, { lexicon }))).toEqual(['A jiff']);
    const late = planAll(plainDocument('One two. Three.'), planPlainly, { startAt: 5 });
    expect(spoken(late)).toEqual(['two', 'Three']);
    const [pause] = planAll(ssml('<break time="2s"/>'), planPlainly);
    expect(pause).toMatchObject({ words: [], pauseAfterMs: 2000 });
    expect(pause?.isPlain).toBeUndefined();
  });

  it('speaks what the planner fails at', () => {
    const utterances = planAll(plainDocument('Still spoken.'), planPlainly, {
      language: HOSTILE_LANGUAGE,
    });
    expect(spoken(utterances)).toEqual(['Still spoken']);
  });
});

describe('planWords', () => {
  it('parts words at blank space, sentences at marks, clauses at twelve words', () => {
    const source = `He said: "Stop!" (twice) — ${'so '.repeat(14)}on.\n\nEnd`;
    const utterances = planAll(plainDocument(source), planWords);
    expect(spoken(utterances)).toEqual([
      'He said Stop',
      `twice ${'so '.repeat(11)}`.trim(),
      'so so so on',
      'End',
    ]);
    expect(utterances.map(({ ends }) => ends)).toEqual([
      'sentence',
      'clause',
      'paragraph',
      'paragraph',
    ]);
    expect(utterances[2]?.sentence.start).toBe(utterances[1]?.span.start);
    expect(utterances[2]?.sentence.end).toBe(utterances[2]?.span.end);
  });

  it('keeps pauses, marks, languages and prosody of markup', () => {
    const utterances = planAll(
      ssml(
        'One<break time="700ms"/> two <mark name="m"/>three <prosody rate="fast">four</prosody> <lang xml:lang="de">fünf</lang> <sub alias="World Wide Web">WWW</sub>',
      ),
      planWords,
    );
    expect(utterances.map(({ language, prosody }) => [language, prosody.rate])).toContainEqual([
      'en',
      1.25,
    ]);
    expect(utterances.map(({ language }) => language)).toContain('de');
    expect(utterances.some(({ pauseAfterMs }) => pauseAfterMs === 700)).toBe(true);
    expect(utterances.flatMap(({ marks }) => marks.map(({ name }) => name))).toEqual(['m']);
    expect(spoken(utterances).join(' ')).toContain('World Wide Web');
  });

  it('begins at the word it is told', () => {
    const utterances = planAll(plainDocument('One two three'), planWords, { startAt: 5 });
    expect(spoken(utterances)).toEqual(['two three']);
  });
});

const part = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('. ', ', ', '\n', '\n\n', ' "', '" ', ' $5 ', 'Dr. ', ' — ', '3.14', ' 5 % '),
  fc.constant('a'.repeat(150)),
  fc.lorem({ maxCount: 30 }),
);

describe.each([
  ['planPlainly', planPlainly],
  ['planWords', planWords],
] as const)('%s', (_, plan) => {
  it('has every word in exactly one utterance, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const source = parts.join('');
        expectWhole(source, planAll(plainDocument(source), plan));
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});

function expectWhole(source: string, utterances: readonly Utterance[]): void {
  let utteranceEnd = 0;
  const covered = new Uint8Array(source.length);
  for (const { span, sentence, words, isPlain, phonemes } of utterances) {
    expect(isPlain).toBe(true);
    expect(phonemes).toBe('');
    expect(span.start).toBeGreaterThanOrEqual(utteranceEnd);
    utteranceEnd = span.end;
    expect(sentence.start).toBeLessThanOrEqual(span.start);
    expect(sentence.end).toBeGreaterThanOrEqual(span.end);
    let wordEnd = span.start;
    for (const word of words) {
      expect(word.spoken).not.toBe('');
      expect(word.span.start).toBeGreaterThanOrEqual(wordEnd);
      expect(word.span.end).toBeGreaterThan(word.span.start);
      wordEnd = word.span.end;
      covered.fill(1, word.span.start, word.span.end);
    }
    expect(wordEnd).toBeLessThanOrEqual(span.end);
  }
  for (const match of source.matchAll(/[a-z0-9]/gi)) {
    if (covered[match.index] !== 1) throw new Error(`Lost "${match[0]}" at ${match.index}.`);
  }
}
