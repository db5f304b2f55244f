/** The weights store in Chromium, against a hub that fails in every way networks do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import headers from '../src/base/headers.json' with { type: 'json' };
import { seededRandom } from '../src/base/random';
import type { VoiceId } from '../src/base/ids';
import type { FileDigest, ShelfStatus, Voice, VoiceFile } from '../src/contracts/voices';
import { gitIdOf, noise, sha256Of, startHub, type Fault, type Hub } from './hub/server.mjs';

const MB = 2 ** 20;
/** `SOTTO_LONG=1` takes the size of a real large model. */
const LARGE_BYTES = process.env['SOTTO_LONG'] === undefined ? 40 * MB : 300 * MB;
/** A fast line, not the machine's own loop, which delivers in a blink what no line could. */
const LINE_BYTES_PER_SECOND = 32 * MB;
const REPO = 'somebody/voices';
const MODEL = noise(LARGE_BYTES, 1);
const SMALL = noise(6 * MB + 123, 2);
const [STYLE_A, STYLE_B] = [noise(50_000, 3), noise(50_000, 4)];

let folder: string;
let pages: PreviewServer;
let pageUrl: string;
let hub: Hub;
let mirror: Hub;

// Each worker has a hub of its own: they share the last minutes of a run among them.
test.describe.configure({ mode: 'parallel' });
test.setTimeout(process.env['SOTTO_LONG'] === undefined ? 120_000 : 600_000);

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-page-'));
  const root = join(import.meta.dirname, 'hub');
  const shared = { root, base: './', configFile: false, logLevel: 'warn' } as const;
  const output = { outDir: folder, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 };
  await build({ ...shared, worker: { format: 'es' }, build: output });
  pages = await preview({
    ...shared,
    build: { outDir: folder },
    preview: { port: 0, host: 'localhost', headers: headers.isolation },
  });
  pageUrl = pages.resolvedUrls?.local[0] ?? '';
  const files = [
    { repo: REPO, path: 'model.onnx', content: MODEL },
    { repo: REPO, path: 'small.onnx', content: SMALL },
    { repo: REPO, path: 'voices/a.bin', content: STYLE_A, lfs: false },
    { repo: REPO, path: 'voices/b.bin', content: STYLE_B, lfs: false },
  ];
  hub = await startHub(files);
  mirror = await startHub(files);
});

test.beforeEach(() => {
  hub.forget();
  mirror.forget();
  hub.bytesPerSecond = LINE_BYTES_PER_SECOND;
});

test.afterAll(async () => {
  await Promise.all([pages.close(), hub.close(), mirror.close()]);
  await rm(folder, { recursive: true });
});

function file(path: string, content: Buffer, changes: Partial<VoiceFile> = {}): VoiceFile {
  const digest: FileDigest = `sha256:${sha256Of(content)}`;
  const name = path.replaceAll('/', '-');
  return { name, url: hub.urlOf(REPO, path), bytes: content.length, digest, ...changes };
}

function voice(id: string, files: readonly VoiceFile[]): Voice {
  return {
    id: id as VoiceId,
    name: id,
    engine: 'test',
    locale: 'en-US',
    languages: ['en'],
    speaker: { sex: 'female', age: null },
    licence: { name: 'CC0-1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
    credits: '',
    sample: null,
    sampleRate: 24_000,
    files,
    defaults: { steps: 4, temperature: 0.5, pace: 1 },
  };
}

const large = () => voice('large', [file('model.onnx', MODEL)]);
const small = () => voice('small', [file('small.onnx', SMALL)]);
const family = 'family' as VoiceId;
const sharing = (id: string, style: Buffer) =>
  voice(id, [
    file('small.onnx', SMALL, { owner: family }),
    file(`voices/${id}.bin`, style, { digest: `git:${gitIdOf(style)}` }),
  ]);

async function open(context: BrowserContext, voices: readonly Voice[]): Promise<Page> {
  const page = await context.newPage();
  await page.goto(pageUrl);
  await page.evaluate((all) => {
    window.shelf = window.storePage.openShelf(all);
  }, voices);
  return page;
}

const download = (page: Page, one: Voice) =>
  page.evaluate(async (asked) => {
    try {
      await window.shelf.download(asked);
      return null;
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  }, one);
const statusOf = (page: Page, one: Voice): Promise<ShelfStatus> =>
  page.evaluate((asked) => window.shelf.status(asked), one);
const untilStatus = (page: Page, one: Voice, kind: ShelfStatus['kind']) =>
  page.waitForFunction(([asked, wanted]) => window.shelf.status(asked).kind === wanted, [
    one,
    kind,
  ] as const);
const read = (page: Page, owner: string, name: string) =>
  page.evaluate(
    ([whose, what]) => window.storePage.read(whose, what).catch((thrown: Error) => thrown.message),
    [owner, name] as const,
  );
const sentBytes = (...hubs: Hub[]) =>
  hubs.flatMap(({ requests }) => requests).reduce((sum, one) => sum + one.sentBytes, 0);

// A page that reads late loses at each cut what the network still held of it: nothing beside it.
test('a large file that is cut 20 times ends right, hardly any of it fetched twice @alone', async ({
  context,
}) => {
  const random = seededRandom(20);
  const page = await open(context, [large()]);
  // Cut where it may be: at the first byte, within a piece, at its edge.
  hub.faults.push(
    ...Array.from({ length: 20 }, (): Fault => {
      const afterBytes = Math.floor(random.uniform() * random.uniform() * (LARGE_BYTES / 8)) + 1;
      return { kind: 'cut', afterBytes };
    }),
  );
  expect(await download(page, large())).toBeNull();
  expect(hub.requests.length).toBeGreaterThanOrEqual(21);
  expect(await read(page, 'large', 'model.onnx')).toBe(sha256Of(MODEL));
  const twice = sentBytes(hub) / LARGE_BYTES - 1;
  test
    .info()
    .annotations.push({ type: 'fetched twice', description: `${(twice * 100).toFixed(3)} %` });
  expect(twice).toBeLessThanOrEqual(0.02);
});

test('a page killed at any moment of writing leaves a store that opens and goes on', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const random = seededRandom(7);
  let seenBytes = 0;
  for (let round = 0; round < 9; round++) {
    const page = await open(context, [large()]);
    const { voiceBytes } = await page.evaluate(() => window.shelf.storage.overview());
    expect(voiceBytes).toBeGreaterThanOrEqual(seenBytes);
    seenBytes = voiceBytes;
    hub.bytesPerSecond = LARGE_BYTES / 4;
    await page.evaluate((asked) => void window.shelf.download(asked).catch(() => {}), large());
    await page.waitForTimeout(200 + random.uniform() * 800);
    await kill(page, round);
  }
  expect(seenBytes).toBeGreaterThan(0);
  hub.bytesPerSecond = LINE_BYTES_PER_SECOND;
  const page = await open(context, [large()]);
  expect(await download(page, large())).toBeNull();
  expect(hub.requests.at(-1)?.offset).toBeGreaterThan(0);
  expect(await read(page, 'large', 'model.onnx')).toBe(sha256Of(MODEL));
  await context.close();
});

/** As a listener closes a tab, as a browser kills one, and as one crashes. */
async function kill(page: Page, round: number): Promise<void> {
  if (round % 3 === 0) return page.close();
  if (round % 3 === 1) {
    await page.goto('about:blank');
    return page.close();
  }
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  return page.close();
}

test('a bit that flips in any stored chunk is found before it is used', async ({ context }) => {
  const one = small();
  const page = await open(context, [one]);
  expect(await download(page, one)).toBeNull();
  const spoil = (chunk: number) =>
    page.evaluate((index) => window.storePage.spoil('small', 'small.onnx', index), chunk);
  const chunks = await spoil(-1);
  expect(chunks).toBeGreaterThan(1);
  for (let chunk = 0; chunk < chunks; chunk++) {
    await spoil(chunk);
    expect(await read(page, 'small', 'small.onnx')).toContain('not on this device');
    expect(await download(page, one)).toBeNull();
    expect(await read(page, 'small', 'small.onnx')).toBe(sha256Of(SMALL));
  }
});

test('a bit that flips in what was kept of a cut download is found at its end', async ({
  context,
}) => {
  const one = small();
  const page = await open(context, [one]);
  hub.faults.push({ kind: 'cut', afterBytes: 5 * MB }, { kind: 'status', status: 403 });
  expect(await download(page, one)).toContain('could not be fetched');
  await page.evaluate(() => window.storePage.spoil('small', 'small.onnx', 0));
  expect(await download(page, one)).toBeNull();
  expect(await read(page, 'small', 'small.onnx')).toBe(sha256Of(SMALL));
  expect(hub.requests.at(-1)?.offset).toBe(0);
});

const WRONG: readonly (readonly [string, readonly Fault[]])[] = [
  ['a busy server', [{ kind: 'status', status: 503 }]],
  ['a page with status 200', [{ kind: 'html' }]],
  ['a wrong length', [{ kind: 'length', claimedBytes: SMALL.length - 5 }]],
  ['a flipped bit on the way', [{ kind: 'flipBit', atByte: 5_000_000 }]],
  ['a server without ranges', [{ kind: 'cut', afterBytes: 3 * MB }, { kind: 'noRange' }]],
  ['other content at the same address', [{ kind: 'cut', afterBytes: MB }, { kind: 'changed' }]],
];

for (const [name, faults] of WRONG) {
  test(`gets over ${name}`, async ({ context }) => {
    const page = await open(context, [small()]);
    hub.faults.push(...faults);
    expect(await download(page, small())).toBeNull();
    expect(await read(page, 'small', 'small.onnx')).toBe(sha256Of(SMALL));
  });
}

test('follows a hub to where its files lie and tells it nothing of the listener', async ({
  context,
}) => {
  await context.addCookies([
    { name: 'who', value: 'me', url: hub.origin },
    { name: 'who', value: 'me', url: hub.storeOrigin },
  ]);
  const page = await open(context, [small()]);
  // Slow enough for a busy page to take some of it in before the line goes dead.
  hub.bytesPerSecond = 4 * MB;
  hub.faults.push({ kind: 'cut', afterBytes: MB });
  expect(await download(page, small())).toBeNull();
  expect(hub.requests).toHaveLength(2);
  expect(hub.requests[1]?.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
  for (const { headers: sent } of hub.requests) {
    expect(sent.cookie).toBeUndefined();
    expect(sent.referer).toBeUndefined();
  }
  expect(hub.preflights).toEqual([]);
});

test('goes on at a mirror where the first hub gave out', async ({ context }) => {
  const mirrors = [mirror.urlOf(REPO, 'small.onnx')];
  const one = voice('mirrored', [file('small.onnx', SMALL, { mirrors })]);
  const page = await open(context, [one]);
  hub.bytesPerSecond = 8 * MB;
  hub.faults.push({ kind: 'cut', afterBytes: 4 * MB }, { kind: 'status', status: 404 });
  expect(await download(page, one)).toBeNull();
  expect(mirror.requests).toHaveLength(1);
  expect(mirror.requests[0]?.offset).toBeGreaterThan(MB);
  expect(await read(page, 'mirrored', 'small.onnx')).toBe(sha256Of(SMALL));
});

test('two tabs fetch what they want once, and both see how far it is', async ({ context }) => {
  hub.bytesPerSecond = 4 * MB;
  const [a, b] = [sharing('a', STYLE_A), sharing('b', STYLE_B)];
  const [first, second] = [await open(context, [a, b]), await open(context, [a, b])];
  const downloads = [download(first, a), download(second, a), download(second, b)];
  await second.waitForFunction((asked) => {
    const status = window.shelf.status(asked);
    return status.kind === 'downloading' && status.progress.receivedBytes > 60_000;
  }, b);
  expect(await Promise.all(downloads)).toEqual([null, null, null]);
  expect(hub.requests.map(({ path }) => path).sort()).toEqual([
    'small.onnx',
    'voices/a.bin',
    'voices/b.bin',
  ]);
  expect(await read(second, family, 'small.onnx')).toBe(sha256Of(SMALL));

  const freed = await first.evaluate((asked) => window.shelf.remove(asked), a);
  expect(freed).toEqual({ bytes: STYLE_A.length, removed: ['a'], keptFor: ['b'] });
  expect(await statusOf(first, b)).toMatchObject({ kind: 'stored' });
  expect(await statusOf(first, a)).toEqual({ kind: 'absent', sharedBytes: SMALL.length });
});

test('pauses, outlives a reload, goes on and can be discarded', async ({ context }) => {
  const one = small();
  hub.bytesPerSecond = 3 * MB;
  const page = await open(context, [one]);
  const begin = () =>
    page.evaluate((asked) => void window.shelf.download(asked).catch(() => {}), one);
  const someArrived = () =>
    page.waitForFunction((asked) => {
      const status = window.shelf.status(asked);
      return status.kind === 'downloading' && status.progress.receivedBytes > 500_000;
    }, one);
  await begin();
  await someArrived();
  await page.evaluate((asked) => window.shelf.pauseDownload(asked), one);
  await untilStatus(page, one, 'paused');
  const paused = await statusOf(page, one);
  await page.reload();
  await page.evaluate(
    (all) => {
      window.shelf = window.storePage.openShelf(all);
    },
    [one],
  );
  await untilStatus(page, one, 'partial');
  expect(await statusOf(page, one)).toEqual({ ...paused, kind: 'partial' });
  await begin();
  await expect.poll(() => hub.requests[1]?.offset).toBeGreaterThan(500_000);
  await page.evaluate((asked) => window.shelf.cancelDownload(asked, 'discard'), one);
  await untilStatus(page, one, 'absent');
  const { voiceBytes, voices } = await page.evaluate(() => window.shelf.storage.overview());
  expect([voiceBytes, voices.length]).toEqual([0, 0]);
});

test('frees room, but never under a voice that another tab speaks with', async ({ context }) => {
  const [a, b] = [sharing('a', STYLE_A), voice('b', [file('voices/b.bin', STYLE_B)])];
  const [first, second] = [await open(context, [a, b]), await open(context, [a, b])];
  expect([await download(first, a), await download(first, b)]).toEqual([null, null]);
  await second.evaluate((asked) => void window.shelf.lease(asked), a);
  const freed = await first.evaluate(() => window.shelf.storage.freeUp(10 ** 9));
  expect(freed).toEqual({ bytes: STYLE_B.length, removed: ['b'], keptFor: [] });
  const { voices, quotaBytes } = await first.evaluate(() => window.shelf.storage.overview());
  expect(voices).toMatchObject([{ id: 'a', isInUse: true, isWhole: true }]);
  expect(quotaBytes).toBeGreaterThan(0);
  // A tab that is gone holds nothing back.
  await second.close();
  await expect
    .poll(async () => (await first.evaluate(() => window.shelf.storage.freeUp(1))).removed)
    .toEqual(['a']);
});

test('carries voices to a browser without network in one file', async ({ browser }) => {
  const kept = {
    ...voice('packed', [file('model.onnx', MODEL, { url: 'packed/model.onnx' })]),
  };
  const source = { ...kept, files: [file('model.onnx', MODEL)] };
  const context = await browser.newContext();
  const page = await open(context, [source]);
  expect(await download(page, source)).toBeNull();
  hub.requests.length = 0;
  await context.setOffline(true);
  const result = await page.evaluate(async (asked) => {
    const { shelf } = window;
    const pack = await shelf.storage.exportPack([asked]);
    const freed = await shelf.remove(asked);
    const spoilt = new Blob([pack.slice(0, 9_000_000), 'x', pack.slice(9_000_001)]);
    const refused = await shelf.storage.importPack(spoilt).then(
      () => 'taken',
      (thrown: Error) => thrown.message,
    );
    const between = shelf.status(asked).kind;
    const [voice] = await shelf.storage.importPack(pack);
    return { bytes: pack.size, freed: freed.bytes, refused, between, id: voice?.id };
  }, kept);
  expect(result).toMatchObject({
    freed: MODEL.length,
    refused: 'The file model.onnx was damaged on its way.',
    between: 'absent',
    id: 'packed',
  });
  expect(result.bytes).toBeLessThan(MODEL.length + 100_000);
  expect(await read(page, 'packed', 'model.onnx')).toBe(sha256Of(MODEL));
  expect(hub.requests).toEqual([]);
  await context.close();
});

test('the hub lists what it has as the real ones do', async () => {
  const listed = (await (await fetch(`${hub.treeOf(REPO)}?recursive=true`)).json()) as object[];
  expect(listed).toContainEqual({
    type: 'file',
    oid: gitIdOf(SMALL),
    size: SMALL.length,
    lfs: { oid: sha256Of(SMALL), size: SMALL.length, pointerSize: 135 },
    path: 'small.onnx',
  });
  expect(listed).toContainEqual({
    type: 'file',
    oid: gitIdOf(STYLE_A),
    size: 50_000,
    path: 'voices/a.bin',
  });
  const redirect = await fetch(hub.urlOf(REPO, 'small.onnx'), {
    method: 'HEAD',
    redirect: 'manual',
  });
  expect(redirect.status).toBe(302);
  expect(redirect.headers.get('x-linked-etag')).toBe(`"${sha256Of(SMALL)}"`);
  expect(redirect.headers.get('x-repo-commit')).toMatch(/^[0-9a-f]{40}$/);
  expect((await fetch(hub.treeOf('somebody/nothing'))).status).toBe(404);
});
