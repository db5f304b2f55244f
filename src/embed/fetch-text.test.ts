import { describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../base/clock';
import { fetchText } from './fetch-text';

const answer = (body: BodyInit, type = 'text/plain', init: ResponseInit = {}) =>
  (async () => new Response(body, { ...init, headers: { 'Content-Type': type } })) as typeof fetch;
const from = (fetch: typeof globalThis.fetch, url = 'https://a.example/t', clock = systemClock) =>
  fetchText(url, { fetch, clock });

describe('a text by its address', () => {
  it('is fetched without credentials, and told as what it is', async () => {
    let init: RequestInit | undefined;
    const fetch = (async (_: unknown, given: RequestInit) => {
      init = given;
      return answer('Äpfel.', 'text/markdown; charset=UTF-8')('');
    }) as typeof globalThis.fetch;
    expect(await from(fetch)).toEqual({ text: 'Äpfel.', format: 'markdown' });
    expect(init).toMatchObject({ credentials: 'omit', mode: 'cors' });
  });

  it('is decoded as it says', async () => {
    const latin = answer(Uint8Array.of(0xc4), 'text/plain; charset="iso-8859-1"');
    expect((await from(latin)).text).toBe('Ä');
    await expect(from(answer(Uint8Array.of(0xc4)))).rejects.toMatchObject({ kind: 'text' });
    await expect(from(answer('x', 'text/plain; charset=klingon'))).rejects.toMatchObject({
      kind: 'text',
    });
  });

  it.each(['', 'text.txt', 'javascript:alert(1)', 'file:///etc/passwd', 'https://a:b@c.example/'])(
    'refuses the address %j',
    async (url) => {
      const fetch = () => Promise.reject(new Error('It was fetched.'));
      await expect(from(fetch, url)).rejects.toMatchObject({
        detail: { kind: 'validation', field: 'src' },
      });
    },
  );

  it('says what is wrong with what is there', async () => {
    await expect(from(answer('<p>', 'text/html'))).rejects.toMatchObject({ kind: 'text' });
    await expect(from(answer('', 'text/plain', { status: 404 }))).rejects.toMatchObject({
      detail: { kind: 'network', status: 404 },
    });
    const denied = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(from(denied)).rejects.toMatchObject({ detail: { kind: 'network', status: null } });
  });

  it('stops at a text without end', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(2 ** 20).fill(65)),
    });
    await expect(from(answer(endless))).rejects.toMatchObject({
      detail: { kind: 'validation', field: 'text' },
    });
  });

  it('does not wait for ever', async () => {
    const clock: Clock = {
      now: () => 0,
      after: (_, callback) => (queueMicrotask(callback), () => {}),
    };
    await expect(from(() => new Promise(() => {}), undefined, clock)).rejects.toMatchObject({
      kind: 'timeout',
    });
  });
});
