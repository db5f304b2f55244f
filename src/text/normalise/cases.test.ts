import { describe, expect, it } from 'vitest';
import type { Language, SayAs } from '../../contracts/text';
import { Traced } from '../traced';
import de from './cases/de.txt?raw';
import en from './cases/en.txt?raw';
import nl from './cases/nl.txt?raw';
import { normalise } from './index';

interface Case {
  readonly written: string;
  readonly sayAs: SayAs | null;
  readonly spoken: string;
}

/** Lines `written => spoken`, after `(say-as)` where markup asks for a reading. */
function parse(table: string): Case[] {
  return table
    .split('\n')
    .filter((line) => line.includes(' => '))
    .map((line) => {
      const [left = '', spoken = ''] = line.split(' => ');
      const [, sayAs, written] = /^\((\w+)\) (.*)$/u.exec(left) ?? [];
      return { written: written ?? left, sayAs: (sayAs ?? null) as SayAs | null, spoken };
    });
}

const TABLES: readonly (readonly [Language, readonly Case[]])[] = [
  ['en', parse(en)],
  ['de', parse(de)],
  ['nl', parse(nl)],
];

describe.each(TABLES)('normalise in %s', (language, cases) => {
  it('has a table worth the name', () => {
    expect(cases.length).toBeGreaterThanOrEqual(120);
  });

  it.each(cases)('$written', ({ written, sayAs, spoken }) => {
    expect(normalise(Traced.of(written), { language, sayAs }).text).toBe(spoken);
  });
});

/** Language, written, a spoken word (or words), and the source it must light up. */
const TRACES: readonly (readonly [Language, string, string, string])[] = [
  ['en', 'It weighs 5 kg now.', 'five', '5'],
  ['en', 'It weighs 5 kg now.', 'kilograms', 'kg'],
  ['en', 'It cost $3.50 now.', 'fifty cents', '$3.50'],
  ['en', 'On Nov 21, 2026 it rained.', 'November', 'Nov'],
  ['en', 'On Nov 21, 2026 it rained.', 'twenty-first', '21'],
  ['en', 'On Nov 21, 2026 it rained.', 'twenty twenty-six', '2026'],
  ['en', 'From 3–5 pages.', 'to', '–'],
  ['en', 'The FBI came.', 'B', 'B'],
  ['en', 'An MP3 file.', 'three', '3'],
  ['en', 'Agent 007 called.', 'seven', '7'],
  ['en', 'Henry VIII met him.', 'the eighth', 'VIII'],
  ['en', 'See https://a.example.com/docs now.', 'slash docs', '/docs'],
  ['en', 'Say ﬁsh & chips.', 'and', '&'],
  ['de', 'Am 3. Mai kam er.', 'dritten', '3'],
  ['de', 'Das ist z. B. gut.', 'zum Beispiel', 'z. B.'],
  ['de', 'Hallo 👍🏽 du', 'Daumen hoch mittlere Hautfarbe', '👍🏽'],
  ['nl', 'Het is 20 °C buiten.', 'graden Celsius', '°C'],
  ['nl', 'Om 14:05 uur.', 'veertien uur vijf', '14:05 uur'],
];

describe('traces of normalise', () => {
  it.each(TRACES)('%s: %s: "%s" lights up "%s"', (language, written, words, source) => {
    const spoken = normalise(Traced.of(written), { language, sayAs: null });
    const at = spoken.text.indexOf(words);
    expect(at).toBeGreaterThanOrEqual(0);
    const { start, end } = spoken.span(at, at + words.length);
    expect(written.slice(start, end)).toBe(source);
  });
});
