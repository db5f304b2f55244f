import { beforeAll, describe, expect, it } from 'vitest';
import { packEspeak, packLanguages } from '../../tools/espeak-pack.mjs';
import { LANGUAGES, isSpokenLanguage, languageOf } from '../../src/contracts/languages';
import { loadEspeak } from './espeak';
import { unpackLanguage } from './pack';
import { espeakParts } from './testing';
import { espeakVoice, VOICE_TAGS } from './voices';

/** Made-up languages of books and games, two of them without a code, and accents of single regions. */
const LEFT_OUT =
  /^lang\/(?:art\/(?:piqd|py|qdb|qya|sjn|xex)|gmw\/en-(?:gb-x-gb|us-nyc)|roa\/ca-(?:ba|nw)|zle\/ru-cl)/;

let packs: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  packs = await packLanguages();
});

const filesOf = (pack: string): string[] => {
  const bytes = packs.get(pack);
  if (bytes === undefined) throw new Error(`There is no pack ${pack}.`);
  return unpackLanguage(new Uint8Array(bytes).buffer, pack).map(({ name }) => name);
};

describe('the table of voices', () => {
  it('has every voice that the data holds, in the pack that holds it, with its dictionary', () => {
    const named = VOICE_TAGS.map((tag) => espeakVoice(tag)).filter(({ pack }) => pack !== null);
    for (const { name, pack } of named) {
      const files = filesOf(pack ?? '');
      expect(files).toContain(`lang/${name}`);
      if (pack !== 'en') expect(files).toContain(`${pack}_dict`);
    }
    const names = new Set(named.map(({ name }) => `lang/${name}`));
    const held = [...packs.keys()].flatMap(filesOf).filter((file) => file.startsWith('lang/'));
    expect(held.filter((file) => !names.has(file) && !LEFT_OUT.test(file))).toEqual([]);
  });

  it('knows the same languages as the app', () => {
    const languages = new Set(VOICE_TAGS.map((tag) => tag.split('-')[0]));
    expect([...LANGUAGES].sort()).toEqual([...languages].sort());
  });

  it.each([
    ['en', 'en-us', null],
    ['en-US', 'en-us', null],
    ['en-GB', 'gmw/en', null],
    ['en_GB', 'gmw/en', null],
    ['en-AU', 'gmw/en', null],
    ['en-JM', 'gmw/en-029', 'en'],
    ['en-GB-scotland', 'gmw/en-gb-scotland', 'en'],
    ['de-AT', 'de', null],
    ['nl-BE', 'nl', null],
    ['pt', 'roa/pt', 'pt'],
    ['pt-PT', 'roa/pt', 'pt'],
    ['pt-BR', 'roa/pt-br', 'pt'],
    ['es-ES', 'roa/es', 'es'],
    ['es-MX', 'roa/es-419', 'es'],
    ['es_AR', 'roa/es-419', 'es'],
    ['fr-CH', 'roa/fr-ch', 'fr'],
    ['zh', 'sit/cmn', 'cmn'],
    ['zh-Hans-CN', 'sit/cmn', 'cmn'],
    ['cmn', 'sit/cmn', 'cmn'],
    ['zh-HK', 'sit/yue', 'yue'],
    ['nb', 'gmq/nb', 'no'],
    ['no_NO', 'gmq/nb', 'no'],
    ['ca-ES-valencia', 'roa/ca', 'ca'],
    ['ca-valencia', 'roa/ca-va', 'ca'],
    ['sr-Cyrl-RS', 'zls/sr', 'sr'],
    ['iw-IL', 'sem/he', 'he'],
    ['hyw', 'ine/hyw', 'hy'],
    ['ltg', 'bat/ltg', 'lv'],
    ['vi-VN', 'aav/vi', 'vi'],
  ])('reads %s with %s', (tag, name, pack) => {
    expect(espeakVoice(tag)).toEqual({ name, pack });
  });

  it.each(
    (
      'ar-JO bg-BG ca-ES cs-CZ cy-GB da-DK de-DE el-GR en-GB en-US es-AR es-ES es-MX eu-ES fa-IR fi-FI ' +
      'fr-FR hi-IN hu-HU id-ID is-IS it-IT ja-JP ka-GE kk-KZ ko-KR lb-LU lv-LV ml-IN ne-NP nl-BE nl-NL ' +
      'no-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sq-AL sr-RS sv-SE sw-CD te-IN tr-TR uk-UA ur-PK ' +
      'vi-VN zh-CN'
    ).split(' '),
  )('speaks the locale %s of a published voice', (locale) => {
    expect(isSpokenLanguage(languageOf(locale))).toBe(true);
    expect(() => espeakVoice(locale)).not.toThrow();
  });

  it.each(['tlh', 'yo', 'xx-YY', '', '🙂'])('refuses %j in a sentence', (tag) => {
    expect(() => espeakVoice(tag)).toThrow(
      expect.objectContaining({ kind: 'validation', message: expect.stringContaining(tag) }),
    );
  });
});

describe('languages that are learnt when wanted', () => {
  it('can all be chosen, one after the other, and none harms the first', async () => {
    const espeak = await loadEspeak(await espeakParts());
    const before = espeak.phonemise('hello world', 'en');
    for (const tag of VOICE_TAGS) {
      await espeak.ready(tag);
      expect(espeak.phonemise('a', tag), tag).toBeDefined();
    }
    expect(espeak.phonemise('hello world', 'en')).toEqual(before);
    expect(espeak.phonemise('hello world again', 'en').slice(0, 2)).toEqual(before);
  }, 60_000);

  it('are fetched once, and again after a failure', async () => {
    const parts = await espeakParts();
    const asked: string[] = [];
    let isOnline = false;
    const espeak = await loadEspeak({
      ...parts,
      fetchLanguage: (pack) => {
        asked.push(pack);
        return isOnline ? parts.fetchLanguage(pack) : Promise.reject(new Error('Offline.'));
      },
    });
    await expect(espeak.ready('fr')).rejects.toThrow('Offline.');
    isOnline = true;
    await Promise.all([espeak.ready('fr'), espeak.ready('fr-CH')]);
    await espeak.ready('de');
    expect(asked).toEqual(['fr', 'fr']);
    expect(espeak.phonemise('bonjour', 'fr').join(' ')).toBe('bɔ̃ʒˈuʁ');
  });
});

it('the pack of a first visit has not grown', async () => {
  expect((await packEspeak()).length).toBe(961_112);
});
