/** The page as a person uses it: write, press Play, listen, seek, export, go offline. */
import { expect, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import { test } from './built-app';
import { captureOutput, forgetHeard, heard } from './capture.mjs';
import { audibleRange, isFinite, readWav, rms } from './samples';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }), bypassCSP: true });

const TEXT =
  'The mole had been working very hard all the morning. First with brooms, then with dusters. ' +
  'Then on ladders and steps and chairs, with a brush and a pail of whitewash. ' +
  'Spring was moving in the air above and in the earth below and around him.';

const writer = (page: Page) => page.getByRole('textbox', { name: 'Text to read aloud' });
const playButton = (page: Page) => page.getByRole('button', { name: 'Play', exact: true }).first();

async function open(page: Page, url: string): Promise<void> {
  await captureOutput(page);
  await page.goto(url);
  await writer(page).waitFor();
}

async function untilHeard(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      (window as unknown as { heard: { firstSoundAtMs: number | null } }).heard.firstSoundAtMs !==
      null,
  );
}

async function play(page: Page, text: string): Promise<void> {
  await writer(page).fill(text);
  await playButton(page).click();
  await untilHeard(page);
}

test('speaks on the very first visit, and after that with the server stopped', async ({
  page,
  app,
}) => {
  await open(page, app.url);
  await play(page, TEXT);
  await page.waitForTimeout(1500);
  const first = await heard(page);
  expect(isFinite(first.samples)).toBe(true);
  const range = audibleRange(first.samples);
  expect(rms(first.samples, range?.start, range?.end)).toBeGreaterThan(0.01);

  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await app.stop();
  await page.reload();
  await writer(page).waitFor();
  await expect(writer(page)).toHaveValue(TEXT);
  await play(page, 'Nothing but this device.');
  expect(rms((await heard(page)).samples)).toBeGreaterThan(0);
  await app.start();
});

test('pauses, goes on, walks by sentences and hears from a clicked word', async ({ page, app }) => {
  await open(page, app.url);
  await play(page, TEXT);
  await page.keyboard.press('Space');
  await page.waitForTimeout(400);
  await forgetHeard(page);
  await page.waitForTimeout(500);
  expect(rms((await heard(page)).samples)).toBeLessThan(1e-4);
  await page.keyboard.press('Space');
  await untilHeard(page);

  await forgetHeard(page);
  await page.getByRole('button', { name: 'Next sentence' }).click();
  await untilHeard(page);
  const place = page.getByRole('slider', { name: 'Place in the text' });
  await expect
    .poll(async () => Number(await place.inputValue()))
    .toBeGreaterThanOrEqual(TEXT.indexOf('First'));
  expect(Number(await place.inputValue())).toBeLessThan(TEXT.indexOf('Then'));
});

test('exports what it reads as a WAV file', async ({ page, app }) => {
  await open(page, app.url);
  await writer(page).fill('A short export.');
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('radio', { name: 'WAV' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save as WAV' }).click();
  const { samples, sampleRate } = await readWav(await (await download).path());
  expect(samples.length / sampleRate).toBeGreaterThan(0.7);
  expect(rms(samples)).toBeGreaterThan(0.01);
});

test('reads what a player on another page hands over in the address', async ({ page, app }) => {
  await open(page, `${app.url}#read=${encodeURIComponent('Handed over, 100 %.')}`);
  await expect(writer(page)).toHaveValue('Handed over, 100 %.');
  await expect(page).toHaveURL(app.url);
  await playButton(page).click();
  await untilHeard(page);
  expect(rms((await heard(page)).samples)).toBeGreaterThan(0);
});
