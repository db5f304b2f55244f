/** The embedded player on pages of other origins: told, refused, flooded, taken away. */
import { expect, test } from '@playwright/test';
import type { SottoPlayer } from '../src/sdk/index';
import {
  codeOf,
  embedFrame,
  openHost,
  serveHost,
  sottoUrl,
  type Host,
  type Sdk,
} from './embed/host';

let host: Host;
let stranger: Host;
test.beforeAll(async () => {
  host = await serveHost();
  stranger = await serveHost();
});
test.afterAll(() => {
  host.close();
  stranger.close();
});

test('the browser holds the sound back until there is a click into the player', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto(host.url);
  // From the page's own code: what a test evaluates counts as a gesture.
  await page.evaluate((sdkUrl) => {
    const script = document.createElement('script');
    script.type = 'module';
    script.textContent = `
      import { mount } from ${JSON.stringify(sdkUrl)};
      // A host that does not lend its own gestures.
      Object.defineProperty(HTMLIFrameElement.prototype, 'allow', { set: () => {} });
      const player = mount(document.querySelector('#player'));
      window.outcome = new Promise((resolve) => setTimeout(async () => {
        await player.load('Held back, then heard.');
        player.play().then(() => resolve('resolved'), ({ code }) => resolve(code));
      }, 6000));
      window.heardIt = new Promise((resolve) => player.on('word', ({ word }) => word && resolve(true)));
      window.host = { player, told: [] };`;
    document.body.append(script);
  }, `${sottoUrl()}sdk.js`);
  await page.waitForFunction(() => 'outcome' in window);
  const outcome = await page.evaluate(
    () => (window as unknown as { outcome: Promise<string> }).outcome,
  );
  expect(outcome).toBe('blocked');
  const frame = page.frameLocator('iframe');
  await expect(frame.getByText('The browser waits for you to press Play.')).toBeVisible();
  await frame.getByRole('button', { name: 'Play' }).click();
  await page.evaluate(() => (window as unknown as { heardIt: Promise<true> }).heardIt);
});

test('keeps the voice where the browser lets it', async ({ page }) => {
  const sameSite = await serveHost('localhost');
  await openHost(page, sameSite.url);
  const info = await page.evaluate(() => window.host.player.ready);
  expect(info).toMatchObject({ persistent: true, isolated: true });
  sameSite.close();
});

test('reads the text of an address that permits it, and says why not of others', async ({
  page,
}) => {
  await openHost(page, host.url);
  const load = (url: string) => codeOf(page, `player.load({ url: ${JSON.stringify(url)} })`);
  const loaded = await page.evaluate((url) => window.host.player.load({ url }), `${host.url}a.md`);
  expect(loaded).toEqual({ length: 6, text: 'A tale' });
  expect(await load(`${host.url}page.html`)).toBe('text');
  expect(await load(`${host.url}closed.txt`)).toBe('network');
  expect(await load(`${host.url}none.txt`)).toBe('network');
  expect(await load('file:///etc/passwd')).toBe('bad_request');
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('alert')).toContainText(
    'This is no full http(s) address of a text.',
  );
});

test('messages of a third origin, and of hosts that are not named, are ignored', async ({
  page,
}) => {
  await openHost(page, host.url);
  await page.evaluate(() => window.host.player.ready);
  // A frame beside the player, of a third origin, which knows where it is and what to say.
  const answers = await page.evaluate(
    async ([address, body]) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
      await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }));
      return [frame.src, body.length].length;
    },
    [stranger.url, 'xx'] as const,
  );
  expect(answers).toBe(2);
  const other = page.frames().find((frame) => frame.url() === stranger.url);
  const got = await other?.evaluate(async () => {
    const target = window.parent.frames[0];
    const { port1, port2 } = new MessageChannel();
    let answered = 0;
    port1.onmessage = () => answered++;
    addEventListener('message', () => answered++);
    target?.postMessage({ mark: 'sotto-embed', version: 1, kind: 'connect' }, '*', [port2]);
    target?.postMessage({ sotto: 'recovery', version: 1, id: 'a', operation: 'status' }, '*');
    port1.postMessage({ kind: 'request', id: 1, command: { name: 'status' } });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return answered;
  });
  expect(got).toBe(0);
  // A player that names another origin does not greet this one, and does not hear it.
  const code = await page.evaluate(async (embed) => {
    const frame = document.createElement('iframe');
    frame.src = embed;
    let answered = 0;
    addEventListener('message', ({ source }) => source === frame.contentWindow && answered++);
    document.body.append(frame);
    await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => answered++;
    const connect = { mark: 'sotto-embed', version: 1, kind: 'connect' };
    frame.contentWindow?.postMessage(connect, '*', [port2]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return answered;
  }, `${sottoUrl()}embed.html?origins=https://elsewhere.example`);
  expect(code).toBe(0);
});

test('the recovery API answers plain messages of the named host', async ({ page }) => {
  await openHost(page, host.url);
  await page.evaluate(() => window.host.player.ready);
  const reply = await page.evaluate(async (origin) => {
    const { iframe } = window.host.player;
    const answered = new Promise((resolve) =>
      addEventListener('message', ({ data }) => data.sotto === 'recovery' && resolve(data)),
    );
    const asked = { sotto: 'recovery', version: 1, id: 'a', operation: 'status' };
    iframe.contentWindow?.postMessage(asked, origin);
    return answered;
  }, new URL(sottoUrl()).origin);
  expect(reply).toMatchObject({ sotto: 'recovery', id: 'a', ok: true, result: { running: null } });
});

test('bears ten thousand messages, and goes on', async ({ page }) => {
  await openHost(page, host.url);
  await page.evaluate(() => window.host.player.load('Something to read.'));
  const outcome = await page.evaluate(async (origin) => {
    const { player } = window.host;
    const { iframe } = player;
    const { port1, port2 } = new MessageChannel();
    const got: { kind: string; event?: { type: string; error?: { code: string } } }[] = [];
    port1.onmessage = ({ data }) => got.push(data);
    const connect = { mark: 'sotto-embed', version: 1, kind: 'connect' };
    iframe.contentWindow?.postMessage(connect, origin, [port2]);
    for (let id = 1; id <= 10_000; id++) {
      port1.postMessage({ kind: 'request', id, command: { name: 'seek', offset: id % 10 } });
      iframe.contentWindow?.postMessage({ sotto: 'recovery', id: String(id), version: 1 }, origin);
    }
    // Another client is not hurt.
    const began = performance.now();
    const status = await player.status();
    const tookMs = performance.now() - began;
    const refusals = () => got.filter(({ event }) => event?.error?.code === 'too_many').length;
    // On a busy machine the first refusal is long in coming; the rest are there a second later.
    for (let i = 0; i < 200 && refusals() === 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const errors = refusals();
    const replies = got.filter(({ kind }) => kind === 'reply').length;
    return { state: status.state, tookMs, errors, replies };
  }, new URL(sottoUrl()).origin);
  expect(outcome.state).toBe('idle');
  expect(outcome.tookMs).toBeLessThan(5000);
  expect(outcome.errors).toBeGreaterThan(0);
  // A budget that earns fifty a second may be spent more than once, on a slow machine.
  expect(outcome.errors).toBeLessThan(200);
  expect(outcome.replies).toBeGreaterThan(50);
  expect(outcome.replies).toBeLessThan(1000);
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Play' })).toBeEnabled();
});

test('refuses the eleventh client of a player, and the eleventh player', async ({ page }) => {
  await openHost(page, host.url);
  await page.evaluate(() => window.host.player.ready);
  const kinds = await page.evaluate(async (origin) => {
    const { iframe } = window.host.player;
    const answers = Array.from({ length: 10 }, () => {
      const { port1, port2 } = new MessageChannel();
      const first = new Promise<{ kind: string; error?: { code: string; message: string } }>(
        (resolve) => (port1.onmessage = ({ data }) => resolve(data)),
      );
      const connect = { mark: 'sotto-embed', version: 1, kind: 'connect' };
      iframe.contentWindow?.postMessage(connect, origin, [port2]);
      return first;
    });
    return Promise.all(answers);
  }, new URL(sottoUrl()).origin);
  // The SDK's own is the first of the ten.
  expect(kinds.slice(0, 9).map(({ kind }) => kind)).toEqual(Array(9).fill('ready'));
  expect(kinds[9]).toMatchObject({
    kind: 'refused',
    error: { code: 'capacity', message: 'The player is at capacity (10 clients).' },
  });
});

test('tells the eleventh player of a browser that it is at capacity, and where to try again', async ({
  page,
}) => {
  const url = `${sottoUrl()}embed.html?text=Room%20for%20one%20more.`;
  await page.goto(url);
  await page.getByRole('button', { name: 'Play' }).waitFor();
  // Ten others hold their places.
  await page.evaluate(async () => {
    const names = Array.from({ length: 10 }, (_, i) => `sotto-player-${i + 1}`);
    await Promise.all(
      names.map(
        (name) =>
          new Promise((held) => {
            void navigator.locks.request(name, () => {
              held(undefined);
              return new Promise<void>(
                (leave) => ((window as unknown as { leave: () => void }).leave = leave),
              );
            });
          }),
      ),
    );
  });
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('alert')).toContainText('at capacity (10 clients)');
  await page.evaluate(() => (window as unknown as { leave: () => void }).leave());
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('a frame taken away, led elsewhere or never there rejects what waits', async ({ page }) => {
  test.setTimeout(90_000);
  await openHost(page, host.url);
  await page.evaluate(() => window.host.player.load('Something to read.'));
  expect(
    await codeOf(
      page,
      '(setTimeout(() => player.iframe.parentElement.remove(), 50), player.prepare())',
    ),
  ).toBe('removed');
  expect(await codeOf(page, 'player.play()')).toBe('removed');

  await openHost(page, host.url);
  await page.evaluate(() => window.host.player.load('Something to read.'));
  const led = `(setTimeout(() => { player.iframe.src = ${JSON.stringify(stranger.url)}; }, 50), player.prepare())`;
  expect(await codeOf(page, led)).toBe('navigated');

  await openHost(page, host.url);
  await page.evaluate(() => window.host.player.load('Something to read.'));
  expect(await codeOf(page, '(setTimeout(() => player.destroy(), 50), player.prepare())')).toBe(
    'destroyed',
  );
  expect(await page.locator('iframe').count()).toBe(0);

  await openHost(page, host.url, { src: stranger.url, connectTimeoutMs: 1000 });
  expect(await codeOf(page, 'player.ready')).toBe('timeout');
  expect(await codeOf(page, 'player.play()')).toBe('timeout');
});

test('reads the article of the page, and marks its words where they stand', async ({ page }) => {
  await page.goto(host.url);
  const read = await page.evaluate(async (sdkUrl) => {
    const { readArticle } = (await import(sdkUrl)) as Sdk;
    const article = readArticle();
    const at = article.text.indexOf('plain word');
    const marked = article.rangesOf({ start: at, end: at + 'plain word'.length }).map(String);
    const em = document.querySelector('em')?.firstChild;
    const offset = em ? article.offsetAt(em, 2) : null;
    let hear: (detail: unknown) => void = () => {};
    const player = {
      on: (name: string, listener: () => void) => (name === 'word' && (hear = listener), () => {}),
    };
    const stop = article.follow(player as unknown as SottoPlayer);
    hear({ word: { start: at, end: at + 5 }, sentence: { start: at - 4, end: at + 11 } });
    const shown = (name: string) => [...(CSS.highlights.get(name) ?? [])].map(String).join('');
    const during = [shown('sotto-word'), shown('sotto-sentence')];
    stop();
    return {
      text: article.text,
      language: article.language,
      marked,
      offset,
      during,
      after: shown('sotto-word'),
    };
  }, `${sottoUrl()}sdk.js`);
  expect(read).toEqual({
    text: 'Title here\n\nOne plain word.\n\nTwo words.',
    language: 'en',
    marked: ['plain', 'word'],
    offset: 'Title here\n\nOne pl'.length,
    during: ['plain', 'Oneplainword.'],
    after: '',
  });
});

test('the custom element reads the article, and tells its events', async ({ page }) => {
  await page.goto(host.url);
  const length = await page.evaluate(async (sdkUrl) => {
    await import(sdkUrl);
    const element = document.createElement('sotto-player') as HTMLElement & {
      player: SottoPlayer | null;
    };
    const idle = new Promise((resolve) =>
      element.addEventListener('sotto-state', (event) => {
        if ((event as CustomEvent<{ state: string }>).detail.state === 'idle') resolve(undefined);
      }),
    );
    document.querySelector('#player')?.append(element);
    await idle;
    const status = await element.player?.status();
    element.remove();
    return [status?.length, element.player];
  }, `${sottoUrl()}sdk.js`);
  expect(length).toEqual(['Title here\n\nOne plain word.\n\nTwo words.'.length, null]);
});

test('the demo page marks the words of its own text', async ({ page }) => {
  test.setTimeout(150_000);
  // The page of one origin, the player of another.
  await page.goto(`${sottoUrl(1)}demo/?sotto=${encodeURIComponent(sottoUrl())}`);
  const frame = page.frameLocator('#player iframe');
  await frame.getByRole('button', { name: 'Play' }).click();
  await page.waitForFunction(
    () => [...(CSS.highlights.get('sotto-word') ?? [])].map(String).join('') === 'lighthouses',
    null,
    { timeout: 90_000 },
  );
});

test('the app itself stays out of frames of other origins, the player does not', async ({
  page,
  request,
}) => {
  expect((await request.get('/')).headers()['x-frame-options']).toBe('SAMEORIGIN');
  expect((await request.get('/embed.html')).headers()['x-frame-options']).toBeUndefined();
  await openHost(page, host.url);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  const frame = await embedFrame(page);
  await frame.getByRole('button', { name: 'Play' }).waitFor();
  expect(await frame.evaluate(() => document.cookie)).toBe('');
});
