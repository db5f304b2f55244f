import { describe, expect, it } from 'vitest';
import type { Voice } from '../contracts/voices';
import { createFinder, hubSources } from './finder';
import type { ListStore, StoredList } from './list-store';
import { HUGGING_FACE } from './sources/hub';
import { KOKORO_TREE, kittenTree, PIPER_INDEX, SUPERTONIC_TREE } from './sources/testing';

const clock = { now: () => 0, after: (_ms: number, _callback: () => void) => () => {} };
const PIPER = 'https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json';

/** Every list of the hub, as it answers them on a good day. */
function hubAnswers(): Map<string, string> {
  const [piper, kokoro, kitten, supertonic] = hubSources(HUGGING_FACE).map(({ lists }) => lists);
  const models = ['nano_v0_8', 'nano_v0_8', 'micro_v0_8', 'mini_v0_8', 'nano_v0_1'];
  const answers: [string | undefined, unknown][] = [
    [piper?.[0], PIPER_INDEX],
    [kokoro?.[0], KOKORO_TREE],
    ...models.map((model, i): [string | undefined, unknown] => [
      kitten?.[i],
      kittenTree(`kitten_tts_${model}.onnx`),
    ]),
    ...(supertonic ?? []).map((url): [string, unknown] => [url, SUPERTONIC_TREE]),
  ];
  return new Map(answers.map(([url = '', json]) => [url, JSON.stringify(json)]));
}

function memoryStore(lists = new Map<string, StoredList>()): ListStore & { lists: typeof lists } {
  return {
    lists,
    read: (url) => Promise.resolve(lists.get(url) ?? null),
    write: (url, list) => Promise.resolve(void lists.set(url, list)),
  };
}

function setUp(store = memoryStore(), answers = hubAnswers()) {
  const asked: string[] = [];
  const shelved: Voice[] = [];
  let now = 1000;
  const finder = createFinder({
    store,
    clock,
    timestamp: () => (now += 1),
    shelf: {
      add: (voices) => void shelved.push(...voices),
      storage: undefined as never,
    },
    fetch: (input, init) => {
      const url = String(input);
      asked.push(url);
      expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
      const body = answers.get(url);
      if (body === 'offline') return Promise.reject(new TypeError('Failed to fetch'));
      const init2 = { status: body === undefined ? 404 : 200, headers: { etag: '"1"' } };
      return Promise.resolve(new Response(body ?? 'Not found', init2));
    },
  });
  const report = (name: string) => finder.findings.sources.find((one) => one.name === name);
  return { finder, asked, shelved, answers, store, report };
}

const TOTAL = 6 + 6 + 40 + 6;

describe('createFinder', () => {
  it('asks nobody before it is told to', async () => {
    const { finder, asked } = setUp();
    await finder.recall();
    expect(asked).toEqual([]);
    expect(finder.findings).toMatchObject({ isLooking: false, voices: [], host: 'huggingface.co' });
  });

  it('finds all voices, asks each list once, and tells as answers come', async () => {
    const { finder, asked, report } = setUp();
    const counts: number[] = [];
    finder.onChange(({ voices }) => counts.push(voices.length));
    await Promise.all([finder.look(), finder.look()]);
    expect(finder.findings.voices).toHaveLength(TOTAL);
    expect(new Set(asked).size).toBe(asked.length);
    expect(counts.at(-1)).toBe(TOTAL);
    expect(finder.findings.isLooking).toBe(false);
    expect(report('piper')).toMatchObject({
      voices: 6,
      fetchedAt: expect.any(Number) as number,
      error: null,
    });
  });

  it('knows them without the network on a later visit', async () => {
    const first = setUp();
    await first.finder.look();
    const later = setUp(first.store, new Map());
    await later.finder.recall();
    expect(later.finder.findings.voices).toEqual(first.finder.findings.voices);
    expect(later.asked).toEqual([]);
    expect(later.store.lists.get(PIPER)?.etag).toBe('"1"');
  });

  it.each([
    ['a sign-in page with status 200', '<html>Sign in', 'validation'],
    ['a list that shrank', JSON.stringify({ a: PIPER_INDEX['en_US-amy-medium'] }), 'validation'],
    ['no network', 'offline', 'network'],
    ['an answer that is gone', undefined, 'network'],
  ])('keeps what it knew in spite of %s', async (_, body, kind) => {
    const { finder, answers, report, store } = setUp();
    await finder.look();
    const before = store.lists.get(PIPER);
    if (body === undefined) answers.delete(PIPER);
    else answers.set(PIPER, body);
    await finder.look();
    expect(finder.findings.voices).toHaveLength(TOTAL);
    expect(report('piper')).toMatchObject({ voices: 6, error: { kind } });
    expect(report('kokoro')?.error).toBeNull();
    expect(store.lists.get(PIPER)).toEqual(before);
    answers.set(PIPER, JSON.stringify(PIPER_INDEX));
    await finder.look();
    expect(report('piper')?.error).toBeNull();
  });

  it('finds what it can where the device keeps nothing', async () => {
    const broken: ListStore = {
      read: () => Promise.reject(new Error('denied')),
      write: () => Promise.reject(new Error('full')),
    };
    const { finder, report } = setUp({ ...broken, lists: new Map() });
    await finder.look();
    expect(finder.findings.voices).toHaveLength(TOTAL);
    expect(report('piper')?.error).toBeNull();
  });

  it('reads the makers’ card when a voice is chosen, and takes the voice without it, too', async () => {
    const { finder, answers, shelved } = setUp();
    await finder.look();
    const amy = finder.findings.voices.find(({ name }) => name === 'Amy') as Voice;
    answers.set(amy.licence.url.replace('/blob/', '/resolve/'), '* License: CC BY-NC 4.0');
    await finder.choose(amy);
    answers.clear();
    await finder.choose(amy);
    expect(shelved.map(({ licence }) => licence.name)).toEqual([
      'CC BY-NC 4.0',
      'Terms in its model card',
    ]);
  });
});
