import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOptions } from './options';

describe('the address of the player', () => {
  it('asks for nothing unless it says so', () => {
    expect(parseOptions('')).toEqual({
      voiceId: null,
      language: null,
      theme: 'auto',
      accent: null,
      speed: 1,
      title: null,
      source: null,
      origins: [],
      preloads: false,
      callback: null,
      problems: [],
    });
  });

  it('is understood', () => {
    const query = new URLSearchParams({
      voice: 'kathleen-v0',
      language: 'de',
      theme: 'dark',
      accent: '1D5C49',
      speed: '1.25',
      text: 'Hello.',
      format: 'markdown',
      title: 'A tale',
      origins: 'https://a.example,http://localhost:8080',
      preload: 'auto',
      callback: 'https://a.example/api/tts/callback?k=1',
      story: 'tale-1',
      user: '42',
    });
    expect(parseOptions(`?${query}`)).toEqual({
      voiceId: 'kathleen-v0',
      language: 'de',
      theme: 'dark',
      accent: '#1d5c49',
      speed: 1.25,
      title: 'A tale',
      source: { kind: 'text', text: 'Hello.', format: 'markdown' },
      origins: ['https://a.example', 'http://localhost:8080'],
      preloads: true,
      callback: { url: 'https://a.example/api/tts/callback?k=1', story: 'tale-1', user: '42' },
      problems: [],
    });
    expect(parseOptions('src=https://a.example/x.txt').source).toEqual({
      kind: 'url',
      url: 'https://a.example/x.txt',
    });
  });

  it.each([
    ['speed', '9'],
    ['speed', 'fast'],
    ['accent', 'red;background:url(x)'],
    ['theme', 'sepia'],
    ['voice', '../../etc'],
    ['language', 'english'],
    ['format', 'html'],
    ['preload', 'yes'],
    ['origins', '*'],
    ['origins', 'https://a.example/path'],
    ['origins', 'https://a.example,javascript:alert(1)'],
    ['origins', 'ftp://a.example'],
    ['text', 'x'.repeat(5001)],
    ['callback', 'https://a.example/told'],
    ['story', 'x'.repeat(257)],
  ])('tells of a bad %s (%s) and goes on without it', (name, value) => {
    const options = parseOptions(new URLSearchParams({ [name]: value, title: 'T' }).toString());
    expect(options.problems).toHaveLength(1);
    expect(options.problems[0]).toContain(`“${name}”`);
    expect({ ...options, problems: [], title: null }).toEqual(parseOptions(''));
    expect(options.title).toBe('T');
  });

  it.each([
    'ftp://a.example/told',
    'https://me:secret@a.example/told',
    'javascript:alert(1)',
    '/api/tts/callback',
  ])('takes no callback to %s', (callback) => {
    const query = new URLSearchParams({ callback, story: 'tale-1' }).toString();
    expect(parseOptions(query)).toMatchObject({
      callback: null,
      problems: [expect.stringContaining('“callback” must be')],
    });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (query) => void parseOptions(query)));
  });
});
