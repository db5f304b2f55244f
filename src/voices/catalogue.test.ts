import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import { weightsOf } from '../contracts/voices';
import { fetchCatalogue, parseCatalogue } from './catalogue';

const file = (name: string) => ({
  name,
  url: `ada/${name}`,
  bytes: 7,
  digest: `sha256:${'0123456789abcdef'.repeat(4)}`,
});
const valid: unknown = {
  version: 1,
  voices: [
    {
      id: 'ada',
      name: 'Ada',
      engine: 'flow',
      locale: 'en-US',
      languages: ['en'],
      speaker: { sex: 'female', age: null },
      licence: { name: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
      credits: 'Thank you, Ada.',
      sample: { url: 'ada/sample.wav', text: 'Hello.' },
      sampleRate: 24000,
      files: [file('encoder.onnx'), file('voice.json')],
      defaults: { steps: 4, temperature: 0.5, pace: 1 },
    },
  ],
};

/** A copy of the valid catalogue with one field replaced. */
function withField(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(valid);
  let place = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  place[path.at(-1) ?? ''] = value;
  return copy;
}

function fieldOf(json: unknown): string | null {
  try {
    parseCatalogue(json);
  } catch (thrown) {
    if (thrown instanceof SottoError && thrown.detail.kind === 'validation') {
      return thrown.detail.field;
    }
    throw thrown;
  }
  return null;
}

describe('parseCatalogue', () => {
  const fileUrl = ['voices', 0, 'files', 0, 'url'];

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//elsewhere.example/x',
    'https://elsewhere.example/x',
    '/x',
    '../x',
    'a/../x',
    'a/%2e%2e/x',
    'a\\x',
    'a//x',
    'x?y',
    '',
  ])('refuses the file address %j', (url) => {
    expect(fieldOf(withField(fileUrl, url))).toBe('voices.0.files.0.url');
  });

  it.each([
    [['version'], 2, 'version'],
    [['voices', 0, 'id'], 'a/b', 'voices.0.id'],
    [['voices', 0, 'licence', 'url'], 'javascript:alert(1)', 'voices.0.licence.url'],
    [['voices', 0, 'languages'], ['x1'], 'voices.0.languages.0'],
    [['voices', 0, 'languages'], [], 'voices.0.languages'],
    [['voices', 0, 'files', 1, 'digest'], 'sha256:ABC', 'voices.0.files.1.digest'],
    [['voices', 0, 'files', 1, 'name'], 'encoder.onnx', 'voices.0.files'],
    [['voices', 0, 'defaults', 'steps'], 0, 'voices.0.defaults.steps'],
    [['voices', 0, 'defaults', 'temperature'], Number.NaN, 'voices.0.defaults.temperature'],
  ])('names the wrong field %j = %j', (path, value, field) => {
    expect(fieldOf(withField(path, value))).toBe(field);
  });

  it('refuses anything else with a SottoError', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(fieldOf(json)).not.toBeNull();
      }),
    );
  });
});

describe('voices that share their files', () => {
  const [ada] = parseCatalogue(valid).voices;
  const both = (change: object) => ({
    version: 1,
    voices: [
      { ...ada, weights: 'family', speaker: { sex: 'female', age: null, id: 'ada' } },
      { ...ada, id: 'bob', weights: 'family', speaker: { sex: 'male', age: null, id: 'bob' } },
    ].map((voice, i) => (i === 1 ? { ...voice, ...change } : voice)),
  });

  it('are stored under one name, each its own speaker', () => {
    const { voices } = parseCatalogue(both({}));
    expect(voices.map(weightsOf)).toEqual(['family', 'family']);
    expect(voices.map(({ speaker }) => speaker.id)).toEqual(['ada', 'bob']);
  });

  it('are stored under their own names where they share none', () => {
    expect(parseCatalogue(valid).voices.map(weightsOf)).toEqual(['ada']);
  });

  it('must have the same files', () => {
    const other = { ...file('voice.json'), digest: `sha256:${'f'.repeat(64)}` };
    expect(fieldOf(both({ files: [file('encoder.onnx'), other] }))).toBe('voices');
  });

  it('must not take the name of another', () => {
    const { weights: _, ...alone } = both({}).voices[1] ?? {};
    const stranger = { ...alone, id: 'family', files: [file('encoder.onnx')] };
    expect(fieldOf({ version: 1, voices: [both({}).voices[0], stranger] })).toBe('voices');
  });

  it.each(['', '../x', 7])('refuses the weights %j', (weights) => {
    expect(fieldOf(both({ weights }))).toBe('voices.1.weights');
  });
});

describe('fetchCatalogue', () => {
  const answer =
    (body: string, status = 200) =>
    () =>
      Promise.resolve(new Response(body, { status }));

  it('fetches and parses', async () => {
    const catalogue = await fetchCatalogue(answer(JSON.stringify(valid)), 'catalogue.json');
    expect(catalogue.voices[0]?.id).toBe('ada');
  });

  it('tells a refusal, a dead network and a page in its place apart', async () => {
    await expect(fetchCatalogue(answer('', 404), 'c')).rejects.toMatchObject({
      detail: { kind: 'network', url: 'c', status: 404 },
    });
    await expect(
      fetchCatalogue(() => Promise.reject(new TypeError('offline')), 'c'),
    ).rejects.toMatchObject({ detail: { kind: 'network', status: null } });
    await expect(fetchCatalogue(answer('<html>'), 'c')).rejects.toMatchObject({
      detail: { kind: 'validation', field: 'catalogue' },
    });
  });

  it('lets an abort through as an abort', async () => {
    const signal = AbortSignal.abort();
    const aborting = () => Promise.reject(signal.reason as Error);
    await expect(fetchCatalogue(aborting, 'c', signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
