/** Exports as a person makes them, judged by ffmpeg and by a parser of captions of the tests' own. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Download, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import { test } from './built-app';
import { HAS_FFMPEG, decode, parseCaptions, probe, type Timings } from './exports-judge';
import { isFinite, readWav, rms } from './samples';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }), bypassCSP: false });
test.describe.configure({ timeout: 120_000 });

const CHAPTERS = ['Chapter 1. The River', 'Chapter 2. The Road', 'Chapter 3. The Wood'];
const BOOK = [
  CHAPTERS[0],
  'The mole had been working very hard all the morning. "Bother," he said; then he ran.',
  CHAPTERS[1],
  'He met a rat with 2 oars & a boat. They rowed until evening, quietly.',
  CHAPTERS[2],
  'It was cold there. Nobody spoke, and the snow fell and fell.',
].join('\n\n');

const writer = (page: Page) => page.getByRole('textbox', { name: 'Text to read aloud' });
const dialog = (page: Page) => page.getByRole('dialog');

/** Files go to the downloads: the browser's own question for a place cannot be answered here. */
async function open(page: Page, url: string, text = BOOK): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
  await page.goto(url);
  await writer(page).waitFor();
  if (text !== '') await writer(page).fill(text);
}

interface Wish {
  readonly format: 'MP3' | 'M4B' | 'Opus' | 'WAV';
  readonly captions?: readonly RegExp[];
  readonly part?: string;
  readonly atSpeed?: boolean;
}

async function choose(page: Page, { format, captions = [], part, atSpeed }: Wish): Promise<void> {
  await page.getByRole('button', { name: 'Save as a file' }).click();
  await dialog(page).getByRole('radio', { name: format }).check();
  if (part !== undefined) await dialog(page).getByLabel('What').selectOption(part);
  if (atSpeed) await dialog(page).getByLabel('As fast as you listen').check();
  if (captions.length === 0) return;
  await dialog(page).getByText('Captions').click();
  for (const name of captions) await dialog(page).getByRole('checkbox', { name }).check();
}

function collect(page: Page): Download[] {
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  return downloads;
}

async function save(page: Page, wish: Wish): Promise<(ending: string) => Promise<string>> {
  const downloads = collect(page);
  await choose(page, wish);
  await dialog(page)
    .getByRole('button', { name: `Save as ${wish.format}` })
    .click();
  await expect(dialog(page).getByText(/is saved among your downloads/)).toBeVisible({
    timeout: 90_000,
  });
  await expect.poll(() => downloads.length).toBe(1 + (wish.captions ?? []).length);
  return pathsOf(downloads);
}

function pathsOf(downloads: readonly Download[]): (ending: string) => Promise<string> {
  return async (ending) => {
    const found = downloads.find((one) => one.suggestedFilename().endsWith(ending));
    if (found === undefined) throw new Error(`No ${ending} was saved.`);
    return found.path();
  };
}

const readText = async (path: string) => (await readFile(path)).toString('utf8');
const readTimings = async (path: string) => JSON.parse(await readText(path)) as Timings;

/** Every word once, in order, none before the one before it ends. */
function expectWhole({ words }: Timings, text: string): void {
  expect(words.map(({ offset, endOffset }) => text.slice(offset, endOffset)).join(' ')).toBe(
    (text.match(/[\p{L}\p{N}&]+/gu) ?? []).join(' '),
  );
  words.forEach(({ startSample, endSample }, i) => {
    expect(startSample).toBeGreaterThanOrEqual(words[i - 1]?.endSample ?? 0);
    expect(endSample).toBeGreaterThanOrEqual(startSample);
  });
}

/** How loud it is in the middle of words, and the quietest tenth of a second. */
function contrast(samples: Float32Array, timings: Timings): { words: number; quietest: number } {
  const levels = timings.words.map(({ startSample, endSample }) =>
    rms(samples, startSample, endSample),
  );
  levels.sort((a, b) => a - b);
  const frame = Math.round(timings.sampleRate / 10);
  let quietest = Infinity;
  for (let at = 0; at + frame <= samples.length; at += frame) {
    quietest = Math.min(quietest, rms(samples, at, at + frame));
  }
  return { words: levels[Math.floor(levels.length / 4)] ?? 0, quietest };
}

/** An MP3's frames, which are what its length is told by, hold the encoder's own samples at both ends too. */
const MP3_SLACK_SECONDS = 0.075;
const CODECS = [
  { format: 'MP3', ending: '.mp3', codec: 'mp3', slackSeconds: MP3_SLACK_SECONDS },
  { format: 'M4B', ending: '.m4b', codec: 'aac', slackSeconds: 0.05 },
  { format: 'Opus', ending: '.opus', codec: 'opus', slackSeconds: 0.05 },
] as const;

for (const { format, ending, codec, slackSeconds } of CODECS) {
  test(`a book as ${format}: whole, with chapters, its captions in time`, async ({ page, app }) => {
    if (!HAS_FFMPEG) console.warn(`ffmpeg is not installed: what ${format} holds is NOT judged.`);
    await open(page, app.url);
    const path = await save(page, { format, captions: [/SRT/, /JSON/] });
    const timings = await readTimings(await path('.json'));
    expectWhole(timings, BOOK);
    const cues = parseCaptions(await readText(await path('.srt')));
    expect(cues.map(({ text }) => text).join(' ')).toBe(BOOK.replaceAll(/\s+/g, ' '));
    test.skip(!HAS_FFMPEG, 'ffmpeg is not installed: the files themselves are not judged.');

    const file = await path(ending);
    const told = probe(file);
    const seconds = timings.chapters.at(-1)?.end ?? 0;
    expect(told.codec).toBe(codec);
    expect(told.title).toBe('Chapter 1. The River');
    expect(Math.abs(told.seconds - seconds)).toBeLessThan(slackSeconds);
    expect(told.chapters.map(({ title }) => title)).toEqual(CHAPTERS);
    told.chapters.forEach(({ start }, i) => {
      expect(Math.abs(start - (timings.chapters[i]?.start ?? -1))).toBeLessThan(0.01);
    });

    const samples = decode(file, timings.sampleRate);
    expect(isFinite(samples)).toBe(true);
    expect(Math.abs(samples.length / timings.sampleRate - seconds)).toBeLessThan(0.05);
    const { words, quietest } = contrast(samples, timings);
    expect(words).toBeGreaterThan(0.02);
    expect(quietest).toBeLessThan(words / 10);
  });
}

test('every format has the same sound at the same place', async ({ page, app }) => {
  test.skip(!HAS_FFMPEG, 'ffmpeg is not installed: the files themselves are not judged.');
  const text = 'A short export. It ends here.';
  await open(page, app.url, text);
  const wav = await save(page, { format: 'WAV' });
  const { samples, sampleRate } = await readWav(await wav('.wav'));
  for (const { format, ending } of CODECS) {
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    const path = await save(page, { format });
    const decoded = decode(await path(ending), sampleRate);
    // Opus is resampled by the browser, which adds some milliseconds of its own.
    const shiftMs = (1000 * bestShift(samples, decoded, sampleRate)) / sampleRate;
    expect(Math.abs(shiftMs), `${format} is ${shiftMs} ms off`).toBeLessThan(5);
  }
});

/** By how many samples `other` comes later, from their envelopes' best correlation. */
function bestShift(one: Float32Array, other: Float32Array, sampleRate: number): number {
  const reach = Math.round(sampleRate / 10);
  let best = { shift: 0, sum: -Infinity };
  for (let shift = -reach; shift <= reach; shift += 4) {
    let sum = 0;
    for (let i = reach; i < one.length - reach; i += 2)
      sum += (one[i] ?? 0) * (other[i + shift] ?? 0);
    if (sum > best.sum) best = { shift, sum };
  }
  return best.shift;
}

test('one chapter alone, as WAV and word by word', async ({ page, app }) => {
  await open(page, app.url);
  await page.getByRole('button', { name: 'Save as a file' }).click();
  await dialog(page).getByLabel('What').selectOption('chapter');
  await dialog(page)
    .getByLabel('Chapter', { exact: true })
    .selectOption({ label: 'Chapter 2. The Road' });
  await dialog(page).getByRole('radio', { name: 'WAV' }).check();
  await dialog(page).getByText('Captions').click();
  await dialog(page)
    .getByRole('checkbox', { name: /for each word/ })
    .check();
  const downloads = collect(page);
  await dialog(page).getByRole('button', { name: 'Save as WAV' }).click();
  await expect.poll(() => downloads.length, { timeout: 90_000 }).toBe(2);
  const path = pathsOf(downloads);
  const cues = parseCaptions(await readText(await path('.vtt')));
  const text = BOOK.slice(BOOK.indexOf('Chapter 2'), BOOK.indexOf('Chapter 3')).trim();
  expect(cues.map((cue) => cue.text).join(' ')).toBe(text.replaceAll(/\s+/g, ' '));
  const { samples, sampleRate } = await readWav(await path('.wav'));
  expect(cues.at(-1)?.to).toBeLessThanOrEqual(samples.length / sampleRate);
  expect(downloads[0]?.suggestedFilename()).toContain('Chapter 2. The Road');
});

const LONG = Array.from(
  { length: 12 },
  (_, i) => `This is sentence number ${i + 1}. It goes on, a little while, and it ends.`,
).join('\n\n');

test('goes on where the page was killed, and nothing is said twice or lost', async ({
  page,
  app,
  context,
}) => {
  await open(page, app.url, LONG);
  const undisturbed = await save(page, { format: 'WAV' });
  const whole = await readWav(await undisturbed('.wav'));
  await dialog(page).getByRole('button', { name: 'Close' }).click();

  await choose(page, { format: 'WAV', captions: [/JSON/] });
  await dialog(page).getByRole('button', { name: 'Save as WAV' }).click();
  const bar = dialog(page).getByRole('progressbar', { name: /^Export of/ });
  await expect
    .poll(async () => Number(await bar.getAttribute('value')), { timeout: 60_000, intervals: [50] })
    .toBeGreaterThan(0.36);
  await page.goto('chrome://crash').catch(() => undefined);

  const next = await context.newPage();
  await open(next, app.url, '');
  const waiting = next.getByRole('button', { name: /An export waits/ });
  await waiting.first().click({ timeout: 30_000 });
  await expect(dialog(next).getByText(/was interrupted at (3[6-9]|[4-9]\d) %/)).toBeVisible();
  const downloads = collect(next);
  await dialog(next)
    .getByRole('button', { name: /^Go on with the export/ })
    .click();
  await expect.poll(() => downloads.length, { timeout: 90_000 }).toBe(2);
  const path = pathsOf(downloads);
  const resumed = await readWav(await path('.wav'));
  expect(resumed.samples.length).toBe(whole.samples.length);
  expect(resumed.samples).toEqual(whole.samples);
  expectWhole(await readTimings(await path('.json')), LONG);
});

test('is paused, gone on with and cancelled by the keyboard; axe finds nothing', async ({
  page,
  app,
}) => {
  await open(page, app.url, LONG);
  await choose(page, { format: 'WAV' });
  const axe = async () =>
    (await new AxeBuilder({ page }).include('dialog').analyze()).violations.map(({ id }) => id);
  expect(await axe()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Save as WAV' }).press('Enter');
  const pause = dialog(page).getByRole('button', { name: 'Pause' });
  await expect(dialog(page).getByText(/^Speaking: [1-9]/)).toBeVisible({ timeout: 60_000 });
  expect(await axe()).toEqual([]);
  await pause.press('Enter');
  await expect(dialog(page).getByText(/is on hold/)).toBeVisible();
  expect(await axe()).toEqual([]);
  await dialog(page)
    .getByRole('button', { name: /^Go on with the export/ })
    .press('Enter');
  await dialog(page).getByRole('button', { name: 'Cancel the export' }).press('Enter');
  await expect(dialog(page).getByText(/was cancelled. Nothing was saved/)).toBeVisible();
  await page.reload();
  await page.waitForTimeout(6000);
  await expect(page.getByRole('button', { name: /An export waits/ })).toHaveCount(0);
});

test('writes to the place that was chosen, all at once', async ({ page, app }) => {
  await page.addInitScript(() => {
    const choose = async () => {
      const root = await navigator.storage.getDirectory();
      return root.getFileHandle('chosen.mp3', { create: true });
    };
    Object.assign(globalThis, { showSaveFilePicker: choose });
  });
  await page.goto(app.url);
  await writer(page).fill('A short export.');
  await choose(page, { format: 'MP3' });
  await dialog(page).getByRole('button', { name: 'Save as MP3' }).click();
  await expect(dialog(page).getByText('chosen.mp3 is saved:')).toBeVisible({ timeout: 60_000 });
  const bytes = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle('chosen.mp3')).getFile();
    return [...new Uint8Array(await file.slice(0, 3).arrayBuffer()), file.size];
  });
  expect(bytes.slice(0, 3)).toEqual([0x49, 0x44, 0x33]);
  expect(bytes[3]).toBeGreaterThan(4000);
});

test('says in plain words that there is no room, and goes on when there is', async ({
  page,
  app,
  context,
}) => {
  await open(page, app.url, LONG);
  const devtools = await context.newCDPSession(page);
  const origin = new URL(app.url).origin;
  await choose(page, { format: 'WAV' });
  await dialog(page).getByRole('button', { name: 'Save as WAV' }).click();
  await expect(dialog(page).getByText(/^Speaking: [1-9]/)).toBeVisible({ timeout: 60_000 });
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 200_000 });
  await expect(dialog(page).getByText(/There is no room left on this device/)).toBeVisible({
    timeout: 90_000,
  });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  const downloads = collect(page);
  await dialog(page)
    .getByRole('button', { name: /^Go on with the export/ })
    .click();
  await expect.poll(() => downloads.length, { timeout: 90_000 }).toBe(1);
  const { samples, sampleRate } = await readWav(await pathsOf(downloads)('.wav'));
  expect(samples.length / sampleRate).toBeGreaterThan(30);
});

test('as fast as it is listened to: the sound and its captions are shorter alike', async ({
  page,
  app,
}) => {
  const speed = 1.5;
  await page.addInitScript((asked) => {
    localStorage.setItem('sotto.settings', JSON.stringify({ speed: asked }));
  }, speed);
  await open(page, app.url, 'A short export, of two sentences. It ends here, at last.');
  const usual = await readWav(await (await save(page, { format: 'WAV' }))('.wav'));
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  const path = await save(page, { format: 'WAV', captions: [/JSON/], atSpeed: true });
  const { samples, sampleRate } = await readWav(await path('.wav'));
  const ratio = usual.samples.length / samples.length;
  expect(Math.abs(ratio / speed - 1), `${ratio} times as short`).toBeLessThan(0.02);
  const timings = await readTimings(await path('.json'));
  expect(timings).toMatchObject({ speed, sampleRate });
  expect(timings.chapters.at(-1)?.end).toBeCloseTo(samples.length / sampleRate, 3);
  const { words, quietest } = contrast(samples, timings);
  expect(words).toBeGreaterThan(0.02);
  expect(quietest).toBeLessThan(words / 10);
});

test('without a network, once it has been done with one', async ({ page, app }) => {
  await open(page, app.url, 'A short export.');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 60_000,
  });
  await save(page, { format: 'MP3' });
  await app.stop();
  await page.reload();
  await writer(page).fill('Another export, and nobody was asked for anything.');
  const path = await save(page, { format: 'MP3', captions: [/SRT/] });
  const cues = parseCaptions(await readText(await path('.srt')));
  expect(cues.map(({ text }) => text).join(' ')).toContain('nobody was asked');
  test.skip(!HAS_FFMPEG, 'ffmpeg is not installed: the files themselves are not judged.');
  const file = await path('.mp3');
  const seconds = probe(file).seconds;
  expect(Math.abs(seconds - (cues.at(-1)?.to ?? 0))).toBeLessThan(1);
  expect(rms(decode(file, 24_000))).toBeGreaterThan(0.01);
});
