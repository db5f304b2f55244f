/** The embedded player over a fake session, in every state: clean, whole, thumb-sized, worked by the keyboard. */
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { axeFindings, outside, tooSmall } from './gallery/checks';

const PORT = 4246;
const SIZES = [
  [320, 120],
  [320, 200],
  [600, 200],
  [800, 400],
] as const;
const STATES = [
  ...['empty', 'idle', 'problems', 'downloading', 'waking', 'playing', 'paused', 'blocked'],
  ...['degraded', 'failed', 'capacity', 'unreachable', 'ended'],
];

let server: PreviewServer;

test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  const configFile = fileURLToPath(new URL('./embed/vite.config.ts', import.meta.url));
  const outDir = fileURLToPath(new URL(`../.cache/embed-gallery-${PORT}`, import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir } });
  server = await preview({
    configFile,
    build: { outDir },
    preview: { port: PORT },
    logLevel: 'error',
  });
});
test.afterAll(() => server.close());

async function show(page: Page, state: string, more = ''): Promise<void> {
  await page.goto(`http://localhost:${PORT}/?state=${state}${more}`);
  await page.locator('html[data-ready]').waitFor();
}

/** What does not fit into the frame from top to bottom. */
const cutOff = () =>
  [...document.querySelectorAll('button, select, a, .status span, .trouble p')]
    .filter((element) => element.checkVisibility() && !element.matches('.unseen'))
    .filter((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top < -0.5 || bottom > innerHeight + 0.5;
    })
    .map(({ outerHTML }) => outerHTML.slice(0, 90));

for (const state of STATES) {
  test(`${state}: clean for axe in light and dark, fits every size, thumb-sized`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await show(page, state);
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate(outside), `at ${width}`).toEqual([]);
      expect(await page.evaluate(cutOff), `at ${width} by ${height}`).toEqual([]);
      expect(await page.evaluate(tooSmall)).toEqual([]);
      expect(await axeFindings(page), `at ${width} by ${height}`).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
  });
}

test('a host may ask for dark, and for an accent that can be read', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const token = (name: string) =>
    page.evaluate(
      (asked) => getComputedStyle(document.documentElement).getPropertyValue(asked).trim(),
      name,
    );
  await show(page, 'playing', '&theme=dark');
  expect(await token('--paper')).toBe('#11100e');
  expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
  await show(page, 'playing', '&accent=%230b3d91');
  expect(await token('--accent')).toBe('#0b3d91');
  expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
  await show(page, 'playing', '&theme=dark&accent=%230b3d91');
  expect(await token('--accent')).toBe('#86c5a9');
});

test('the keyboard alone plays, moves, sets the speed and leaves', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 120 });
  await show(page, 'idle');
  const state = () => page.evaluate(() => window.embedGallery.session.state.kind);
  const offset = () => page.evaluate(() => window.embedGallery.session.progress.offset);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('region', { name: 'Text' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect.poll(state).toBe('playing');
  await page.keyboard.press('Space');
  await expect.poll(state).toBe('paused');
  await page.keyboard.press('ArrowRight');
  await expect.poll(offset).toBeGreaterThan(60);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Play' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(state).toBe('playing');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Place in the text')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Speed')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Speed')).toHaveValue('1.1');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Open in Sotto (new window)' })).toBeFocused();
});

test('the sounding word stays in sight, in whole lines', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 120 });
  await show(page, 'paused');
  const seen = await page.evaluate(() => {
    const box = document.querySelector('.words')?.getBoundingClientRect();
    const word = document.querySelector('.word')?.getBoundingClientRect();
    const lineHeight = Number.parseFloat(
      getComputedStyle(document.querySelector('.words') ?? document.body).lineHeight,
    );
    if (!box || !word) return null;
    return {
      inside: word.top >= box.top - 4 && word.bottom <= box.bottom + 4,
      lines: box.height / lineHeight,
    };
  });
  expect(seen).toEqual({ inside: true, lines: 2 });
});
