/** Real documents in the built app: read, kept, resumed, refused. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import { captureOutput, forgetHeard, heard } from './capture.mjs';
import { calibreEpub, indesignEpub, longEpub, oneFileEpub } from './documents/archives';
import { hostileFiles } from './documents/hostile';
import { axeFindings, outside } from './gallery/checks';
import { rms } from './samples';

test.use({ trace: 'off', launchOptions: chromiumLaunch({ autoplay: true }), bypassCSP: true });
test.describe.configure({ timeout: 120_000 });

const fixture = (name: string) =>
  readFile(fileURLToPath(new URL(`./documents/${name}`, import.meta.url)));
const notices = (page: Page) => page.getByRole('status', { name: 'Notices' });
const article = (page: Page) => page.getByRole('article', { name: 'The text' });
const playButton = (page: Page) => page.locator('.play');
const contents = (page: Page) => page.getByRole('dialog', { name: 'Contents' });

interface Recorder {
  firstSoundAtMs: number | null;
}
type Recording = typeof globalThis & { heard: Recorder; droppedAtMs: number };

async function open(page: Page, url = '/'): Promise<string[]> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message.slice(0, 300)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text().slice(0, 300));
  });
  await captureOutput(page);
  await page.goto(url);
  await page.getByRole('textbox', { name: 'Text to read aloud' }).waitFor({ state: 'attached' });
  return faults;
}

/** Playwright sends no larger ones. */
const LARGEST_MESSAGE_BYTES = 40_000_000;

async function onDisk(name: string, data: Buffer): Promise<string> {
  const path = test.info().outputPath(name);
  await writeFile(path, data);
  return path;
}

/** Brings the bytes into the page first, so that what is timed begins with the drop. */
async function drop(page: Page, name: string, data: Buffer): Promise<void> {
  const input = await page.evaluateHandle(() =>
    Object.assign(document.createElement('input'), { type: 'file' }),
  );
  await input
    .asElement()
    ?.setInputFiles(
      data.length > LARGEST_MESSAGE_BYTES
        ? await onDisk(name, data)
        : { name, mimeType: '', buffer: data },
    );
  await input.evaluate((field) => {
    const file = (field as HTMLInputElement).files?.[0];
    if (file === undefined) return;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    Object.assign(window, { droppedAtMs: performance.now() });
    const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('main')?.dispatchEvent(event);
  });
}

async function dropAndRead(page: Page, name: string, data: Buffer): Promise<void> {
  await drop(page, name, data);
  await expect(notices(page)).not.toContainText('Opening', { timeout: 30_000 });
}

const untilHeard = (page: Page) =>
  page.waitForFunction(() => (window as unknown as Recording).heard.firstSoundAtMs !== null, null, {
    timeout: 30_000,
    polling: 20,
  });

async function wake(page: Page): Promise<void> {
  await page.getByLabel('Text to read aloud').fill('A short line, to wake the voice.');
  await playButton(page).click();
  await untilHeard(page);
  await page.getByRole('button', { name: 'Hear it again' }).waitFor({ timeout: 30_000 });
}

const shownChapters = (page: Page) =>
  contents(page)
    .locator('.chapter .title')
    .evaluateAll((all) => all.map((one) => one.textContent));

const PARTS = [
  { title: 'The Quay', paragraphs: ['The ferry left at seven.', 'Nobody <b>waved</b> at it.'] },
  { title: 'The Storm', paragraphs: ['It came <i>at night</i> and stayed.'] },
];

test('an EPUB of 500,000 characters sounds soon after it is dropped, and is gone back to', async ({
  page,
}) => {
  const faults = await open(page);
  await wake(page);
  const book = longEpub(500_000);
  await forgetHeard(page);
  await drop(page, 'long.epub', book);
  await expect(article(page).getByRole('heading', { name: 'Chapter 1' })).toBeVisible();
  await page.keyboard.press('Space');
  await untilHeard(page);
  const ms = await page.evaluate(() => {
    const { heard: recorder, droppedAtMs } = window as unknown as Recording;
    return (recorder.firstSoundAtMs ?? Infinity) - droppedAtMs;
  });
  test.info().annotations.push({ type: 'ms from drop to sound', description: String(ms) });
  console.log(`From drop to sound: ${Math.round(ms)} ms`);
  expect(ms).toBeLessThan(6000);

  await page.keyboard.press('c');
  const chapters = contents(page).locator('.chapter');
  await expect(chapters.nth(30)).toContainText('Chapter 31');
  await expect(contents(page).locator('[aria-current=true]')).toContainText('Chapter 1');
  await chapters.nth(30).click();
  await expect(contents(page)).toHaveCount(0);
  await expect(article(page).getByRole('heading', { name: 'Chapter 31' })).toBeVisible();
  await forgetHeard(page);
  await untilHeard(page);
  await page.keyboard.press('Space');

  await page.keyboard.press('b');
  await expect(notices(page)).toContainText('Bookmark added');
  await page.keyboard.press('c');
  await contents(page)
    .getByRole('button', { name: /^Rename/ })
    .click();
  await contents(page).getByLabel('Name of the bookmark').fill('The ferry again');
  await page.keyboard.press('Enter');
  await expect(
    contents(page).getByRole('button', { name: 'The ferry again', exact: true }),
  ).toBeVisible();
  await page.keyboard.press('Escape');

  const place = () => page.getByRole('slider', { name: 'Place in the text' }).inputValue();
  const before = Number(await place());
  expect(before).toBeGreaterThan(250_000);
  await page.reload();
  await expect(article(page)).toBeVisible();
  await expect.poll(async () => Math.abs(Number(await place()) - before)).toBeLessThan(200);
  await page.keyboard.press('c');
  await expect(
    contents(page).getByRole('button', { name: 'The ferry again', exact: true }),
  ).toBeVisible();
  await contents(page).getByRole('button', { name: 'Delete The ferry again' }).click();
  await expect(contents(page)).toContainText('No bookmarks yet');
  expect(faults).toEqual([]);
});

test('books of three makers keep headings, lists, emphasis, chapters and covers', async ({
  page,
}) => {
  const faults = await open(page);
  const cover = await fixture('cover.png');
  await dropAndRead(page, 'pandoc.epub', await fixture('pandoc.epub'));
  await expect(article(page).getByRole('heading', { name: 'The Keeper' })).toBeVisible();
  await expect(article(page).locator('em', { hasText: 'before' })).toBeVisible();
  await expect(article(page).locator('strong', { hasText: 'never' })).toBeVisible();
  await page.keyboard.press('c');
  await expect
    .poll(() => shownChapters(page))
    .toEqual(['The Keeper', 'The Stairs', 'The Log', 'The Storm']);
  await expect(contents(page).locator('.head img')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await contents(page)
    .getByRole('button', { name: /The Stairs/ })
    .click();
  await expect(article(page).locator('.item.level-2')).toHaveText('a spare one');
  await expect(article(page).locator('.row .cell').first()).toContainText('Day');
  expect(await axeFindings(page)).toEqual([]);

  await dropAndRead(page, 'calibre.epub', calibreEpub(PARTS, cover));
  await expect(article(page).getByRole('heading', { name: 'The Quay' })).toBeVisible();
  await page.keyboard.press('c');
  await expect.poll(() => shownChapters(page)).toEqual(['The Quay', 'The Storm']);
  await expect(contents(page).locator('.head')).toContainText('Noor Vis');
  await expect(contents(page).locator('.head img')).toBeVisible();
  await page.keyboard.press('Escape');

  await dropAndRead(page, 'indesign.epub', indesignEpub(PARTS));
  await expect(article(page)).toContainText('The ferry left at seven.');
  await page.keyboard.press('c');
  await expect(contents(page).locator('.head')).toContainText('Wind & Weather');
  await expect.poll(() => shownChapters(page)).toEqual(['The Quay', 'The Storm']);
  const other = contents(page).getByRole('button', { name: /^The Lighthouse Papers/ });
  await other.click();
  await expect(article(page)).toContainText('The lamp was lit');
  expect(faults).toEqual([]);
});

test('Markdown, Word, PDF, captions and web pages are read in order', async ({ page }) => {
  const faults = await open(page);
  const text = () => article(page).innerText();
  await dropAndRead(page, 'notes.md', await fixture('tables-and-code.md'));
  await expect(article(page)).toContainText('Table: 3 columns, 3 rows.');
  await expect(article(page).locator('.code').first()).toContainText('def light(hours):');

  await dropAndRead(page, 'pandoc.docx', await fixture('pandoc.docx'));
  await expect(article(page).getByRole('heading', { name: 'The Stairs' })).toBeVisible();
  await expect(article(page).locator('em', { hasText: 'before' })).toBeVisible();

  await dropAndRead(page, 'wrong-name.txt', await fixture('ghostscript-two-columns.pdf'));
  await expect(article(page).getByRole('heading', { name: 'The instruments' })).toBeVisible();
  const read = (await text()).replace(/\s+/g, ' ');
  expect(read).toContain('The keepers wrote little. What they noted was the weather');
  expect(read).toContain('there was always somebody who remained awake');
  expect(read.indexOf('In the oldest harbours')).toBeLessThan(
    read.indexOf('A lamp without a lens'),
  );
  expect(read).not.toMatch(/\w- \w/);

  await dropAndRead(page, 'outline.pdf', await fixture('reportlab-outline.pdf'));
  await page.keyboard.press('c');
  await expect
    .poll(() => shownChapters(page))
    .toEqual(['Chapter 1', 'Chapter 2', 'Chapter 3', 'Chapter 4']);
  await page.keyboard.press('Escape');

  const srt =
    '1\n00:00:01,000 --> 00:00:02,500\n<i>Nobody</i> waved\n\n2\n00:00:02,600 --> 00:00:04,000\nat the ferry.\n';
  await dropAndRead(page, 'film.srt', Buffer.from(srt));
  await expect(article(page)).toHaveText('Nobody waved at the ferry.');

  const words = '<p>The ferry left at seven, and nobody waved, for it was raining hard.</p>'.repeat(
    20,
  );
  const web = `<!doctype html><html lang="en"><head><title>Ferries - News</title><script>window.harmed = 1</script></head><body onload="harmed = 2"><nav><a href="/">Home</a><a href="/x">Subscribe now</a></nav><article><h1>The Ferry</h1>${words}<img src=x onerror="harmed = 3" alt="A quay"><script>harmed = 4</script></article><footer>Cookie settings</footer></body></html>`;
  await dropAndRead(page, 'page.html', Buffer.from(web));
  await expect(article(page)).toContainText('nobody waved');
  expect(await text()).not.toMatch(/Subscribe|Cookie|harmed/);
  expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
  expect(faults).toEqual([]);
});

test('hostile files are refused in a sentence while the voice speaks on', async ({ page }) => {
  const faults = await open(page);
  await dropAndRead(page, 'mine.epub', longEpub(60_000));
  await playButton(page).click();
  await untilHeard(page);
  const files = [
    ...hostileFiles(),
    {
      name: 'scanned.pdf',
      data: await fixture('scanned.pdf'),
      told: /pictures of pages and no text/,
    },
    { name: 'locked.pdf', data: await fixture('locked.pdf'), told: /locked with copy protection/ },
  ];
  for (const { name, data, told } of files) {
    await drop(page, name, data);
    const notice = notices(page).locator('.error', { hasText: name });
    await expect(notice, name).toContainText(told, { timeout: 30_000 });
    await expect(notice, name).toContainText('Your text is untouched.');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  }
  expect(await axeFindings(page)).toEqual([]);
  await forgetHeard(page);
  await page.waitForTimeout(3000);
  expect(rms((await heard(page)).samples)).toBeGreaterThan(0.005);
  await expect(article(page)).toContainText('The ferry left at seven');
  expect(await page.evaluate(() => document.querySelectorAll('main script').length)).toBe(0);
  expect(faults).toEqual([]);
});

test('script in a book is never run and never comes onto the page', async ({ page }) => {
  const faults = await open(page);
  const body =
    '<script>self.harmed = 1</script><p onclick="harmed()">Some <b onmouseover="x()">words</b></p>' +
    '<iframe src="javascript:parent.harmed = 2"></iframe><svg><script>harmed</script></svg>' +
    '<p>&lt;img src=x onerror=harmed&gt;</p>';
  await dropAndRead(page, 'script.epub', oneFileEpub(body));
  await expect(article(page)).toContainText('Some words');
  await expect(article(page)).toContainText('<img src=x onerror=harmed>');
  expect(await article(page).locator('script, iframe, svg, img, [onclick]').count()).toBe(0);
  expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
  expect(faults).toEqual([]);
});

test('what is pasted or shared keeps its structure', async ({ page }) => {
  const faults = await open(page);
  const html = '<h2>Stores</h2><ul><li>Oil</li><li>A <em>dry</em> wick</li></ul><p>Enough.</p>';
  await page.getByLabel('Text to read aloud').focus();
  await page.evaluate((copied) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', copied);
    clipboardData.setData('text/plain', 'Stores Oil');
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector('textarea')?.dispatchEvent(event);
  }, html);
  await expect(article(page).getByRole('heading', { name: 'Stores' })).toBeVisible();
  await expect(article(page).locator('.item em')).toHaveText('dry');

  await page.evaluate(() => navigator.serviceWorker.ready);
  const shared = await page.evaluate(async () => {
    const form = new FormData();
    form.append('files', new File(['# Shared\n\nFrom *another* app.'], 'from there.md'));
    const response = await fetch('./share', { method: 'POST', body: form, redirect: 'manual' });
    return response.type;
  });
  expect(shared).toBe('opaqueredirect');
  await page.goto('/?shared');
  await expect(article(page).getByRole('heading', { name: 'Shared' })).toBeVisible();
  await page.reload();
  await expect(article(page).getByRole('heading', { name: 'Shared' })).toBeVisible();
  expect(faults).toEqual([]);
});

test('the empty page lists what was opened, at every width; what is removed is gone', async ({
  page,
}) => {
  await open(page);
  await dropAndRead(page, 'pandoc.epub', await fixture('pandoc.epub'));
  await dropAndRead(page, 'calibre.epub', calibreEpub(PARTS, await fixture('cover.png')));
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Text to read aloud').fill('');
  const list = page.getByRole('region', { name: 'Go on listening' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  expect(await axeFindings(page)).toEqual([]);
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(outside), `at ${width}`).toEqual([]);
  }
  await list.getByRole('button', { name: 'Remove The Harbour Book from this device' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.reload();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await list.getByRole('button', { name: /^The Lighthouse Papers/ }).click();
  await expect(article(page)).toContainText('The lamp was lit');
});

test('the sleep timer stops at the end of the chapter, where the next Play goes on', async ({
  page,
}) => {
  await open(page);
  const short = [
    { title: 'One', paragraphs: ['This is short.'] },
    { title: 'Two', paragraphs: ['This must wait for the morning, and go on for a while then.'] },
  ];
  await dropAndRead(page, 'short.epub', indesignEpub(short));
  await page.keyboard.press('c');
  await contents(page).getByLabel('Stop reading').selectOption('chapter');
  await page.keyboard.press('Escape');
  await playButton(page).click();
  await untilHeard(page);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({
    timeout: 20_000,
  });
  await forgetHeard(page);
  await page.waitForTimeout(1500);
  expect(rms((await heard(page)).samples)).toBeLessThan(0.001);
  const place = await page.getByRole('slider', { name: 'Place in the text' }).inputValue();
  expect(Number(place)).toBe('One\n\nThis is short.\n\n'.length);
});
