import { describe, expect, it } from 'vitest';
import { fakeVoice } from '../speech/fakes';
import { languageChoices, languageHint, languageName, languageWords } from './languages';

const voices = [
  { ...fakeVoice, languages: ['nl'] },
  { ...fakeVoice, languages: ['en', 'de'] },
  { ...fakeVoice, languages: ['en'] },
];

describe('languageChoices', () => {
  it('puts the languages of voices first, each part by name, each language once', () => {
    const { spoken, others } = languageChoices(voices);
    expect(spoken.map(({ name }) => name)).toEqual(['Dutch', 'English', 'German']);
    const names = others.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    const all = [...spoken, ...others].map(({ language }) => language);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(['fr', 'zh', 'ar', 'hi', 'th', 'nb', 'pt']));
    expect(all.length).toBeGreaterThan(90);
  });

  it('names no language by its code', () => {
    const { others } = languageChoices(voices);
    expect(others.filter(({ language, name }) => language === name)).toEqual([]);
  });

  it('keeps a language without a name when a voice speaks it', () => {
    const { spoken } = languageChoices([{ ...fakeVoice, languages: ['xyz'] }]);
    expect(spoken).toEqual([{ language: 'xyz', name: 'xyz' }]);
  });
});

describe('languageHint', () => {
  it('warns of a language that the voice was not made for', () => {
    expect(languageHint('fr', fakeVoice)).toBe('Test speaks English. French will sound foreign.');
    expect(languageHint('en', fakeVoice)).toBeNull();
    expect(languageHint('fr', null)).toBeNull();
  });

  it('knows names of languages', () => {
    expect(languageName('nb')).toBe('Norwegian Bokmål');
    expect(languageName('not a language')).toBe('not a language');
  });
});

describe('languageWords', () => {
  it.each([
    ['en-US', ['en'], 'American English'],
    ['de', ['de', 'en', 'nl'], 'German, also English and Dutch'],
    ['en', ['en', 'de', 'nl', 'fr', 'es'], '5 languages'],
  ])('%s %j', (locale, languages, words) => {
    expect(languageWords({ locale, languages })).toBe(words);
  });
});
