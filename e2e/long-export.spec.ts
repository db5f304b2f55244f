/**
 * A whole book as an audiobook, the tab killed on the way. `SOTTO_LONG=1` takes one of 500,000 characters
 * (hours; add `--global-timeout=0`), another number so many.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { launchChromiumProfile } from '../tools/browser.mjs';
import { expect, test } from './built-app';
import { HAS_FFMPEG, parseCaptions, probe, type Timings } from './exports-judge';
import { makeBook, type Book } from './long/book';
import {
  collect,
  crash,
  dialog,
  dropBook,
  openApp,
  readKept,
  theText,
  watchExport,
  type KeptWork,
} from './long/export-page';
import { correlation, excerpt, level, levelsOf, longestSilence } from './long/sound';
import { readWav, rms } from './samples';

const asked = Number(process.env['SOTTO_LONG'] ?? 0);
const CHARACTERS = asked === 1 ? 500_000 : asked || 3000;
const HOUR_MS = 3_600_000;
/** Of the bar, whose last tenth is the writing. */
const KILL_AT = 0.4 * 0.9;

// A profile of its own on the disk: a private window would hold hours of samples in memory.
test.use({ trace: 'off' });
test.setTimeout(asked === 0 ? 300_000 : 8 * HOUR_MS);

let profile: string;
let context: BrowserContext;

test.beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'sotto-long-'));
  context = await launchChromiumProfile(profile);
});

test.afterEach(async () => {
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

const readText = async (path: string) => (await readFile(path)).toString('utf8');
const minutes = (ms: number) => `${(ms / 60_000).toFixed(1)} min`;
const watching = (what: string) => ({ profile, what, everyMs: asked === 0 ? 50 : 1000 });

/** Once it has been under way, it is not any more. */
function ended(): (fraction: number | null) => boolean {
  let isSeen = false;
  return (fraction) => {
    isSeen ||= fraction !== null;
    return isSeen && fraction === null;
  };
}

async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save as a file' }).click();
  await dialog(page).getByRole('radio', { name: 'M4B' }).check();
  await dialog(page).getByText('Captions').click();
  for (const name of [/SRT/, /WebVTT, by sentences/, /JSON/]) {
    await dialog(page).getByRole('checkbox', { name }).check();
  }
  await dialog(page).getByRole('button', { name: 'Save as M4B' }).click();
}

/** The percentage that the page says it was interrupted at. */
async function takeUpAgain(page: Page): Promise<number> {
  await theText(page).waitFor({ timeout: 60_000 });
  const waiting = page.getByRole('button', { name: /An export waits/ });
  await waiting.click({ timeout: 60_000 });
  const told = dialog(page).getByText(/was interrupted at \d+ %/);
  return Number(/at (\d+) %/.exec((await told.textContent({ timeout: 60_000 })) ?? '')?.[1]);
}

/** Every word of the book once and in order, none before the one before it ends. */
function expectWhole({ words }: Timings, text: string): void {
  const spoken = words.map(({ offset, endOffset }) => text.slice(offset, endOffset));
  const written = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const differs = written.findIndex((word, i) => word !== spoken[i]);
  expect([differs, spoken.length]).toEqual([-1, written.length]);
  const early = words.findIndex(
    ({ startSample, endSample }, i) =>
      startSample < (words[i - 1]?.endSample ?? 0) || endSample < startSample,
  );
  expect(early).toBe(-1);
}

/** No clause was kept twice, and the sound file holds what they are made of and nothing else. */
function expectOnce({ clauses, lines, soundBytes }: KeptWork): void {
  const overlap = clauses.findIndex(({ span }, i) => span.start < (clauses[i - 1]?.span.end ?? 0));
  expect(overlap).toBe(-1);
  expect(lines).toBe(clauses.length);
  const pieces = clauses.flatMap((clause) => clause.pieces);
  expect(soundBytes).toBe(2 * pieces.reduce((sum, { samples }) => sum + samples, 0));
}

function expectCaptions(file: string, text: string, sounds: (from: number, to: number) => number) {
  const cues = parseCaptions(file);
  expect(cues.map((cue) => cue.text).join(' ') === text.replaceAll(/\s+/g, ' ')).toBe(true);
  const disorder = cues.findIndex(({ from, to }, i) => from < (cues[i - 1]?.to ?? 0) || to < from);
  expect(disorder).toBe(-1);
  const silent = cues.filter(({ from, to }) => to - from > 0.1 && sounds(from, to) < 0.01);
  expect(silent).toEqual([]);
}

/** The chapter where the page died, spoken anew without a kill: second for second the same. */
async function expectSameSound(page: Page, m4b: string, timings: Timings, chapter: number) {
  const { title, start, end } = timings.chapters[chapter] ?? { title: '', start: 0, end: 0 };
  const saved = collect(page);
  await dialog(page).getByRole('radio', { name: 'WAV' }).check();
  await dialog(page).getByLabel('What').selectOption('chapter');
  await dialog(page).getByLabel('Chapter', { exact: true }).selectOption({ label: title });
  await dialog(page).getByRole('button', { name: 'Save as WAV' }).click();
  await watchExport(page, watching(`${title} once more`), ended());
  const { samples, sampleRate } = await readWav(await saved('.wav'));
  const heard = await excerpt(m4b, sampleRate, start, end - start);
  expect(Math.abs(samples.length - heard.length)).toBeLessThan(sampleRate / 20);
  const alike: number[] = [];
  for (let from = 0; from + sampleRate <= heard.length; from += sampleRate) {
    // In a pause there is nothing to compare but the encoder's own noise.
    if (rms(samples, from, from + sampleRate) < 0.003) continue;
    alike.push(correlation(samples, heard, { from, length: sampleRate }));
  }
  expect(Math.min(...alike), `least alike of ${alike.length} seconds`).toBeGreaterThan(0.9);
  return Math.min(...alike);
}

test(`a book of ${CHARACTERS} characters, killed at 40 %, becomes a whole audiobook`, async ({
  app,
}) => {
  test.skip(asked > 0 && !HAS_FFMPEG, 'ffmpeg is not installed: the files could not be judged.');
  const book: Book = makeBook(CHARACTERS);
  const page = await context.newPage();
  await openApp(page, app.url);
  await dropBook(page, book.epub);
  const startedAt = Date.now();
  await begin(page);
  const first = await watchExport(page, watching('to the kill'), (done) => (done ?? 0) > KILL_AT);
  await crash(page);
  const killedAt = Date.now();

  const next = await context.newPage();
  await openApp(next, app.url);
  const percent = await takeUpAgain(next);
  expect(percent).toBeGreaterThanOrEqual(39);
  expect(percent).toBeLessThan(asked === 0 ? 80 : 45);
  const before = await readKept(next);
  const wordsKept = before.clauses.reduce((sum, { words }) => sum + words.length, 0);
  expect(wordsKept).toBeGreaterThanOrEqual(first.words);
  const saved = collect(next);
  await dialog(next)
    .getByRole('button', { name: /^Go on with the export/ })
    .click();
  const second = await watchExport(next, watching('after the kill'), ended());
  await expect(dialog(next).getByText(/is saved among your downloads/)).toBeVisible();
  const endedAt = Date.now();
  console.info(
    `made in ${minutes(killedAt - startedAt)} and ${minutes(endedAt - killedAt)}, interrupted at ${percent} %; ` +
      `peak memory of the page: ${first.peakMb} MB and ${second.peakMb} MB`,
  );
  const m4b = await saved('.m4b');
  const after = await readKept(next);
  expectOnce(after);
  expect(after.clauses.slice(0, before.clauses.length)).toEqual(before.clauses);

  const timings = JSON.parse(await readText(await saved('.json'))) as Timings;
  expectWhole(timings, book.text);
  test.skip(!HAS_FFMPEG, 'ffmpeg is not installed: the files themselves are not judged.');
  const told = probe(m4b);
  const seconds = timings.chapters.at(-1)?.end ?? 0;
  expect([told.codec, told.title]).toEqual(['aac', 'Wind & Weather']);
  expect(Math.abs(told.seconds - seconds)).toBeLessThan(0.05);
  expect(told.chapters.map(({ title }) => title)).toEqual(book.parts.map(({ title }) => title));
  told.chapters.forEach(({ start }, i) => {
    expect(Math.abs(start - (timings.chapters[i]?.start ?? -1))).toBeLessThan(0.01);
  });

  const levels = await levelsOf(m4b, timings.sampleRate);
  expect(Math.abs(levels.samples / timings.sampleRate - seconds)).toBeLessThan(0.05);
  expect(longestSilence(levels)).toBeLessThan(3);
  const sounds = (from: number, to: number) => level(levels, from, to);
  expectCaptions(await readText(await saved('.srt')), book.text, sounds);
  expectCaptions(await readText(await saved('.vtt')), book.text, sounds);

  const seam = before.clauses.at(-1)?.span.end ?? 0;
  const seamWord = timings.words.findIndex(({ offset }) => offset >= seam);
  const secondsAt = (word: number) =>
    (timings.words[word]?.startSample ?? NaN) / timings.sampleRate;
  const seamSeconds = secondsAt(seamWord);
  expect(sounds(secondsAt(seamWord - 4), seamSeconds)).toBeGreaterThan(0.01);
  expect(sounds(seamSeconds, secondsAt(seamWord + 4))).toBeGreaterThan(0.01);
  const chapter = timings.chapters.findIndex(({ end }) => end > seamSeconds);
  const alike = await expectSameSound(next, m4b, timings, chapter);
  const other = after.clauses.filter(({ pieces }) => pieces.some(({ rung }) => rung !== null));
  console.info(
    [
      `${book.text.length} characters, ${timings.words.length} words, ${after.clauses.length} clauses, ` +
        `${minutes(seconds * 1000)} of speech in ${book.parts.length} chapters, one step`,
      `lost of what the page had told: none (${first.words} words told, ${wordsKept} kept); ` +
        `clauses of another voice: ${other.length}`,
      `seam at ${minutes(seamSeconds * 1000)}; its chapter spoken anew is alike: at least ${alike.toFixed(3)}`,
    ].join('\n'),
  );
});
