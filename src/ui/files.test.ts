import { expect, test } from 'vitest';
import { titleOf } from './export-choice';
import { mergeLexicon } from '../contracts/lexicon';
import { lexiconFile, parseLexiconFile } from './lexicon-file';
import { formatOf } from './text-file';

test('markup announces itself', () => {
  expect(formatOf('<speak>Hello</speak>')).toBe('ssml');
  expect(formatOf('\uFEFF<?xml version="1.0"?>\n<!-- hi -->\n<speak version="1.1">')).toBe('ssml');
  expect(formatOf('I say <speak> to you')).toBe('plain');
  expect(formatOf('<speaker>')).toBe('plain');
});

test('a lexicon goes out and comes back', async () => {
  const entries = [
    { language: 'en', word: 'GIF', replacement: { kind: 'respelling', text: 'jiff' } },
  ] as const;
  const parsed = parseLexiconFile(await lexiconFile(entries).text());
  expect(parsed).toEqual({ kind: 'lexicon', entries });
});

test('what is no lexicon is refused with its place', () => {
  expect(parseLexiconFile('nonsense')).toMatchObject({ kind: 'refused' });
  const bad = { sottoLexicon: 1, entries: [{ language: 'en', word: '', replacement: {} }] };
  expect(parseLexiconFile(JSON.stringify(bad))).toMatchObject({
    reason: expect.stringContaining('entries.0') as string,
  });
});

test('the newer entry of a word replaces the older', () => {
  const say = (word: string, text: string) =>
    ({ language: 'en', word, replacement: { kind: 'respelling', text } }) as const;
  const merged = mergeLexicon([say('gif', 'giff'), say('ant', 'ahnt')], [say('Gif', 'jiff')]);
  expect(merged).toEqual([say('ant', 'ahnt'), say('Gif', 'jiff')]);
});

test('a file name comes from the first words', () => {
  expect(titleOf('The River Bank\n\nThe Mole had been working.')).toBe('The River Bank');
  expect(titleOf('<speak>What? No: a/b!</speak>')).toBe('What No a b!');
  expect(titleOf('  ')).toBe('Sotto');
});
