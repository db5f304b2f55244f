import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MODELS } from '../pieces/testing';
import { encodeText, isMultilingual } from './characters';
import { parseIndexer } from './config';
import { languageFor } from './reading';

const indexer = (folder: string) =>
  parseIndexer(readFileSync(new URL(`${folder}/unicode_indexer.json`, MODELS)), 'indexer');
const english = indexer('supertonic-1');
const multilingual = indexer('supertonic-3');

/** As the model would read it. */
function read(text: string, table: readonly number[], language: string | null = null): string {
  const { ids } = encodeText(text, table, language as Parameters<typeof encodeText>[2]);
  return ids.map((id) => String.fromCodePoint(table.indexOf(id))).join('');
}

describe('characters', () => {
  it('are plain ones, with a full stop where nothing ends the text', () => {
    expect(read(' “Well”  – it’s [so]', english)).toBe('"Well" - it\'s so.');
    expect(read('Is it?', english)).toBe('Is it?');
  });

  it('are decomposed where the model knows the parts, and lose marks it does not know', () => {
    expect(read('é 한', multilingual)).toBe('é 한.'.normalize('NFKD'));
    expect(read('naïve ﬁn', english)).toBe('naive fin.');
    const composed = [...multilingual];
    composed['é'.codePointAt(0) ?? 0] = 7;
    composed[0x301] = -1;
    expect(encodeText('é!', composed, null).ids).toContain(7);
  });

  it('that are unknown are counted, and alone are silence', () => {
    expect(encodeText('a☃b 한', english, null)).toMatchObject({ unknown: 2 });
    expect(read('a☃b', english)).toBe('ab.');
    expect(encodeText('☃ ...', english, 'en')).toEqual({ ids: [], unknown: 1 });
  });

  it('stand between tags where the model wants to know the language', () => {
    expect([isMultilingual(english), isMultilingual(multilingual)]).toEqual([false, true]);
    expect(read('Yes', multilingual, 'en')).toBe('<en>Yes.</en>');
  });
});

describe('the language told', () => {
  const languageOf = languageFor as (
    table: readonly number[],
    voice: { readonly languages: readonly string[] },
    language: string,
  ) => string | null;

  it('is the utterance’s, the model’s first, or none in particular', () => {
    const two = { languages: ['en', 'ko', 'es', 'pt', 'fr'] };
    const three = { languages: [...two.languages, 'de', 'nl'] };
    expect(languageOf(multilingual, two, 'ko')).toBe('ko');
    expect(languageOf(multilingual, two, 'de')).toBe('en');
    expect(languageOf(multilingual, three, 'is')).toBe('na');
    expect(languageOf(english, two, 'en')).toBeNull();
  });
});
