import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { fetchList } from './fetch-list';
import { indexedDbListStore } from './list-store';

const URL = 'https://huggingface.co/list';

describe('indexedDbListStore', () => {
  it('keeps lists by address, beyond the visit', async () => {
    const list = { text: '[]', etag: '"a"', fetchedAt: 7 };
    await indexedDbListStore('test-lists').write(URL, list);
    const later = indexedDbListStore('test-lists');
    expect(await later.read(URL)).toEqual(list);
    expect(await later.read('https://huggingface.co/other')).toBeNull();
  });
});

describe('fetchList', () => {
  const never = { now: () => 0, after: () => () => {} };
  const limits = { timeoutMs: 1000, maxBytes: 10 };

  it('takes no more than it is allowed to', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 4;
        controller.enqueue(new Uint8Array(4));
      },
    });
    const fetching = fetchList(
      URL,
      { fetch: () => Promise.resolve(new Response(endless)), clock: never },
      limits,
    );
    await expect(fetching).rejects.toMatchObject({ kind: 'validation' });
    expect(sent).toBeLessThan(40);
  });

  it('gives a silent hub up, and hangs up', async () => {
    let ring = () => {};
    const clock = {
      now: () => 0,
      after: (_ms: number, call: () => void) => ((ring = call), () => {}),
    };
    let signal: AbortSignal | null | undefined;
    const silent: typeof globalThis.fetch = (_url, init) => {
      signal = init?.signal;
      return new Promise(() => {});
    };
    const fetching = fetchList(URL, { fetch: silent, clock }, limits);
    ring();
    await expect(fetching).rejects.toMatchObject({ kind: 'timeout' });
    expect(signal?.aborted).toBe(true);
  });
});
