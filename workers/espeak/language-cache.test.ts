import { describe, expect, it } from 'vitest';
import { fetchKept } from './language-cache';

const URL_1 = 'https://app.example/assets/lang-fr-AAAAaaa1.data';
const URL_2 = 'https://app.example/assets/lang-fr-BBBBbbb2.data';
const OTHER = 'https://app.example/assets/lang-es-CCCCccc3.data';
const read = async (response: Response): Promise<string> => {
  if (!response.ok) throw new Error('Not there.');
  const text = await response.text();
  if (text.startsWith('<')) throw new Error('Not data.');
  return text;
};

/** A cache in memory; only what is used here. */
function fakeCache() {
  const entries = new Map<string, Response>();
  const urlOf = (request: RequestInfo | URL) =>
    typeof request === 'object' && 'url' in request ? request.url : String(request);
  const cache = {
    entries,
    match: async (request: RequestInfo | URL) => entries.get(urlOf(request))?.clone(),
    keys: async () => [...entries.keys()].map((url) => new Request(url)),
    delete: async (request: RequestInfo | URL) => entries.delete(urlOf(request)),
    put: async (request: RequestInfo | URL, response: Response) =>
      void entries.set(urlOf(request), response),
  };
  return cache as typeof cache & Cache;
}

function world(answers: Record<string, () => Response>, cache: Cache | null = fakeCache()) {
  const asked: string[] = [];
  const deps = {
    fetch: async (url: string) => {
      asked.push(url);
      const answer = answers[url];
      if (answer === undefined) throw new TypeError('Offline.');
      return answer();
    },
    open: async () => {
      if (cache === null) throw new DOMException('Denied.', 'SecurityError');
      return cache;
    },
  };
  return { asked, deps };
}

describe('fetchKept', () => {
  it('fetches once, and needs no network then', async () => {
    const { asked, deps } = world({ [URL_1]: () => new Response('fr') });
    expect(await fetchKept(URL_1, read, deps)).toBe('fr');
    expect(await fetchKept(URL_1, read, deps)).toBe('fr');
    expect(asked).toEqual([URL_1]);
  });

  it('keeps one edition of a language, and every language', async () => {
    const cache = fakeCache();
    const { deps } = world(
      {
        [URL_1]: () => new Response('old'),
        [OTHER]: () => new Response('es'),
        [URL_2]: () => new Response('new'),
      },
      cache,
    );
    for (const url of [URL_1, OTHER, URL_2]) await fetchKept(url, read, deps);
    expect([...cache.entries.keys()].sort()).toEqual([OTHER, URL_2].sort());
  });

  it.each([
    ['an error page', () => new Response('<html>')],
    ['a missing file', () => new Response('', { status: 404 })],
  ])('keeps no %s', async (_, answer) => {
    const cache = fakeCache();
    const { deps } = world({ [URL_1]: answer }, cache);
    await expect(fetchKept(URL_1, read, deps)).rejects.toThrow(/^Not/);
    expect(cache.entries.size).toBe(0);
  });

  it('fetches anew what is kept but damaged', async () => {
    const cache = fakeCache();
    cache.entries.set(URL_1, new Response('<damaged'));
    const { deps } = world({ [URL_1]: () => new Response('fr') }, cache);
    expect(await fetchKept(URL_1, read, deps)).toBe('fr');
    expect(await cache.entries.get(URL_1)?.clone().text()).toBe('fr');
  });

  it('needs no storage', async () => {
    const { asked, deps } = world({ [URL_1]: () => new Response('fr') }, null);
    expect(await fetchKept(URL_1, read, deps)).toBe('fr');
    expect(await fetchKept(URL_1, read, deps)).toBe('fr');
    expect(asked).toHaveLength(2);
  });

  it('tells why it could not be fetched', async () => {
    await expect(fetchKept(URL_1, read, world({}).deps)).rejects.toThrow('Offline.');
  });
});
