/** A book's cover: shown, kept, and in the files made of the book; what is no picture is left out. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { calibreEpub, oneFileEpub } from './documents/archives';
import { HAS_FFMPEG } from './exports-judge';
import { collect, dialog } from './long/export-page';

test.describe.configure({ timeout: 120_000 });

const PARTS = [{ title: 'The Quay', paragraphs: ['Nobody waved.'] }];
const article = (page: Page) => page.getByRole('article', { name: 'The text' });
const cover = (page: Page) => page.getByRole('dialog', { name: 'Contents' }).locator('.head img');

async function open(page: Page, epub: Buffer): Promise<string[]> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Text to read aloud' }).waitFor();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).click();
  await (await choosing).setFiles({ name: 'book.epub', mimeType: '', buffer: epub });
  await expect(article(page)).toContainText('Nobody waved.', { timeout: 30_000 });
  return faults;
}

test('the cover of a book is shown, kept, and goes into its audiobook', async ({ page }) => {
  const png = await readFile(fileURLToPath(new URL('documents/cover.png', import.meta.url)));
  const faults = await open(page, calibreEpub(PARTS, png));
  for (const visit of ['first', 'second']) {
    await page.keyboard.press('c');
    await expect(cover(page), visit).toBeVisible();
    const { width, height } = await cover(page).evaluate((image: HTMLImageElement) => ({
      width: image.naturalWidth,
      height: image.naturalHeight,
    }));
    expect(Math.min(width, height)).toBeGreaterThan(1);
    await page.reload();
    await expect(article(page)).toContainText('Nobody waved.', { timeout: 30_000 });
  }
  expect(faults).toEqual([]);
  test.skip(!HAS_FFMPEG, 'ffmpeg is not installed: the files themselves are not judged.');
  for (const format of ['MP3', 'M4B']) {
    const saved = collect(page);
    await page.getByRole('button', { name: 'Save as a file' }).click();
    await dialog(page).getByRole('radio', { name: format }).check();
    await dialog(page)
      .getByRole('button', { name: `Save as ${format}` })
      .click();
    const path = await saved(`.${format.toLowerCase()}`);
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    const args = ['-v', 'error', '-select_streams', 'v', '-of', 'csv=p=0'];
    const shown = ['-show_entries', 'stream=codec_name:stream_disposition=attached_pic', path];
    expect(execFileSync('ffprobe', [...args, ...shown], { encoding: 'utf8' })).toMatch(
      /^(mjpeg|png),1$/m,
    );
  }
});

/** All that a drawing can ask for. */
function hostileSvg(address: string): string {
  return (
    `<?xml version="1.0"?><?xml-stylesheet href="${address}/style.css"?>` +
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "${address}/entity">]>` +
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="90" onload="top.harmed = 1">` +
    `<script>top.harmed = 2; fetch('${address}/script')</script><image xlink:href="${address}/image.png" width="60" height="90"/>` +
    `<foreignObject width="60" height="90"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${address}/frame"/></foreignObject><text y="20">&x;</text></svg>`
  );
}

const OPF =
  '<package><metadata><dc:title>One</dc:title></metadata><manifest>' +
  '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>' +
  '<item id="c" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>' +
  '</manifest><spine><itemref idref="a"/></spine></package>';
const DRAWN: Readonly<Record<string, (svg: string) => Buffer>> = {
  'by its name': (svg) =>
    oneFileEpub('<p>Nobody waved.</p>', { 'content.opf': OPF, 'cover.svg': svg }),
  'in the guise of a picture': (svg) => calibreEpub(PARTS, Buffer.from(svg)),
};

for (const [how, make] of Object.entries(DRAWN)) {
  test(`a hostile drawing as a cover, ${how}, is neither shown nor run nor followed`, async ({
    page,
  }) => {
    const asked: string[] = [];
    const spy = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.end();
    });
    await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
    const { port } = spy.address() as AddressInfo;
    const faults = await open(page, make(hostileSvg(`http://127.0.0.1:${port}`)));
    await page.keyboard.press('c');
    await expect(page.getByRole('dialog', { name: 'Contents' })).toBeVisible();
    await page.waitForTimeout(500);
    await expect(cover(page)).toHaveCount(0);
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
    expect(faults).toEqual([]);
    expect(asked).toEqual([]);
    spy.close();
  });
}
