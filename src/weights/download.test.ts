import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { sha256 } from 'hash-wasm';
import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock';
import type { DownloadProgress, FileDigest, VoiceFile } from '../contracts/voices';
import { createDigest } from './digest';
import { downloadVoice, WATCH_INTERVAL_MS } from './download';
import { fakeServer, type Fault, type ServerOptions } from './fake-server';
import { STALL_MS } from './fetch-file';
import { fileLocks } from './file-locks';
import { openWeightsStore, type WeightsStore } from './store';
import { testFile, testVoice } from './testing';

const content = Uint8Array.from({ length: 1000 }, (_, i) => (i * 37) % 251);
let file: VoiceFile;
let wholeDigest: string;
let names = 0;
let store: WeightsStore;
let waits: number[];

beforeAll(async () => {
  wholeDigest = await sha256(content);
});
beforeEach(fresh);

async function fresh(): Promise<void> {
  file = testFile('a.bin', content.length, wholeDigest);
  waits = [];
  store = await openWeightsStore({ databaseName: `download-test-${names++}` });
}

/** Every pause passes at once; a stall passes as soon as nothing else happens. */
const hurriedClock: Clock = {
  now: () => 0,
  after: (ms, callback) => {
    if (ms < STALL_MS && ms !== WATCH_INTERVAL_MS) waits.push(ms);
    const timer = setTimeout(callback, ms < STALL_MS ? 0 : 40);
    return () => clearTimeout(timer);
  },
};

async function run(
  options: Partial<ServerOptions> & { faults?: readonly Fault[] },
  signal = new AbortController().signal,
  onProgress: (now: DownloadProgress) => void = () => {},
) {
  const server = fakeServer({ content, ...options });
  const progress: DownloadProgress[] = [];
  const failure = await downloadVoice(
    {
      voice: testVoice([file]),
      baseUrl: 'https://sotto.example/voices/catalogue.json',
      onProgress: (now) => {
        progress.push(now);
        onProgress(now);
      },
      signal,
    },
    {
      store,
      fetch: server.fetch,
      clock: hurriedClock,
      random: () => 0.5,
      createDigest,
      locks: fileLocks(null),
    },
  ).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { server, progress, failure };
}

const received = async () => (await store.find(testVoice([]).id, file))?.receivedBytes;

async function expectStored(): Promise<void> {
  expect(await store.read(testVoice([]).id, 'a.bin')).toEqual(content);
}

describe('downloadVoice', () => {
  it('fetches, verifies, stores and reports bytes', async () => {
    const { server, progress, failure } = await run({});
    expect(failure).toBeNull();
    await expectStored();
    expect(server.requests.map(({ url }) => url)).toEqual([
      'https://sotto.example/voices/test/a.bin',
    ]);
    expect(progress[0]).toEqual({ receivedBytes: 0, totalBytes: 1000 });
    expect(progress.at(-1)).toEqual({ receivedBytes: 1000, totalBytes: 1000 });
  });

  it('asks nothing of the server for what is stored', async () => {
    await run({});
    const { server, failure } = await run({});
    expect(failure).toBeNull();
    expect(server.requests).toHaveLength(0);
  });

  it('goes on after a cut with the rest only, on the same content', async () => {
    const { server, failure } = await run({
      etag: '"v1"',
      faults: [{ kind: 'cut', afterBytes: 300 }],
    });
    expect(failure).toBeNull();
    await expectStored();
    expect(server.requests[1]?.headers.get('range')).toBe('bytes=300-');
    expect(server.requests[1]?.headers.get('if-range')).toBe('"v1"');
  });

  it('goes on after a reload', async () => {
    const refused = [
      { kind: 'cut', afterBytes: 640 } as const,
      { kind: 'status', status: 403 } as const,
    ];
    expect((await run({ faults: refused })).failure).toMatchObject({ detail: { status: 403 } });
    const { server, failure } = await run({});
    expect(failure).toBeNull();
    expect(server.sentBytes).toBe(360);
    await expectStored();
  });

  it.each<[string, Partial<ServerOptions>]>([
    [
      'a server that ignores ranges',
      { ignoresRanges: true, faults: [{ kind: 'cut', afterBytes: 500 }] },
    ],
    ['a body that ends early', { faults: [{ kind: 'endEarly', afterBytes: 500 }] }],
    ['a stall', { faults: [{ kind: 'stall', afterBytes: 500 }] }],
    ['a dead network', { faults: [{ kind: 'offline' }, { kind: 'offline' }] }],
    [
      'a busy server',
      {
        faults: [
          { kind: 'status', status: 503 },
          { kind: 'status', status: 429 },
        ],
      },
    ],
    ['a sign-in page', { faults: [{ kind: 'html' }] }],
    ['a wrong length', { faults: [{ kind: 'length', claimedBytes: 999 }] }],
    ['too long a body', { faults: [{ kind: 'trailing', bytes: 3 }] }],
    ['a flipped bit', { faults: [{ kind: 'flipBit', at: 123 }] }],
    [
      'a range that is refused',
      {
        faults: [
          { kind: 'cut', afterBytes: 500 },
          { kind: 'status', status: 416 },
        ],
      },
    ],
  ])('gets over %s', async (_, options) => {
    expect((await run(options)).failure).toBeNull();
    await expectStored();
  });

  it('starts over when the content changed in between', async () => {
    await run({
      content: new Uint8Array(1000),
      etag: '"old"',
      faults: [
        { kind: 'cut', afterBytes: 500 },
        { kind: 'status', status: 404 },
      ],
    });
    const { server, failure } = await run({ etag: '"new"' });
    expect(failure).toBeNull();
    expect(server.sentBytes).toBe(1000);
    await expectStored();
  });

  it('gives up after three tries that bring nothing, with longer and longer pauses', async () => {
    const offline = { kind: 'offline' } as const;
    const { failure, server } = await run({ faults: [offline, offline, offline, offline] });
    expect(failure).toMatchObject({ detail: { kind: 'network', status: null } });
    expect(server.requests).toHaveLength(3);
    expect(waits).toEqual([300, 600]);
  });

  it('gives up at once on a refusal, and after the second wrong content', async () => {
    const gone = await run({ faults: [{ kind: 'status', status: 404 }] });
    expect(gone.failure).toMatchObject({ detail: { kind: 'network', status: 404 } });
    expect(gone.server.requests).toHaveLength(1);
    const flip = { kind: 'flipBit', at: 5 } as const;
    const wrong = await run({ faults: [flip, flip] });
    expect(wrong.failure).toMatchObject({ detail: { kind: 'modelLoad' } });
    expect(wrong.server.requests).toHaveLength(2);
    expect(await received()).toBe(0);
  });

  it('stops on request and keeps what arrived', async () => {
    const controller = new AbortController();
    const { failure } = await run(
      { faults: [{ kind: 'stall', afterBytes: 512 }] },
      controller.signal,
      ({ receivedBytes }) => {
        if (receivedBytes === 512) controller.abort();
      },
    );
    expect(failure).toMatchObject({ kind: 'cancelled' });
    expect(await received()).toBe(512);
  });

  it('ends with the right file wherever it is cut, and fetches little twice', async () => {
    const sliceBytes = 64;
    const faults = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('cut' as const), afterBytes: fc.nat({ max: 1100 }) }),
        fc.record({ kind: fc.constant('endEarly' as const), afterBytes: fc.nat({ max: 1100 }) }),
      ),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(faults, async (cuts) => {
        await fresh();
        const { failure, server } = await run({ faults: cuts, sliceBytes, etag: '"v1"' });
        // Three cuts in a row that bring nothing end it: the next visit goes on.
        if (failure !== null) expect((await run({})).failure).toBeNull();
        await expectStored();
        expect(server.sentBytes).toBeLessThanOrEqual(1000 + cuts.length * sliceBytes);
      }),
      { numRuns: 60 },
    );
  });

  describe('with mirrors', () => {
    const mirrors = ['https://second.example/a.bin', 'https://third.example/a.bin'];
    const dead = { kind: 'status', status: 404 } as const;

    it('asks them in turn, goes on where the one before was cut, and tells nobody of its validator', async () => {
      file = { ...file, mirrors };
      const offline = { kind: 'offline' } as const;
      const { server, failure } = await run({
        etag: '"v1"',
        faults: [{ kind: 'cut', afterBytes: 400 }, dead, offline, offline, offline],
      });
      expect(failure).toBeNull();
      await expectStored();
      expect(server.requests.map(({ url }) => new URL(url).host)).toEqual([
        'sotto.example',
        'sotto.example',
        'second.example',
        'second.example',
        'second.example',
        'third.example',
      ]);
      expect(server.requests.slice(1).map(({ headers }) => headers.get('range'))).toEqual(
        Array(5).fill('bytes=400-'),
      );
      expect(server.requests.map(({ headers }) => headers.get('if-range'))).toEqual([
        null,
        '"v1"',
        ...Array<null>(4).fill(null),
      ]);
      expect(server.sentBytes).toBe(1000);
    });

    it('turns to a mirror when what comes is wrong twice', async () => {
      file = { ...file, mirrors };
      const flip = { kind: 'flipBit', at: 9 } as const;
      const { server, failure } = await run({ faults: [flip, flip] });
      expect(failure).toBeNull();
      expect(server.requests.at(-1)?.url).toBe(mirrors[0]);
      await expectStored();
    });

    it('says what the preferred address said when none has it', async () => {
      file = { ...file, mirrors };
      const busy = { kind: 'status', status: 403 } as const;
      const { failure } = await run({ faults: [dead, busy, busy] });
      expect(failure).toMatchObject({ detail: { kind: 'network', status: 404 } });
    });
  });

  it.each([
    ['git', () => `git:${createHash('sha1').update('blob 1000\0').update(content).digest('hex')}`],
    ['md5', () => `md5:${createHash('md5').update(content).digest('hex')}`],
  ] as const)(
    'verifies by %s where a hub tells no better, on arrival and when read',
    async (_, digest) => {
      file = { ...file, digest: digest() as FileDigest };
      const flip = { kind: 'flipBit', at: 77 } as const;
      const { server, failure } = await run({ faults: [flip] });
      expect(failure).toBeNull();
      expect(server.requests).toHaveLength(2);
      await expectStored();
    },
  );

  it('fetches from an address of its own', async () => {
    file = { ...file, url: 'https://hub.example/repo/resolve/main/a.bin' };
    const { server } = await run({});
    expect(server.requests[0]?.url).toBe('https://hub.example/repo/resolve/main/a.bin');
  });

  it('stops the other files when one fails', async () => {
    const good = fakeServer({ content });
    const voice = testVoice([file, testFile('gone.bin', 3)]);
    const requests: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      requests.push(String(input));
      return String(input).endsWith('gone.bin')
        ? Promise.resolve(new Response('', { status: 404 }))
        : good.fetch(input, init);
    };
    const failing = downloadVoice(
      {
        voice,
        baseUrl: 'https://x.example/',
        onProgress: () => {},
        signal: new AbortController().signal,
      },
      { store, fetch, clock: hurriedClock, random: () => 0, createDigest, locks: fileLocks(null) },
    );
    await expect(failing).rejects.toMatchObject({ detail: { kind: 'network', status: 404 } });
    expect(requests).toHaveLength(2);
  });
});
