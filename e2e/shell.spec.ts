/** The installed shell: offline, updates, isolation, content security; on the app as it is built. */
import type { Page } from '@playwright/test';
import { launchChromium } from '../tools/browser.mjs';
import { expect, test } from './built-app';

/** Opens the page and waits until its service worker has cached the shell and taken control. */
async function openKept(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await isKept(page);
}

const isKept = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 45_000,
  });

const cachedUrls = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname.slice(1));
  });

const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

/** Marks the document, to tell a reload from none. */
const mark = (page: Page) => page.evaluate(() => void (document.title = 'marked'));

/** Waits for the update that was published and leaves it waiting. */
const findUpdate = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    while (registration.waiting === null) await new Promise((done) => setTimeout(done, 50));
  });

test('meets the criteria for installation', async ({ page, app }) => {
  await openKept(page, app.url);
  const session = await page.context().newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? '{}')).toMatchObject({ name: 'Sotto', display: 'standalone' });
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Playwright's windows are private ones, which never install.
  const reasons = installabilityErrors.map(({ errorId }) => errorId);
  expect(reasons.filter((reason) => reason !== 'in-incognito')).toEqual([]);
});

test('keeps the whole shell, and no weights', async ({ page, app }) => {
  await openKept(page, app.url);
  const kept = new Set(await cachedUrls(page));
  const files = await app.files();
  const weights = /^voices\/.*\.(onnx|bin)$/;
  const neverKept = /(\.br|_headers|service\.worker\.js)$/;
  const ifThereIsAGraphicsCard = /asyncify/;
  const atFirstUse = /^assets\/lang-/;
  const forOtherSites = /^(sdk|demo)/;
  const elsewhere = [weights, neverKept, ifThereIsAGraphicsCard, atFirstUse, forOtherSites];
  const missing = files.filter(
    (file) => !elsewhere.some((kind) => kind.test(file)) && !kept.has(file),
  );
  expect(missing).toEqual([]);
  expect([...kept].filter((file) => weights.test(file))).toEqual([]);
});

test('keeps the runtime for graphics cards where there is one', async ({ app }) => {
  const browser = await launchChromium({ webgpu: true });
  const page = await browser.newPage();
  await openKept(page, app.url);
  const runtimes = (await app.files()).filter((file) => /asyncify.*\.wasm$/.test(file));
  expect(runtimes).toHaveLength(1);
  expect(await cachedUrls(page)).toEqual(expect.arrayContaining(runtimes));
  await browser.close();
});

test('keeps it from its first use on where there is none', async ({ page, app }) => {
  await openKept(page, app.url);
  const [runtime] = (await app.files()).filter((file) => /asyncify.*\.wasm$/.test(file));
  expect(await cachedUrls(page)).not.toContain(runtime);
  const size = () =>
    page.evaluate(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength, `${runtime}`);
  const fetched = await size();
  await expect.poll(() => cachedUrls(page)).toContain(runtime);
  await app.stop();
  expect(await size()).toBe(fetched);
});

test('opens without a network, isolated, with voices to choose from', async ({ page, app }) => {
  await openKept(page, app.url);
  const title = await page.title();
  await app.stop();
  await page.goto(`${app.url}?text=kept`);
  expect(await page.title()).toBe(title);
  expect(await isIsolated(page)).toBe(true);
  const catalogue = await page.evaluate(async () => (await fetch('voices/catalogue.json')).json());
  expect(catalogue).toBeTruthy();

  // Media elements ask for a sample's parts.
  const sample = (await app.files()).find((file) => /^voices\/.*\.(m4a|mp3|ogg|wav)$/.test(file));
  const part = await page.evaluate(async (url) => {
    const response = await fetch(url, { headers: { Range: 'bytes=10-19' } });
    return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
  }, `${app.url}${sample}`);
  expect(part).toEqual({ status: 206, bytes: 10 });

  await page.goto(`${app.url}somewhere/else`);
  expect(page.url()).toBe(app.url);
});

test('offers a new version and never forces it', async ({ page, app }) => {
  await page.goto(app.url);
  await mark(page);
  await isKept(page);
  await app.publishUpdate();
  await findUpdate(page);
  const update = page.getByRole('button', { name: 'Update now' });
  await expect(update).toBeVisible();
  expect(await page.title()).toBe('marked');

  await update.click();
  await expect(page).not.toHaveTitle('marked');
  const waiting = await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting);
  expect(waiting).toBeNull();
  await expect(update).toBeHidden();
});

test.describe('a host that cannot send isolation headers', () => {
  test.use({ serveOptions: { isolation: false } });

  test('is isolated by the service worker after one reload', async ({ page, app }) => {
    let loads = 0;
    page.on('domcontentloaded', () => (loads += 1));
    await page.goto(app.url);
    expect(await isIsolated(page)).toBe(false);
    await expect.poll(() => loads, { timeout: 45_000 }).toBe(2);
    await expect.poll(() => isIsolated(page).catch(() => false)).toBe(true);
    await page.waitForTimeout(1000);
    expect(loads).toBe(2);
    expect(await page.evaluate(() => typeof SharedArrayBuffer)).toBe('function');
    await app.stop();
    await page.reload();
    expect(await isIsolated(page)).toBe(true);
  });
});

test('breaks none of its own content security rules', async ({ page, app }) => {
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report: unknown = Reflect.get(window, 'reportViolation');
      const text = `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`;
      if (typeof report === 'function') report(text);
    });
  });
  // Workers report to the console alone.
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  await openKept(page, app.url);
  await page.reload();
  await page.waitForLoadState('networkidle');
  expect(violations).toEqual([]);
});
