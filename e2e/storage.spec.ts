/** The storage page of the built app: what is here, deleted, freed, carried from one browser to another. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }), serviceWorkers: 'block' });
test.describe.configure({ timeout: 180_000 });

const SMALL = 'piper-single/en_US-small-medium.onnx';
const modelPath = (name: string) => fileURLToPath(new URL(`models/${name}`, import.meta.url));

/** A voice from the disk, so that the tests need no hub. */
async function addSmall(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: /^(Voice:|Choose a voice)/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Voices' });
  await sheet
    .locator('input[type=file]')
    .setInputFiles([modelPath(SMALL), modelPath(`${SMALL}.json`)]);
  await expect(sheet.getByText('Small is on this device.')).toBeVisible({ timeout: 60_000 });
}

async function openStorage(page: Page): Promise<Locator> {
  await page.goto('./#storage');
  const sheet = page.getByRole('dialog', { name: 'Storage' });
  await expect(sheet.getByRole('heading', { name: 'Voices on this device' })).toBeVisible();
  return sheet;
}

test('has an address, says what is here, deletes after asking, with the keyboard', async ({
  page,
}) => {
  await addSmall(page);
  await page.getByRole('button', { name: 'Storage on this device' }).click();
  await expect(page).toHaveURL(/#storage$/);
  let sheet = page.getByRole('dialog', { name: 'Storage' });
  const row = sheet.getByRole('listitem', { name: 'Small' });
  await expect(row).toContainText(/never used · verified/);
  await expect(sheet.getByText(/used here, .* free for this page/)).toBeVisible();
  await expect(sheet.getByRole('listitem').filter({ hasText: 'The app itself' })).toBeVisible();
  await row.getByRole('button', { name: 'Delete Small' }).focus();
  await page.keyboard.press('Enter');
  await expect(row.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await expect(row).toContainText('Your own file stays where it is.');
  await page.keyboard.press('Escape');
  await expect(row.getByRole('button', { name: 'Delete Small' })).toBeFocused();
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Enter');
  await row.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(sheet.getByRole('status').filter({ hasText: 'Small removed' })).toContainText(
    'freed',
  );
  await expect(row).toHaveCount(0);
  await page.goBack();
  await expect(sheet).toHaveCount(0);
  await page.reload();
  sheet = await openStorage(page);
  await expect(sheet.getByRole('listitem', { name: 'Small' })).toHaveCount(0);
});

test('carries a voice to another browser that reaches no hub, and refuses a pack that was spoilt', async ({
  page,
  browser,
}, info) => {
  await addSmall(page);
  let sheet = await openStorage(page);
  await sheet.getByRole('checkbox', { name: 'Put Small into a pack' }).check();
  const downloading = page.waitForEvent('download');
  await sheet.getByRole('button', { name: /^Save 1 voice/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^sotto-voices-\d{4}-\d\d-\d\d\.tar$/);
  const path = await download.path();
  await expect(sheet.getByText(/1 voice saved as/)).toBeVisible();

  const context = await browser.newContext();
  const asked: string[] = [];
  await context.route('https://**', (route) => {
    asked.push(route.request().url());
    return route.abort('internetdisconnected');
  });
  const away = await context.newPage();
  await away.goto(new URL('#storage', info.project.use.baseURL).href);
  sheet = away.getByRole('dialog', { name: 'Storage' });
  await expect(sheet.getByRole('button', { name: 'Open a pack' })).toBeVisible();
  const open = async (name: string, buffer: Buffer) => {
    const choosing = away.waitForEvent('filechooser');
    await sheet.getByRole('button', { name: 'Open a pack' }).click();
    await (await choosing).setFiles({ name, mimeType: 'application/x-tar', buffer });
  };
  const pack = readFileSync(path);
  const said = sheet.getByRole('status');
  await open('page.tar', Buffer.from('<!doctype html><title>Sign in</title>'));
  await expect(said.filter({ hasText: 'This voice pack cannot be used.' })).toBeVisible();
  const spoilt = Buffer.from(pack);
  const middle = Math.floor(pack.length / 2);
  spoilt[middle] = (spoilt[middle] ?? 0) ^ 1;
  await open('spoilt.tar', spoilt);
  await expect(said.filter({ hasText: /damaged on its way/ })).toBeVisible();
  await expect(sheet.getByRole('listitem', { name: 'Small' })).toHaveCount(0);
  await open(basename(path), pack);
  await expect(said.filter({ hasText: 'On this device now: Small.' })).toBeVisible();
  const row = sheet.getByRole('listitem', { name: 'Small' });
  await expect(row).toContainText('verified');
  expect(asked).toEqual([]);

  await sheet.getByRole('combobox', { name: /^Free/ }).selectOption('as much as can be');
  await expect(sheet.getByText(/Small would go|and Small would go|Small and/)).toBeVisible();
  await sheet.getByRole('button', { name: 'Free up' }).click();
  await expect(said.filter({ hasText: /Small.*removed/ })).toBeVisible();
  await expect(row).toHaveCount(0);
  await context.close();
});
