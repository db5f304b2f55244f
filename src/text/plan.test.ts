import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lexicon, PlanOptions, Utterance } from '../contracts/text';
import { plainDocument, ssmlDocument, type TextDocument } from './document';
import type { Phonemiser } from './phonemiser';
import { planBlock } from './plan';
import { parseSsml } from './ssml/parse';
import { expectSound } from './testing';

/** Letters for phonemes, "of the" merged as espeak does. */
const toy: Phonemiser = {
  phonemise: (text) =>
    text
      .replaceAll('of the', 'ofthe')
      .split(' ')
      .filter((group) => group !== ''),
};
const OPTIONS: PlanOptions = { language: 'en', lexicon: [], shortStart: false };

function planAll(document: TextDocument, options: Partial<PlanOptions> = {}): Utterance[] {
  const utterances: Utterance[] = [];
  for (let block = document.blockAt(0); block !== null; block = document.blockAfter(block)) {
    utterances.push(...planBlock(block, { ...OPTIONS, ...options }, toy));
  }
  return utterances;
}
const plan = (source: string, options: Partial<PlanOptions> = {}) =>
  planAll(plainDocument(source), options);
const planSsml = (inner: string, options: Partial<PlanOptions> = {}) => {
  const source = `<speak>${inner}</speak>`;
  return planAll(ssmlDocument(source, parseSsml(source)), options);
};

const LONG =
  'The committee had been waiting for the better part of the morning when at last the chairman arrived with his papers';

describe('planBlock', () => {
  it('traces words to what the listener sees', () => {
    const source = 'Pay $3 now, "please".';
    const [utterance] = plan(source);
    const seen = utterance?.words.map(({ span, spoken }) => [
      source.slice(span.start, span.end),
      spoken,
    ]);
    expect(seen).toEqual([
      ['Pay', 'Pay'],
      ['$3', 'three dollars'],
      ['now', 'now'],
      ['please', 'please'],
    ]);
    expect(utterance?.phonemes).toBe('Pay three dollars now, please.');
    expect(utterance?.phonemeWords.slice(0, 8)).toEqual([0, 0, 0, -1, 1, 1, 1, 1]);
    expect(utterance?.span).toEqual({ start: 0, end: source.length });
    expect(utterance?.ends).toBe('paragraph');
  });

  it('pauses by what ends', () => {
    const pauses = plan('Title\n\nOne is here. Two is there.\n\nThree.').map((u) => [
      u.ends,
      u.pauseAfterMs,
    ]);
    expect(pauses).toEqual([
      ['paragraph', 900],
      ['sentence', 300],
      ['paragraph', 600],
      ['paragraph', 600],
    ]);
  });

  it('grows from a short start, so that each clause is made while the one before sounds', () => {
    const lengths = plan(LONG, { shortStart: true }).map(
      ({ words }) => words.map((word) => word.spoken).join(' ').length,
    );
    expect(lengths[0]).toBeGreaterThanOrEqual(14);
    expect(lengths[0]).toBeLessThanOrEqual(30);
    expect(lengths[1]).toBeGreaterThanOrEqual(25);
    expect(lengths[1]).toBeLessThanOrEqual(90);
  });

  it('starts short when asked, at a place that sounds natural', () => {
    expect(plan(LONG)).toHaveLength(1);
    const [first] = plan(LONG, { shortStart: true });
    expect(first?.phonemes).toBe('The committee had been waiting');
    const marked = plan(`Well, my friends, ${LONG}`, { shortStart: true });
    expect(marked[0]?.phonemes).toBe('Well, my friends,');
  });

  it('begins where it is told, in the whole sentence', () => {
    const source = 'One two three. Four five six.';
    const [first] = plan(source, { startAt: source.indexOf('five') + 1 });
    expect(first?.phonemes).toBe('five six.');
    expect(first?.sentence.start).toBe(source.indexOf('Four'));
    expect(first?.span.start).toBe(source.indexOf('five'));
    expect(plan(source, { startAt: 999 })).toEqual([]);
  });

  it('obeys the lexicon', () => {
    const lexicon: Lexicon = [
      { language: 'en', word: 'IT', replacement: { kind: 'respelling', text: 'eye tee' } },
      { language: 'en', word: 'gif', replacement: { kind: 'ipa', ipa: 'dʒˈɪf' } },
      { language: 'de', word: 'is', replacement: { kind: 'respelling', text: 'wrong' } },
    ];
    const [utterance] = plan('Is it IT? A Gif!', { lexicon });
    expect(utterance?.words.map((word) => word.spoken)).toEqual(['Is', 'it', 'eye tee']);
    expect(plan('A Gif, gifted', { lexicon })[0]?.phonemes).toBe('A dʒˈɪf, gifted.');
  });

  it('sets pauses, marks and prosody of markup exactly', () => {
    const spoken = planSsml(
      '<mark name="a"/>One<break time="700ms"/>two <mark name="b"/>three <prosody rate="fast">four</prosody>.<mark name="c"/>',
    );
    expect(spoken.map((u) => [u.phonemes, u.pauseAfterMs, u.prosody.rate])).toEqual([
      ['One', 700, 1],
      ['two three', 0, 1],
      ['four.', 600, 1.25],
    ]);
    expect(spoken.map((u) => u.marks)).toEqual([
      [{ name: 'a', wordIndex: 0 }],
      [{ name: 'b', wordIndex: 1 }],
      [{ name: 'c', wordIndex: 1 }],
    ]);
  });

  it('reads units of markup as one', () => {
    const [utterance] = planSsml(
      'The <sub alias="World Wide Web. Consortium">W3C</sub> ate <phoneme ph="təˈmeɪtoʊ">a tomato. Red</phoneme>, A&amp;B.',
    );
    expect(utterance?.words.map((word) => word.spoken)).toEqual([
      'The',
      'World Wide Web Consortium',
      'ate',
      'a tomato. Red',
      'A',
      'and',
      'B',
    ]);
    expect(utterance?.phonemes).toContain('ate təˈmeɪtoʊ, ');
  });

  it('speaks a pause without words', () => {
    expect(planSsml('<break time="2s"/>')).toMatchObject([
      { phonemes: '', pauseAfterMs: 2000, words: [] },
    ]);
    expect(plan('***')).toEqual([]);
    expect(plan(' \n\n ')).toEqual([]);
  });

  it('has stable ids, which differ where text or place differ', () => {
    const source = 'Same. Same. Other.';
    expect(plan(source)).toEqual(plan(source));
    expect(new Set(plan(source).map((utterance) => utterance.id)).size).toBe(3);
  });
});

const HOSTILE: Readonly<Record<string, string>> = {
  empty: '',
  'lone surrogates': '\ud800 a \udc00 b'.repeat(300),
  controls: '\u0000\u0001word\u001b[0m\u007f'.repeat(300),
  hebrew: 'שלום עולם, מה שלומך? '.repeat(90),
  arabic: 'مرحبا بالعالم، كيف حالك؟ '.repeat(80),
  mixed: 'Привет hello 你好 γειά 3½ ',
  emoji: '😀👩‍👩‍👧❤️🇳🇱'.repeat(100),
  binary: Array.from({ length: 3000 }, (_, i) => String.fromCharCode((i * 7919) % 65536)).join(''),
  'no space': 'a'.repeat(50_000),
  digits: '1234567890'.repeat(500),
  accents: `a${'\u0301'.repeat(5000)}`,
  marks: '.,;:!?'.repeat(1000),
  quotes: `"'([{`.repeat(1000),
  spaces: ' '.repeat(50_000),
};

describe('planBlock with hostile text', () => {
  it.each(Object.entries(HOSTILE))('%s: bounded in time and size', (_, source) => {
    const started = performance.now();
    const utterances = plan(source);
    expect(performance.now() - started).toBeLessThan(3000);
    for (const { phonemes } of utterances) expect(phonemes.length).toBeLessThan(500);
    expectSound(source, utterances);
  });

  it('has every word in exactly one utterance, whatever the text', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '. ',
        ', ',
        '\n',
        '\n\n',
        ' "',
        '" ',
        ' $5 ',
        'Dr. ',
        ' — ',
        '3.14',
        ' of the ',
      ),
      fc.lorem({ maxCount: 30 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), fc.boolean(), (parts, shortStart) => {
        const source = parts.join('');
        expectSound(source, plan(source, { shortStart }));
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});
