import { beforeAll, describe, expect, it } from 'vitest';
import type { Phonemiser } from '../../src/text/phonemiser';
import { loadEspeak } from './espeak';
import { espeakParts } from './testing';

let espeak: Phonemiser;

beforeAll(async () => {
  espeak = await loadEspeak(await espeakParts());
});

describe('espeak-ng from the small pack', () => {
  it.each([
    ['en', 'Hardly were our plans made public', 'hˈɑːɹdli wɜːɹ ˌaʊɚ plˈænz mˌeɪd pˈʌblɪk'],
    ['de', 'Das ist ein Computer und schön', 'das ɪst aɪn kɔmpjˈuːtɜ ʊnt ʃˈøːn'],
    ['nl', 'Het is een mooie dag vandaag', 'hət ɪs ən mˈoːjə dˈɑx vɑndˈaːx'],
  ] as const)('pronounces %s', (language, text, ipa) => {
    expect(espeak.phonemise(text, language).join(' ')).toBe(ipa);
  });

  it('merges words, and says nothing of language switches', () => {
    expect(espeak.phonemise('and of the', 'en')).toEqual(['ænd', 'ʌvðə']);
    expect(espeak.phonemise('die Idee of the company', 'de').join('')).not.toMatch(/[()]/);
  });

  it('answers nothing to nothing', () => {
    expect(espeak.phonemise('', 'en')).toEqual([]);
    expect(espeak.phonemise(' ', 'nl')).toEqual([]);
  });
});
