/** The formant voice in a real browser by its samples, and without a network. */
import { Buffer } from 'node:buffer';
import type { Page } from '@playwright/test';
import type { FullLanguage } from '../src/contracts/text';
import type { FormantClause, FormantReport, FormantRequest } from '../src/lab/contract';
import { expect, test } from './built-app';
import { isFinite, largestStep, rms } from './samples';

const TEXTS: Readonly<Record<FullLanguage, string>> = {
  en: 'At the end of the day, it cost $3.50. Dr. Smith was not amused, was he?',
  de: 'Am 3. Oktober kam Dr. Müller, mit 17 schönen Büchern. Das war viel!',
  nl: 'Het is vandaag mooi weer, zegt mevrouw De Wit. Zij heeft 24 appels.',
};

async function openLab(page: Page, app: { url: string }): Promise<void> {
  await page.goto(new URL('lab.html', app.url).href);
  await page.waitForFunction(() => window.sottoLab !== undefined);
}

/** Opens the lab from the app's cache, with no server behind it. */
async function openOffline(page: Page, app: { url: string; stop(): Promise<void> }): Promise<void> {
  await page.goto(app.url);
  const isKept = () => navigator.serviceWorker.controller !== null;
  await page.waitForFunction(isKept, null, { timeout: 45_000 });
  await app.stop();
  await openLab(page, app);
}

async function speak(page: Page, request: FormantRequest): Promise<FormantReport> {
  const report = await page.evaluate((asked) => window.sottoLab?.formant(asked), request);
  if (report === undefined) throw new Error('The lab is not there.');
  return report;
}

function samplesOf({ pcm }: FormantClause): Float32Array {
  const bytes = Buffer.from(pcm, 'base64');
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

const seconds = (report: FormantReport) =>
  report.clauses.reduce((sum, one) => sum + samplesOf(one).length / one.sampleRate, 0);

function expectSpeech(clause: FormantClause): void {
  const samples = samplesOf(clause);
  expect(isFinite(samples)).toBe(true);
  expect(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThan(1);
  expect(largestStep(samples)).toBeLessThan(0.9);
  expect(clause.words.map(({ span }) => span)).toEqual(
    clause.utterance.words.map(({ span }) => span),
  );
  let at = 0;
  for (const { startSample, endSample } of clause.words) {
    expect(startSample).toBeGreaterThanOrEqual(at);
    expect(endSample - startSample).toBeGreaterThan(0.03 * clause.sampleRate);
    expect(rms(samples, startSample, endSample)).toBeGreaterThan(0.02);
    // Where punctuation parts two words, what is between them is a pause.
    const gap = startSample - at;
    if (at > 0 && gap > 0.05 * clause.sampleRate) {
      const margin = Math.round(0.2 * gap);
      expect(rms(samples, at + margin, startSample - margin)).toBeLessThan(0.01);
    }
    at = endSample;
  }
  expect(at).toBeLessThanOrEqual(samples.length);
  // The last word dies away.
  expect(rms(samples, samples.length - clause.sampleRate / 100)).toBeLessThan(0.02);
}

test('speaks three languages offline, each word in its place', async ({ page, app }) => {
  await openOffline(page, app);
  for (const [language, text] of Object.entries(TEXTS) as [FullLanguage, string][]) {
    const report = await speak(page, { text, language });
    expect(report.clauses.length).toBeGreaterThan(1);
    for (const clause of report.clauses) expectSpeech(clause);
    const spoken = report.clauses.flatMap(({ utterance }) => utterance.words);
    const count = spoken.flatMap((word) => word.spoken.split(' ')).length;
    // People read two to four words a second.
    expect(seconds(report)).toBeGreaterThan(count / 4.5);
    expect(seconds(report)).toBeLessThan(count / 1.5);
    test.info().annotations.push({
      type: language,
      description: `load ${report.loadMs.toFixed(0)} ms, first sound ${report.firstSoundMs.toFixed(0)} ms, clauses ${report.clauses.map(({ speakMs }) => speakMs.toFixed(0)).join(' ')} ms`,
    });
    // A fifth of a second when nothing else runs; a test machine may be very busy.
    expect(report.firstSoundMs).toBeLessThan(5000);
  }
});

test('pauses at a comma', async ({ page, app }) => {
  await openLab(page, app);
  const { clauses } = await speak(page, { text: 'When it rains, we stay.' });
  const [clause, ...more] = clauses;
  expect(more).toEqual([]);
  const [before, after] = [clause?.words[2], clause?.words[3]];
  if (clause === undefined || !before || !after) throw new Error('Words are missing.');
  expect(after.startSample - before.endSample).toBeGreaterThan(0.1 * clause.sampleRate);
  expect(clause.pauseAfterMs).toBe(600);
});

test('gives the same samples again, and is faster at a faster pace', async ({ page, app }) => {
  await openLab(page, app);
  const text = TEXTS.en;
  const [once, again] = [await speak(page, { text }), await speak(page, { text })];
  expect(again.clauses.map(({ pcm }) => pcm)).toEqual(once.clauses.map(({ pcm }) => pcm));
  const fast = await speak(page, { text, pace: 2 });
  expect(seconds(fast) / seconds(once)).toBeGreaterThan(0.4);
  expect(seconds(fast) / seconds(once)).toBeLessThan(0.6);
});
