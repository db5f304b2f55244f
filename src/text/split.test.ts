import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../contracts/text';
import { sentences } from './split';

const split = (text: string, language: Language = 'en') =>
  sentences(text, language).map(({ from, to }) => text.slice(from, to));

describe('sentences', () => {
  it.each<[Language, string[]]>([
    ['en', ['Dr. Smith met Mr. J. R. R. Tolkien at 5 p.m. on Friday.', 'He was late.']],
    ['en', ['He lives in the U.S. now.', 'It cost $3.50, i.e. nothing.', 'Really?', 'Yes!']],
    ['en', ['We moved to the U.S.', 'The house was big.', 'So do I.', 'He left.']],
    ['en', [`He said 'Stop!' and left.`, '"Go!" she cried.', '"Now?"', '(He went.)', 'Fine.']],
    ['en', ['Wait… what?', 'Well…', 'No.', 'I think… so.']],
    ['en', ['Apples, pears, etc. are fruit.', 'Bring plates, cups, etc.', 'The rest is here.']],
    ['en', ['The end.', '"Well," he said.', 'A. B. Miller wrote No. 5.', 'Version 2.0 is out.']],
    ['en', ['hello there.', 'how are you?', 'fine.']],
    ['en', ['no marks at all just words']],
    ['de', ['Er kam z. B. am 3. Oktober, d. h. gestern.', 'Das war ca. 5 km von Nr. 7.']],
    ['de', ['Prof. Dr. Müller usw. sind da.', 'Äpfel, Birnen usw.', 'Das ist alles.']],
    ['nl', ['Dhr. Jansen kocht o.a. brood, bijv. wit.', 'Het was lekker.']],
  ])('%s: %j', (language, expected) => {
    expect(split(expected.join(' '), language)).toEqual(expected);
  });

  it('joins hard-wrapped lines', () => {
    const wrapped = [
      'It was the best of times, it was the worst of times, it was the age of',
      'wisdom. It was the age of foolishness, it was the epoch, said old Mr.',
      'Lorry to himself.',
    ].join('\n');
    expect(split(wrapped)).toHaveLength(2);
  });

  it('ends a sentence at headings, list items and short lines', () => {
    expect(
      split('Chapter One\nIt was a dark and stormy night and the rain fell in torrents.'),
    ).toEqual(['Chapter One', 'It was a dark and stormy night and the rain fell in torrents.']);
    expect(split('Buy:\n- milk\n- bread\n1. eggs\n2. rice')).toEqual([
      'Buy:',
      '- milk',
      '- bread',
      '1. eggs',
      '2. rice',
    ]);
    expect(split('First line\n\nsecond part')).toEqual(['First line', 'second part']);
  });

  it('has every visible character in exactly one sentence', () => {
    const text = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 9 }),
          fc.constantFrom('. ', '\n', '?" ', 'Dr. ', '… '),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (source) => {
        const ranges = sentences(source, 'en');
        const kept = ranges.map(({ from, to }) => source.slice(from, to)).join('');
        expect(kept.replace(/\s/g, '')).toBe(source.replace(/\s/g, ''));
        ranges.forEach(({ from }, i) =>
          expect(from).toBeGreaterThanOrEqual(ranges[i - 1]?.to ?? 0),
        );
      }),
    );
  });
});
