/** The health page over a feed that plays scenes: by keyboard alone, for every eye, without disturbing. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import type { PreviewServer } from 'vite';
import { axeFindings, outside, serveGallery, tooSmall } from './gallery/checks';

const PORT = 4243;
const STATES = ['healthy', 'degraded', 'unhealthy', 'empty', 'log'];
const WIDTHS = [320, 390, 820, 1440];

let server: PreviewServer;

test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  server = await serveGallery(PORT);
});
test.afterAll(() => server.close());

async function show(page: Page, state: string, more = ''): Promise<void> {
  await page.goto(`http://localhost:${PORT}/?state=${state}${more}`);
  await page.locator('html[data-ready]').waitFor();
}

async function showHealth(page: Page, state: string): Promise<void> {
  await show(page, `health-${state}`);
  await page.getByRole('heading', { name: 'The last five minutes' }).waitFor();
}

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Health' });
const result = (page: Page) => page.getByRole('status', { name: 'Result' });
const lines = (page: Page) => page.getByRole('region', { name: 'Log lines, newest last' });

for (const state of STATES) {
  test(`${state}: clean for axe in light and dark, fits every width, thumb-sized`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await showHealth(page, state);
    await page.getByText('The same as a table').click();
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(tooSmall)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(outside), `at ${width}`).toEqual([]);
    }
  });
}

test('the keyboard alone opens it, runs a check and comes back to the chip', async ({ page }) => {
  await show(page, 'playing');
  await page.getByRole('button', { name: /^Status/ }).focus();
  await expect(page.getByRole('button', { name: /^Status/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Health: healthy' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Health', exact: true })).toBeFocused();
  expect(new URL(page.url()).hash).toBe('#health');
  await page.keyboard.press('Tab');
  await expect(sheet(page).getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(result(page)).toHaveText('Check: healthy.');
  expect(await page.evaluate(() => window.gallery.session.state.kind)).toBe('playing');
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Status/ })).toBeFocused();
  expect(new URL(page.url()).hash).toBe('');
});

test('a link opens it, the back button closes it, and the reader is where it was', async ({
  page,
}) => {
  await page.setViewportSize({ width: 820, height: 500 });
  await show(page, 'playing');
  const article = page.getByRole('article');
  await article.hover();
  await page.mouse.wheel(0, 300);
  const place = () => article.evaluate(({ scrollTop }) => scrollTop);
  await expect.poll(place).toBeGreaterThan(0);
  const before = await place();
  await page.evaluate(() => (location.hash = '#health'));
  await expect(sheet(page)).toBeVisible();
  await page.goBack();
  await expect(sheet(page)).toHaveCount(0);
  expect(await place()).toBe(before);

  await page.goto(`http://localhost:${PORT}/?state=playing#health`);
  await page.reload();
  await expect(sheet(page)).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(sheet(page)).toHaveCount(0);
  expect(new URL(page.url()).hash).toBe('');
});

test('where nobody watches over the voice there is no health page', async ({ page }) => {
  await show(page, 'status', '&unwatched');
  await expect(page.getByText('Voice runs on')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Health/ })).toHaveCount(0);
  await page.evaluate(() => (location.hash = '#health'));
  await page.waitForTimeout(200);
  await expect(sheet(page)).toHaveCount(0);
});

test('an action shows that it runs, keeps the focus, says what came of it and enters history', async ({
  page,
}) => {
  await showHealth(page, 'empty');
  await expect(page.getByText('Nothing has had to be repaired.')).toBeVisible();
  await page.evaluate(() => window.gallery.health.hold());
  const restart = page.getByRole('button', { name: 'Restart the voice' });
  const memory = page.getByRole('button', { name: 'Save memory' });
  await restart.focus();
  await page.keyboard.press('Enter');
  await expect(result(page)).toHaveText('Restart the voice: running');
  await expect(page.getByRole('progressbar', { name: 'Restart the voice' })).toBeVisible();
  await expect(memory).toHaveAttribute('aria-disabled', 'true');
  await memory.dispatchEvent('click');
  await page.evaluate(() => window.gallery.health.release());
  await expect(result(page)).toHaveText(
    'Restart the voice: “Restart the voice” helped, in 0.84 s.',
  );
  await expect(restart).toBeFocused();
  expect(await page.evaluate(() => window.gallery.health.asked)).toEqual(['act restartPipeline']);
  const history = page.getByRole('region', { name: 'What happened' });
  await expect(history.getByRole('listitem').first()).toContainText('Recovered, 0.84 s');
});

test('breakers tell when they try again; failures can be triggered, breakers reset', async ({
  page,
}) => {
  await showHealth(page, 'unhealthy');
  const row = page.getByRole('row', { name: /^Engine stopped/ });
  await expect(row).toContainText(/Open, tries again in \d+ s/);
  await page.evaluate(() => Object.assign(window.gallery.health, { next: 'refused' }));
  await page.getByRole('button', { name: 'Trigger recovery for: Engine stopped' }).press('Enter');
  await expect(result(page)).toContainText('refused: it was tried too often just now');
  await page.evaluate(() => Object.assign(window.gallery.health, { next: 'error' }));
  await page.getByRole('button', { name: 'Reset breakers' }).press('Enter');
  await expect(result(page)).toHaveText(/Nothing could be done.*Choose a voice/);
  await page.evaluate(() => Object.assign(window.gallery.health, { next: 'recovered' }));
  await page.getByRole('button', { name: 'Reset breakers' }).press('Enter');
  await expect(row).toContainText('Closed');
});

test('the log is filtered, searched, opened and copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await showHealth(page, 'log');
  const shown = lines(page).getByRole('listitem');
  await expect(shown).toHaveCount(200);
  await page.getByRole('combobox', { name: 'Show' }).selectOption('Critical only');
  await expect(shown.first()).toContainText('rung.moved');
  await page.getByRole('combobox', { name: 'Show' }).selectOption('Everything');
  await page.getByRole('searchbox', { name: 'Search' }).fill('worker.died isolated');
  await expect(shown.last()).toContainText('worker.died');
  await expect(shown.filter({ hasNotText: 'worker.died' })).toHaveCount(0);
  const summary = shown.last().locator('summary');
  await summary.focus();
  await page.keyboard.press('Enter');
  await expect(shown.last()).toContainText('TimeoutError, because of RuntimeError');
  await shown.last().getByRole('button', { name: 'Copy this line' }).press('Enter');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toMatchObject({ event: 'worker.died', fields: { isolated: true } });
  await page.getByRole('searchbox', { name: 'Search' }).press('Escape');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('');
  await expect(sheet(page)).toBeVisible();
});

test('the log follows what comes, stops for who reads back, and shows earlier lines', async ({
  page,
}) => {
  await showHealth(page, 'log');
  const isAtEnd = () =>
    lines(page).evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight < 2);
  const say = (event: string) =>
    page.evaluate((name) => {
      const { logs } = window.gallery.health;
      const [first] = logs.entries;
      if (first) logs.add({ ...first, severity: 'info', event: name });
    }, event);
  await say('first.news');
  await expect(lines(page).getByText('first.news')).toHaveCount(1);
  await expect.poll(isAtEnd).toBe(true);
  await lines(page).evaluate((list) => (list.scrollTop -= 600));
  await expect(page.getByText('Stopped at what you are reading')).toBeVisible();
  await say('second.news');
  await expect(page.getByRole('button', { name: 'Go to 1 new line' })).toBeVisible();
  await expect(lines(page).getByText('second.news')).toHaveCount(0);
  await page.getByRole('button', { name: 'Go to 1 new line' }).click();
  await expect(lines(page).getByText('second.news')).toHaveCount(1);
  await expect.poll(isAtEnd).toBe(true);

  await lines(page).evaluate((list) => (list.scrollTop = 0));
  const first = await lines(page).getByRole('listitem').first().elementHandle();
  const top = async () => (await first?.boundingBox())?.y ?? Number.NaN;
  const before = await top();
  await page.getByRole('button', { name: /^Show earlier lines/ }).click();
  await expect(lines(page).getByRole('listitem')).toHaveCount(400);
  expect(Math.abs((await top()) - before)).toBeLessThan(2);
});

test('the log and a report are saved as files; clearing asks first', async ({ page }) => {
  await showHealth(page, 'unhealthy');
  const saved = async (name: string) => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name }).press('Enter');
    const file = await download;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  const log = await saved('Download');
  expect(log.name).toMatch(/^sotto-log-\d{4}-\d\d-\d\d\.jsonl$/);
  const rows = log.text.trimEnd().split('\n');
  expect(rows).toHaveLength(400);
  expect(JSON.parse(rows[0] ?? '')).toHaveProperty('severity');
  const report = await saved('Save a report');
  expect(JSON.parse(report.text)).toMatchObject({ snapshot: { status: 'unhealthy' } });

  const clear = page.getByRole('button', { name: 'Clear', exact: true });
  await clear.press('Enter');
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(clear).toBeFocused();
  await expect(sheet(page)).toBeVisible();
  await clear.press('Enter');
  await page.getByRole('button', { name: 'Clear the log' }).press('Enter');
  await expect(page.getByText('The log is empty. What Sotto does')).toBeVisible();
});

test('charts speak: figures in words, the same as a table; metrics in three forms', async ({
  page,
}) => {
  await showHealth(page, 'degraded');
  const load = page.getByRole('img', { name: /^Load: / });
  await expect(load).toHaveAccessibleName(/now 1\d\d %, lowest 2\d %, highest 11\d %/);
  await page.getByText('The same as a table').press('Enter');
  const rows = page.getByRole('region', { name: 'Figures by half minute' }).getByRole('row');
  await expect.poll(() => rows.count()).toBeGreaterThan(9);
  await expect(rows.nth(1)).toContainText('formant voice');
  const metrics = page.getByRole('region', { name: 'Metrics as ' });
  await page.getByRole('radio', { name: 'Text' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(JSON.parse((await metrics.textContent()) ?? '')).toHaveProperty('stages');
  await page.keyboard.press('ArrowRight');
  await expect(metrics).toContainText('# TYPE sotto_stage_seconds summary');
});

test(
  'live figures move once a second, shift nothing and cost next to nothing',
  { tag: '@alone' },
  async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 2400 });
    await showHealth(page, 'log');
    const cost = await page.context().newCDPSession(page);
    await cost.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busySeconds = async () => {
      const { metrics } = await cost.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    await page.waitForTimeout(1500);
    const before = await busySeconds();
    const { redrawn, shift } = await page.evaluate(async () => {
      let redrawn = 0;
      let shift = 0;
      const path = document.querySelector('path.line');
      new MutationObserver((changes) => (redrawn += changes.length)).observe(
        path ?? document.body,
        {
          attributeFilter: ['d'],
        },
      );
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift' });
      const { health } = window.gallery;
      for (let i = 0; i < 40; i++) {
        const last = health.samples.at(-1);
        const load = 0.1 + (i % 10) / 10;
        const timestamp = Date.now();
        if (last) health.samples = [...health.samples, { ...last, timestamp, load }];
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return { redrawn, shift };
    });
    const share = ((await busySeconds()) - before) / 4;
    console.log(`health page open: main thread busy ${(share * 100).toFixed(1)} %, by thread time`);
    expect(redrawn).toBeGreaterThanOrEqual(3);
    expect(redrawn).toBeLessThanOrEqual(6);
    expect(shift).toBeLessThan(0.001);
    expect(share).toBeLessThan(0.1);
  },
);
