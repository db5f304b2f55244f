import { describe, expect, it } from 'vitest';
import type { VoiceId } from '../base/ids';
import type { Voice } from '../contracts/voices';
import { voiceForListener, voiceOfLanguage } from './suited';

const voice = (id: string, locale: string, languages: readonly string[]): Voice => ({
  id: id as VoiceId,
  name: id,
  engine: 'flow',
  locale,
  languages,
  speaker: { sex: 'female', age: null },
  licence: { name: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  credits: '',
  sample: null,
  sampleRate: 24_000,
  files: [],
  defaults: { steps: 2, temperature: 0.5, pace: 1 },
});
const voices = [
  voice('ada', 'en-US', ['en', 'de', 'nl']),
  voice('britta', 'de', ['de', 'en', 'nl']),
  voice('carla', 'nl', ['nl', 'en', 'de']),
  voice('dirk', 'nl-BE', ['nl', 'en', 'de']),
];

describe('voiceOfLanguage', () => {
  it.each([
    ['en', 'ada'],
    ['de', 'britta'],
    ['nl', 'carla'],
    ['fr', 'ada'],
    [null, 'ada'],
  ])('for %s is %s', (language, id) => {
    expect(voiceOfLanguage(voices, language)?.id).toBe(id);
  });

  it('takes one that has learnt it where nobody calls it their own', () => {
    expect(voiceOfLanguage([voice('eva', 'fr', ['fr']), ...voices.slice(1, 2)], 'nl')?.id).toBe(
      'britta',
    );
    expect(voiceOfLanguage([], 'nl')).toBeNull();
  });
});

describe('voiceForListener', () => {
  it.each([
    [['en-GB', 'de'], 'ada'],
    [['de-AT', 'en'], 'britta'],
    [['nl-NL'], 'carla'],
    [['nl-BE'], 'dirk'],
    [['NL-be'], 'dirk'],
    [['fr-FR', 'nl'], 'carla'],
    [['fr'], 'ada'],
    [[], 'ada'],
  ])('for %j is %s', (tags, id) => {
    expect(voiceForListener(voices, tags)?.id).toBe(id);
  });

  it('is nobody where there is no voice', () => {
    expect(voiceForListener([], ['en'])).toBeNull();
  });
});
