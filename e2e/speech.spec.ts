/** The engine and the player by their samples: what is exported, and what reaches the loudspeaker. */
import { test, expect, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import type { LabRequest } from '../src/lab/contract';
import type { Utterance } from '../src/contracts/text';
import { captureOutput, heard } from './capture.mjs';
import {
  audibleRange,
  isFinite,
  largestStep,
  longestSilence,
  readWav,
  rms,
  shiftBetween,
  type Wav,
} from './samples';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }), bypassCSP: true });

const TEXT = 'Hello, reader. The mole had been working very hard all the morning. It was spring!';

async function openLab(page: Page, port = 0): Promise<void> {
  await captureOutput(page);
  const url = new URL('lab.html', test.info().project.use.baseURL);
  if (port !== 0) url.port = String(Number(url.port) + port);
  await page.goto(url.href);
  await page.waitForFunction(() => window.sottoLab !== undefined);
}

async function say(page: Page, request: LabRequest): Promise<Wav> {
  const download = page.waitForEvent('download');
  // What the machine is busy with beside the tests must not change a sample.
  await page.evaluate((asked) => window.sottoLab?.say({ isSteady: true, ...asked }), request);
  return readWav(await (await download).path());
}

async function plan(page: Page, request: LabRequest): Promise<readonly Utterance[]> {
  const planned = await page.evaluate((asked) => window.sottoLab?.plan(asked), request);
  return planned ?? [];
}

test('speaks: sound where words are, silence where pauses are, whole to the last word', async ({
  page,
}) => {
  await openLab(page);
  const utterances = await plan(page, { text: TEXT });
  const { samples, sampleRate } = await say(page, { text: TEXT, backend: 'wasm' });
  expect(isFinite(samples)).toBe(true);
  const seconds = samples.length / sampleRate;
  const words = utterances.flatMap((utterance) => utterance.words).length;
  expect(words).toBe(15);
  // People read two to four words a second.
  expect(seconds).toBeGreaterThan(words / 4);
  expect(seconds).toBeLessThan(words / 1.5);
  const range = audibleRange(samples);
  expect(range).not.toBeNull();
  if (range === null) return;
  expect(rms(samples, range.start, range.end)).toBeGreaterThan(0.02);
  expect(range.start / sampleRate).toBeLessThan(0.3);
  const pauseSeconds = Math.max(...utterances.slice(0, -1).map((one) => one.pauseAfterMs)) / 1000;
  const silence = longestSilence(samples, range.start, range.end) / sampleRate;
  expect(silence).toBeGreaterThan(pauseSeconds * 0.9);
  expect(silence).toBeLessThan(pauseSeconds + 0.6);
  // "spring!" dies away; it is not cut off: the last audible samples are quiet ones.
  expect(rms(samples, range.end - sampleRate / 100, range.end)).toBeLessThan(0.02);
});

test('gives the same samples for the same text and seed, and others for another seed', async ({
  page,
}) => {
  await openLab(page);
  const once = await say(page, { text: 'The same again.', seed: 7, backend: 'wasm' });
  const again = await say(page, { text: 'The same again.', seed: 7, backend: 'wasm' });
  const other = await say(page, { text: 'The same again.', seed: 8, backend: 'wasm' });
  expect(again.samples).toEqual(once.samples);
  expect(other.samples).not.toEqual(once.samples);
});

for (const sharedMemory of ['auto', 'off'] as const) {
  test(
    `plays what it exports, sample by sample (shared memory ${sharedMemory})`,
    { tag: '@alone' },
    async ({ page }) => {
      await openLab(page);
      const request: LabRequest = {
        text: TEXT,
        backend: 'wasm',
        seed: 3,
        sharedMemory,
        isSteady: true,
      };
      const exported = await say(page, request);
      const report = await page.evaluate((asked) => window.sottoLab?.listen(asked), request);
      const { samples, sampleRate } = await heard(page);
      expect(sampleRate).toBe(exported.sampleRate);
      expect(report?.stats.underruns).toBe(0);
      expect(report?.stats.transport).toBe(sharedMemory === 'auto' ? 'sharedMemory' : 'messages');

      const [from, to] = [audibleRange(samples), audibleRange(exported.samples)];
      expect(from).not.toBeNull();
      expect(to).not.toBeNull();
      if (from === null || to === null) return;
      const shift = shiftBetween(exported.samples, samples, from.start - to.start);
      // At both ends the player fades in and out; in between, every sample is the file's.
      const fade = exported.sampleRate / 50;
      let difference = 0;
      for (let i = to.start + fade; i < to.end - fade; i++) {
        const played = samples[i + shift] ?? 0;
        difference = Math.max(difference, Math.abs(played - (exported.samples[i] ?? 0)));
      }
      // 16 bits in the file, 32 in the output.
      expect(difference).toBeLessThan(2e-3);
      expect(largestStep(samples)).toBeLessThanOrEqual(largestStep(exported.samples) + 2e-3);

      const words = report?.words ?? [];
      const starts = words.map((word) => word.start);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      expect(new Set(starts).size).toBe(15);
      const spokenMs = (words.at(-1)?.atMs ?? 0) - (words[0]?.atMs ?? 0);
      expect(spokenMs / 1000).toBeLessThan((to.end - to.start) / exported.sampleRate);
    },
  );
}

test(
  'speaks on a page that is not isolated, with one thread and by messages',
  { tag: '@alone' },
  async ({ page }) => {
    await openLab(page, 1);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    const report = await page.evaluate((asked) => window.sottoLab?.listen(asked), {
      text: 'Still speaking.',
      backend: 'wasm',
    } as LabRequest);
    expect(report?.stats).toMatchObject({
      transport: 'messages',
      underruns: 0,
      engine: { threads: 1 },
    });
    const { samples } = await heard(page);
    expect(rms(samples)).toBeGreaterThan(0.005);
  },
);

test('a slower pace takes longer, markup makes pauses and marks', async ({ page }) => {
  await openLab(page);
  const usual = await say(page, { text: 'A little patience.', backend: 'wasm' });
  const slow = await say(page, { text: 'A little patience.', backend: 'wasm', pace: 0.6 });
  const ratio = slow.samples.length / usual.samples.length;
  expect(ratio).toBeGreaterThan(1.3);
  const paused = await say(page, {
    text: '<speak>A little <break time="1500ms"/> patience.</speak>',
    format: 'ssml',
    backend: 'wasm',
  });
  const range = audibleRange(paused.samples);
  expect(range && longestSilence(paused.samples, range.start, range.end)).toBeGreaterThan(
    1.4 * paused.sampleRate,
  );
});
