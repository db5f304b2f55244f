/** Another voice in mid-text, in Chromium with real engines and a real output: no gap, no word lost or said twice. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { MemoryMoment, SwitchReport, SwitchRequest } from '../src/lab/contract';
import { chromiumLaunch } from '../tools/browser.mjs';
import { captureOutput, heard } from './capture.mjs';
import { audibleRange, longestSilence } from './samples';

// Otherwise the browser measures memory at its next garbage collection, which is up to 20 seconds away.
const args = ['--enable-blink-features=ForceEagerMeasureMemory'];
test.use({ launchOptions: chromiumLaunch({ autoplay: true, args }), bypassCSP: true });
test.setTimeout(process.env['SOTTO_LONG'] === undefined ? 400_000 : 900_000);

const SMALL = 'en_US-small-medium.onnx';
const base64 = (name: string) =>
  readFileSync(fileURLToPath(new URL(`models/piper-single/${name}`, import.meta.url))).toString(
    'base64',
  );
const FILES = { [SMALL]: base64(SMALL), [`${SMALL}.json`]: base64(`${SMALL}.json`) };
const SENTENCE = 'The river was low that summer, and the boats lay still on the sand. ';

async function switchVoices(page: Page, request: SwitchRequest): Promise<SwitchReport> {
  const url = new URL('lab.html', test.info().project.use.baseURL);
  await page.goto(url.href);
  await page.waitForFunction(() => window.sottoLab !== undefined);
  const report = await page.evaluate((asked) => window.sottoLab?.switching(asked), request);
  if (report === undefined) throw new Error('There is no lab.');
  return report;
}

/** Every word of the text as far as was heard, once and in order. */
function expectEveryWordOnce(text: string, { words }: SwitchReport): void {
  const starts = words.map(({ start }) => start);
  const last = starts.at(-1) ?? 0;
  const expected = [...text.matchAll(/\S+/g)].map(({ index }) => index);
  expect(starts).toEqual(expected.filter((start) => start <= last));
}

test('the new voice takes over while the old one is heard, without a gap', async ({ page }) => {
  await captureOutput(page);
  const text = SENTENCE.repeat(12);
  const report = await switchVoices(page, { text, files: FILES, times: 1, everyMs: 12_000 });
  expectEveryWordOnce(text, report);
  expect(report.isOther).toBe(true);
  // From the first sound on it played: nothing was waited for.
  expect(report.states.slice(report.states.indexOf('playing'))).toEqual(
    expect.not.arrayContaining(['preparing', 'failed']),
  );
  expect(report.stats.underruns).toBe(0);
  const { samples, sampleRate } = await heard(page);
  const range = audibleRange(samples);
  expect(range).not.toBeNull();
  if (range === null) return;
  // The longest pause of the text, and what the voices breathe.
  expect(longestSilence(samples, range.start, range.end) / sampleRate).toBeLessThan(1.5);
});

/** `SOTTO_LONG=1` switches as often as the promise is. */
const TIMES = process.env['SOTTO_LONG'] === undefined ? 12 : 50;
/** What a worker holds in mid-clause, and the page of queued sound. */
const SPARE = { worker: 8e6, page: 12e6 };
const MB = 1e6;

const bytesOf = ({ workers }: MemoryMoment, wanted: string) =>
  workers.flatMap(({ script, bytes }) => (script === wanted ? [bytes] : []));

/** What the engine of each voice takes: the browser tells no voices, but a larger one takes more. */
function engineBytes(atWork: MemoryMoment): ReadonlyMap<string, number> {
  const bytes = bytesOf(atWork, 'engine');
  const larger = atWork.engines.toSorted((a, b) => b.memoryBytes - a.memoryBytes);
  return new Map(larger.map(({ voiceId }, index) => [voiceId, bytes[index] ?? 0]));
}

/** Each worker that ought to be there, with the most that it may take; each script's largest first. */
function expectNoneGrew(atWork: MemoryMoment, now: MemoryMoment): void {
  const fullBytes = engineBytes(atWork);
  const largest = (...bytes: number[]) => bytes.toSorted((a, b) => b - a);
  const allowed: Record<string, readonly number[]> = {
    text: bytesOf(atWork, 'text'),
    // One for both voices.
    formant: bytesOf(atWork, 'formant').slice(0, 1),
    // The two voices; a busy machine adds the lower rungs of their ladders. Loading takes more for a moment.
    engine: largest(
      ...now.engines.map(({ voiceId, backend }) =>
        backend === null ? Infinity : (fullBytes.get(voiceId) ?? 0),
      ),
    ),
    // It comes where a voice is loaded, and goes when it has rested.
    weights: [40 * MB],
  };
  for (const script of new Set(now.workers.map((worker) => worker.script))) {
    const bytes = bytesOf(now, script);
    const most = allowed[script] ?? [];
    expect(bytes.length, `${script} workers of ${describe(now)}`).toBeLessThanOrEqual(most.length);
    bytes.forEach((each, index) =>
      expect(each, `${script} in ${describe(now)}`).toBeLessThan((most[index] ?? 0) + SPARE.worker),
    );
  }
  expect(now.engines.length).toBeLessThanOrEqual(4);
  expect(now.pageBytes, describe(now)).toBeLessThan(atWork.pageBytes + SPARE.page);
}

function describe({ workers, pageBytes }: MemoryMoment): string {
  const megabytes = (bytes: number) => (bytes / MB).toFixed(1);
  const total = workers.reduce((sum, { bytes }) => sum + bytes, pageBytes);
  const parts = workers.map(({ script, bytes }) => `${script} ${megabytes(bytes)}`).sort();
  return `${megabytes(total)} MB: ${parts.join(', ')}, page ${megabytes(pageBytes)}`;
}

test(`${TIMES} switches lose no word and leave memory flat`, async ({ page }) => {
  const text = SENTENCE.repeat(80);
  const request = { text, files: FILES, times: TIMES, everyMs: 1200, threads: 1 };
  const report = await switchVoices(page, { ...request, measuresMemory: true });
  expectEveryWordOnce(text, report);
  const { atWork, after } = report.memory ?? {};
  if (atWork === undefined || after === undefined) throw new Error('Nothing was measured.');
  console.info([atWork, ...after].map((moment, n) => `${n}: ${describe(moment)}`).join('\n'));
  expect(after).toHaveLength(TIMES);
  expect(engineBytes(atWork).size).toBe(2);
  expect(bytesOf(atWork, 'formant')).toHaveLength(1);
  for (const moment of after) expectNoneGrew(atWork, moment);
  expect(report.resources.shared.filter(({ clients }) => clients > 0)).toEqual([]);
});
