/** A page of another origin is told by a post when a text can be heard, or why it cannot. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { codeOf, openHost, serveHost, sottoUrl, type Host } from './embed/host';

test.describe.configure({ timeout: 120_000 });

interface Taken {
  readonly url: string;
  readonly key: string | undefined;
  readonly origin: string | undefined;
  readonly body: string;
}

/** A third origin, which permits players to post to it. */
async function serveReceiver() {
  const taken: Taken[] = [];
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const receiver = { taken, refusals: 0, url: '', close };
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Idempotency-Key');
    if (request.method === 'OPTIONS') return response.end();
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      response.setHeader('Content-Type', 'application/json');
      const { url = '', headers } = request;
      const key = headers['idempotency-key'];
      taken.push({ url, key: String(key), origin: headers.origin, body });
      if (receiver.refusals-- <= 0) return response.end('{"success":true}');
      response.statusCode = 503;
      response.end('{"success":false,"error":"Busy."}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}

let host: Host;
let receiver: Awaited<ReturnType<typeof serveReceiver>>;
test.beforeEach(async () => {
  [host, receiver] = await Promise.all([serveHost(), serveReceiver()]);
});
test.afterEach(() => {
  host.close();
  receiver.close();
});

const TEXT = 'The heron waited for the evening.';
const untilTaken = (count: number) =>
  expect.poll(() => receiver.taken.length, { timeout: 60_000 }).toBe(count);

test('is posted when the first words are made, and again when the receiver was busy', async ({
  page,
}) => {
  receiver.refusals = 1;
  await openHost(page, host.url);
  await page.evaluate(
    async ([text, url]) => {
      const { player } = window.host;
      await player.load(text, { callback: { url, story: 'tale-1', user: '42' } });
      await player.prepare();
    },
    [TEXT, `${receiver.url}/api/tts/callback?k=1`] as const,
  );
  await untilTaken(2);
  const [first, second] = receiver.taken;
  expect(first?.url).toBe('/api/tts/callback?k=1');
  expect(first?.origin).toBe(new URL(sottoUrl()).origin);
  expect(second).toEqual(first);
  expect(JSON.parse(first?.body ?? '')).toEqual({
    story_id: 'tale-1',
    user_id: '42',
    voice_id: 'kathleen-v0',
    job_id: first?.key,
    metadata: { language: 'en', story_type: 'embed', text_length: TEXT.length },
  });
  expect(first?.body).not.toContain('heron');
  await page.waitForTimeout(3000);
  expect(receiver.taken).toHaveLength(2);
});

test('tells why not, at the address of failures; bad addresses are refused', async ({ page }) => {
  await openHost(page, host.url);
  const load = (callback: string) =>
    codeOf(
      page,
      `player.load({ url: '${host.url}none.txt' }, { callback: { url: '${callback}', story: 'b' } })`,
    );
  expect(await load(`${receiver.url}/told`)).toBe('network');
  await untilTaken(1);
  expect(receiver.taken[0]?.url).toBe('/told/error-callback');
  expect(JSON.parse(receiver.taken[0]?.body ?? '')).toMatchObject({
    story_id: 'b',
    error: expect.stringMatching(/./),
    metadata: { error_type: 'network' },
  });
  for (const bad of [
    'ftp://a.example/',
    'https://me:secret@a.example/',
    `${sottoUrl()}api/tts/error-callback`,
  ]) {
    expect(await load(bad), bad).toBe('bad_request');
  }
  expect(receiver.taken).toHaveLength(1);
});

test('is named by the address of a frame alone, sandboxed too', async ({ page }) => {
  await page.goto(host.url);
  const query = new URLSearchParams({
    text: TEXT,
    preload: 'auto',
    callback: `${receiver.url}/told`,
    story: 'tale-2',
  });
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.src = src;
    document.body.append(frame);
  }, `${sottoUrl()}embed.html?${query}`);
  await untilTaken(1);
  expect(receiver.taken[0]?.origin).toBe('null');
  expect(JSON.parse(receiver.taken[0]?.body ?? '')).toMatchObject({ story_id: 'tale-2' });
  // What is wrong with an address is said in the player.
  await page.goto(`${sottoUrl()}embed.html?text=x&callback=ftp://a.example&story=a`);
  await expect(page.getByText('“callback” must be an http(s) address')).toBeVisible();
});

test('waits for the network, and for the next visit', async ({ page, context }) => {
  // The site of the player itself, where a frame may keep something.
  const sameSite = await serveHost('localhost');
  const { url, port } = { url: receiver.url, port: Number(new URL(receiver.url).port) };
  receiver.close();
  await openHost(page, sameSite.url);
  const posted = page.waitForEvent('requestfailed', (request) => request.url().startsWith(url));
  await page.evaluate(
    async ([text, callback]) => {
      const { player } = window.host;
      await player.load(text, { callback: { url: callback, story: 'tale-3' } });
      await player.prepare();
    },
    [TEXT, `${url}/told`] as const,
  );
  await posted;
  await page.close();
  const taken: string[] = [];
  const again = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Idempotency-Key');
    if (request.method === 'POST') taken.push(String(request.headers['idempotency-key']));
    response.end('{"success":true}');
  });
  await new Promise<void>((resolve) => again.listen(port, '127.0.0.1', resolve));
  const next = await context.newPage();
  await openHost(next, sameSite.url);
  await expect.poll(() => taken.length, { timeout: 60_000 }).toBe(1);
  await next.waitForTimeout(2000);
  expect(taken).toHaveLength(1);
  again.close();
  again.closeAllConnections();
  sameSite.close();
});
