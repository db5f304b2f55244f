/** Stories as a person keeps them: rendered in the background, over crashes and in every tab; and callbacks. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import { test } from './built-app';
import { captureOutput, heard } from './capture.mjs';
import { axeFindings, outside } from './gallery/checks';
import { audibleRange, rms, shiftBetween } from './samples';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }) });
test.describe.configure({ timeout: 120_000 });

const SENTENCE = 'The heron stood very still beside the water and waited for the evening. ';
const writer = (page: Page) => page.getByRole('textbox', { name: 'Text to read aloud' });
const row = (page: Page, title: string) => page.getByRole('listitem', { name: title });

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await writer(page).waitFor();
}

async function controlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 60_000,
  });
}

async function keep(page: Page, text: string, title: string, callback = ''): Promise<void> {
  await writer(page).fill(text);
  await page.getByRole('button', { name: 'Stories' }).click();
  await page.getByLabel('Title').fill(title);
  if (callback !== '') {
    await page.getByText('Tell another service').click();
    await page.getByLabel('Its callback address').fill(callback);
  }
  await page.getByRole('button', { name: 'Keep this text as a story' }).click();
  await row(page, title).waitFor();
}

const ready = (page: Page, title: string) =>
  expect(row(page, title)).toContainText(/Ready, 0:\d\d/, { timeout: 90_000 });

interface KeptRow {
  readonly start: number;
  readonly index: number;
  readonly format: string;
  readonly bytes: number;
  readonly samples: number;
  readonly sampleRate: number;
}

/** What lies in the database, and the first clause as the browser decodes it. */
function kept(page: Page): Promise<{ rows: KeptRow[]; first: number[] }> {
  return page.evaluate(async () => {
    const all = await new Promise<
      {
        start: number;
        index: number;
        pieces: {
          format: string;
          bytes: Uint8Array<ArrayBuffer>;
          samples: number;
          sampleRate: number;
        }[];
      }[]
    >((resolve, reject) => {
      const opening = indexedDB.open('sotto-stories');
      opening.onerror = () => reject(opening.error ?? new Error('no database'));
      opening.onsuccess = () => {
        const reading = opening.result.transaction('clauses').objectStore('clauses').getAll();
        reading.onsuccess = () => resolve(reading.result);
      };
    });
    const rows = all.flatMap(({ start, index, pieces }) =>
      pieces.map(({ format, bytes, samples, sampleRate }) => ({
        start,
        index,
        format,
        bytes: bytes.length,
        samples,
        sampleRate,
      })),
    );
    const piece = all[0]?.pieces[0];
    if (piece === undefined || piece.format !== 'opus') return { rows, first: [] };
    const context = new OfflineAudioContext(1, 1, piece.sampleRate);
    const sound = await context.decodeAudioData(piece.bytes.slice().buffer);
    return { rows, first: [...sound.getChannelData(0).slice(0, piece.samples)] };
  });
}

test.describe('heard', () => {
  test.use({ bypassCSP: true });

  test('a story is rendered, kept as Opus, and heard from what is kept with its words marked', async ({
    page,
    app,
  }) => {
    await captureOutput(page);
    await open(page, app.url);
    await page.getByRole('button', { name: 'Stories' }).click();
    await expect(page.getByText('No stories yet.')).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await keep(page, SENTENCE.repeat(2), 'Heron');
    await ready(page, 'Heron');
    expect(await axeFindings(page)).toEqual([]);
    const { rows, first } = await kept(page);
    expect(rows.length).toBeGreaterThan(1);
    for (const { format, bytes, samples, sampleRate } of rows) {
      expect(format).toBe('opus');
      // A quarter of what the samples would take, at the most.
      expect(bytes).toBeLessThan((samples * 2) / 4 + 600);
      expect(samples / sampleRate).toBeGreaterThan(0.2);
    }

    await page.reload();
    await writer(page).waitFor();
    await page.getByRole('button', { name: 'Stories' }).click();
    await page.getByRole('button', { name: 'Play Heron' }).click();
    await page.waitForFunction(() => (CSS.highlights.get('sotto-word')?.size ?? 0) > 0);
    await page.waitForTimeout((first.length / (rows[0]?.sampleRate ?? 1)) * 1000 + 1500);
    const { samples, sampleRate } = await heard(page);
    expect(sampleRate).toBe(rows[0]?.sampleRate);
    const expected = Float32Array.from(first);
    const [from, to] = [audibleRange(samples, 0.01), audibleRange(expected, 0.01)];
    if (from === null || to === null) throw new Error('Nothing was heard.');
    const shift = shiftBetween(expected, samples, from.start - to.start);
    let difference = 0;
    for (let i = to.start + 1000; i < to.end - 1000; i++) {
      difference = Math.max(difference, Math.abs((samples[i + shift] ?? 0) - (expected[i] ?? 0)));
    }
    // The engine would speak the same words with other samples than a lossy file gives back.
    expect(difference).toBeLessThan(2e-3);
    expect(rms(expected, to.start, to.end)).toBeGreaterThan(0.01);
  });
});

test('a tab that is closed in the middle loses nothing: the next goes on where it stopped', async ({
  context,
  page,
  app,
}) => {
  await open(page, app.url);
  await keep(page, SENTENCE.repeat(8), 'Long one');
  await expect
    .poll(async () => (await kept(page)).rows.length, { timeout: 60_000 })
    .toBeGreaterThan(1);
  const before = (await kept(page)).rows;
  await page.close();
  const next = await context.newPage();
  await open(next, app.url);
  await next.getByRole('button', { name: 'Stories' }).click();
  await ready(next, 'Long one');
  const { rows } = await kept(next);
  expect(rows.slice(0, before.length)).toEqual(before);
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, i) => i));
  expect(new Set(rows.map(({ start }) => start)).size).toBe(rows.length);
});

const post = (page: Page, path: string, body: string, method = 'POST') =>
  page.evaluate(
    async ([url, sent, how]) => {
      const init = how === 'POST' ? { method: how, body: sent } : { method: how };
      const response = await fetch(url, init);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    [path, body, method] as const,
  );

async function storyId(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('sotto-stories');
        opening.onsuccess = () => {
          const keys = opening.result.transaction('stories').objectStore('stories').getAllKeys();
          keys.onsuccess = () => resolve(String(keys.result[0]));
        };
      }),
  );
}

async function twoTabs(context: BrowserContext, page: Page, url: string): Promise<Page> {
  const other = await context.newPage();
  await open(other, url);
  await other.getByRole('button', { name: 'Stories' }).click();
  await page.bringToFront();
  return other;
}

test('what others report is shown in every tab, and taken in when no page is open', async ({
  context,
  page,
  app,
}) => {
  await open(page, app.url);
  await keep(page, SENTENCE, 'Reported');
  await controlled(page);
  await ready(page, 'Reported');
  const other = await twoTabs(context, page, app.url);
  const id = await storyId(page);
  const path = `${app.url}api/tts/error-callback`;

  expect((await post(page, path, '{"story_id":"nobody","error":"x"}')).status).toBe(404);
  expect(await post(page, path, `{"story_id":"${id}"}`)).toMatchObject({
    status: 400,
    body: { success: false, field: 'error' },
  });
  expect((await post(page, path, '', 'GET')).status).toBe(405);

  const report = JSON.stringify({ story_id: id, error: 'The studio is closed.', job_id: 'j1' });
  expect(await post(page, path, report)).toEqual({ status: 200, body: { success: true } });
  for (const tab of [page, other]) {
    await expect(row(tab, 'Reported')).toContainText('The studio is closed.');
    await expect(row(tab, 'Reported').getByRole('button', { name: 'Try again' })).toBeVisible();
  }
  expect(await axeFindings(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^sotto-failures-.*\.csv$/);

  await page.close();
  await other.goto(`${app.url}icons/icon.svg`);
  const told = await post(other, `${app.url}api/tts/callback`, `{"story_id":"${id}"}`);
  expect(told).toEqual({ status: 200, body: { success: true } });
  await open(other, app.url);
  await other.getByRole('button', { name: 'Stories' }).click();
  await ready(other, 'Reported');
  await expect(row(other, 'Reported')).toContainText('What went wrong with it (1)');
});

test('a callback is posted once its receiver takes it, under the page’s strict policy', async ({
  page,
  app,
}) => {
  const taken: { url: string; body: string }[] = [];
  let refusals = 1;
  const receiver = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.method === 'OPTIONS') return response.end();
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      response.setHeader('Content-Type', 'application/json');
      if (refusals-- > 0) {
        response.statusCode = 503;
        return response.end('{"success":false,"error":"Busy."}');
      }
      taken.push({ url: request.url ?? '', body });
      response.end('{"success":true}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/api/tts/callback?k=1`;
  try {
    await open(page, app.url);
    await controlled(page);
    // What runs in the page itself may not reach that host.
    const isReached = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      address,
    );
    expect(isReached).toBe(false);
    await keep(page, SENTENCE, 'Told', address);
    await ready(page, 'Told');
    await expect.poll(() => taken.length, { timeout: 60_000 }).toBe(1);
    expect(taken[0]?.url).toBe('/api/tts/callback?k=1');
    expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({ story_id: await storyId(page) });
    expect(taken[0]?.body).not.toContain('heron');
    await page.reload();
    await page.waitForTimeout(3000);
    expect(taken).toHaveLength(1);
  } finally {
    receiver.close();
  }
});

test('stories fit a phone, in the dark, and are used by the keyboard alone', async ({
  page,
  app,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, app.url);
  expect(await page.evaluate(outside)).toEqual([]);
  await writer(page).fill(SENTENCE);
  await page.getByRole('button', { name: 'Stories' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Title').focus();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await row(page, 'By keys').waitFor();
  expect(await page.evaluate(outside)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await row(page, 'By keys').getByRole('button', { name: 'Remove By keys' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('No stories yet.')).toBeVisible();
});
