import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoiceId } from '../../base/ids';
import type { Voice } from '../../contracts/voices';
import { standsFor, withoutSpeakers, withSpeaker } from '../../voices/speakers';
import { bytesToFetch, inOrder, matches, NO_WISHES, type Wishes } from './search';

const MB = 1_000_000;

function voice(id: string, change: Partial<Voice> = {}, bytes = 60 * MB): Voice {
  return {
    id: id as VoiceId,
    name: id,
    source: 'hub',
    engine: 'piper',
    locale: 'en-US',
    languages: ['en'],
    speaker: { sex: 'female', age: null },
    licence: { name: 'CC0-1.0', url: '' },
    credits: '',
    sample: null,
    sampleRate: 22_050,
    files: [{ name: 'model.onnx', url: id, bytes, digest: `md5:${id}` }],
    defaults: { steps: 1, temperature: 0.667, pace: 1 },
    ...change,
  };
}

const OURS = { ...voice('Kathleen', {}, 27 * MB) };
Reflect.deleteProperty(OURS, 'source');
const TUGAO = voice('Tugão', { locale: 'pt-PT', languages: ['pt'], quality: 'medium' });
const THORSTEN = voice(
  'Thorsten',
  {
    locale: 'de-DE',
    languages: ['de'],
    quality: 'x_low',
    speaker: { sex: 'male', age: null },
  },
  20 * MB,
);
const LESSAC = voice(
  'Lessac',
  { quality: 'high', licence: { name: 'Blizzard', url: '', limits: 'No.' } },
  114 * MB,
);
const ALL = [LESSAC, TUGAO, THORSTEN, OURS];

describe('matches', () => {
  const found = (wishes: Partial<Wishes>) =>
    ALL.filter((one) => matches(one, { ...NO_WISHES, ...wishes })).map(({ name }) => name);

  it.each([
    [{}, ['Lessac', 'Tugão', 'Thorsten', 'Kathleen']],
    [{ text: 'tugao' }, ['Tugão']],
    [{ text: 'GERM male' }, ['Thorsten']],
    [{ text: 'portugal' }, ['Tugão']],
    [{ text: 'very low' }, ['Thorsten']],
    [{ text: 'kathleen portuguese' }, []],
    [{ language: 'en' }, ['Lessac', 'Kathleen']],
    [{ sex: 'male' }, ['Thorsten']],
    [{ size: 'small' }, ['Thorsten', 'Kathleen']],
    [{ quality: 'high' }, ['Lessac']],
    [{ licence: 'limited' }, ['Lessac']],
    [{ licence: 'any', language: 'en' }, ['Kathleen']],
  ] as const)('finds by %j', (wishes, names) => {
    expect(found(wishes)).toEqual(names);
  });

  it('takes any text, lone surrogates too', () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 40 }), (units) => {
        expect(found({ text: String.fromCharCode(...units) }).length).toBeLessThanOrEqual(
          ALL.length,
        );
      }),
    );
  });

  it('is quick with hundreds of voices', () => {
    const many = Array.from({ length: 600 }, (_, i) => ({ ...ALL[i % 4], id: `v${i}` }) as Voice);
    const search = () =>
      inOrder(
        many.filter((one) => matches(one, { ...NO_WISHES, text: 'eng fem' })),
        {
          isStored: () => false,
          language: 'en',
        },
      );
    search();
    const began = performance.now();
    for (let i = 0; i < 10; i++) search();
    expect((performance.now() - began) / 10).toBeLessThan(60);
  });
});

describe('inOrder', () => {
  it('puts first what is here, then the text’s language, then ours, then the smaller', () => {
    const order = (language: string, stored: readonly Voice[] = []) =>
      inOrder(ALL, { language, isStored: (one) => stored.includes(one) }).map(({ name }) => name);
    expect(order('en')).toEqual(['Kathleen', 'Lessac', 'Thorsten', 'Tugão']);
    expect(order('de')).toEqual(['Thorsten', 'Kathleen', 'Tugão', 'Lessac']);
    const heavy = { ...OURS, files: LESSAC.files.map((file) => ({ ...file, bytes: 900 * MB })) };
    const learnt = voice('Aaltje', { locale: 'nl', languages: ['nl', 'en'] });
    const tongues = inOrder([learnt, LESSAC], { language: 'en', isStored: () => false });
    expect(tongues).toEqual([LESSAC, learnt]);
    const pair = inOrder([LESSAC, heavy], { language: 'en', isStored: () => false });
    expect(pair).toEqual([heavy, LESSAC]);
    expect(order('de', [TUGAO])).toEqual(['Tugão', 'Thorsten', 'Kathleen', 'Lessac']);
  });

  it('loses and doubles none', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...ALL)), (some) => {
        const sorted = inOrder(some, { language: 'en', isStored: () => false });
        expect(new Set(sorted)).toEqual(new Set(some));
      }),
    );
  });
});

describe('sizes', () => {
  it('count what other voices brought along only once', () => {
    const model = { name: 'model.onnx', url: '', bytes: 92 * MB, digest: 'md5:m', owner: 'k' };
    const style = (id: string) => ({
      name: `${id}.bin`,
      url: '',
      bytes: MB,
      digest: `md5:${id}`,
      owner: 's',
    });
    const [ada, bob] = ['ada', 'bob'].map((id) =>
      voice(id, { files: [model, style(id)] as unknown as Voice['files'] }),
    ) as [Voice, Voice];
    expect(bytesToFetch(bob, [])).toBe(93 * MB);
    expect(bytesToFetch(bob, [ada])).toBe(MB);
    expect(bytesToFetch(bob, [ada, bob])).toBe(0);
  });
});

describe('speakers', () => {
  const google = voice('google', {
    speakers: ['a', 'b'],
    speaker: { sex: null, age: null, id: 'a' },
  });

  it('are voices of their own that share all files', () => {
    const b = withSpeaker(google, 'b');
    expect(b).toMatchObject({ id: 'google.1', speaker: { id: 'b' }, weights: 'google' });
    expect(withSpeaker(google, 'a')).toBe(google);
    expect(withSpeaker(google, 'nobody')).toBe(google);
    expect(bytesToFetch(b, [google])).toBe(0);
  });

  it('are listed once', () => {
    const b = withSpeaker(google, 'b');
    expect(withoutSpeakers([google, b, OURS])).toEqual([google, OURS]);
    expect(withoutSpeakers([b])).toEqual([b]);
    expect([standsFor(google, b), standsFor(google, OURS)]).toEqual([true, false]);
  });
});
