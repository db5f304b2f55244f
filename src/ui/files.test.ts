import { expect, test } from 'vitest';
import { wavName } from './export.svelte';
import { mergeLexicon, lexiconFile, parseLexiconFile } from './lexicon-file';
import { decodeText, formatOf } from './text-file';

const utf8 = (text: string) => new TextEncoder().encode(text);

test('text in any of its usual encodings opens', () => {
  expect(decodeText(utf8('Grüße\r\nund mehr'), 'a.txt')).toMatchObject({ text: 'Grüße\nund mehr' });
  expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x47, 0, 0xfc, 0), 'a.txt')).toMatchObject({
    text: 'Gü',
  });
  expect(decodeText(Uint8Array.of(0x47, 0xfc), 'old.txt')).toMatchObject({ text: 'Gü' });
});

test('a binary file is refused with its first bad byte, a known kind by name', () => {
  expect(decodeText(Uint8Array.of(65, 66, 0, 1), 'x.bin')).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('byte 3') as string,
  });
  expect(decodeText(utf8('%PDF-1.7'), 'x.pdf')).toMatchObject({
    reason: expect.stringContaining('a PDF') as string,
  });
});

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
  expect(wavName('The River Bank\n\nThe Mole had been working.')).toBe('The River Bank.wav');
  expect(wavName('<speak>What? No: a/b!</speak>')).toBe('What No a b!.wav');
  expect(wavName('  ')).toBe('Sotto.wav');
});
