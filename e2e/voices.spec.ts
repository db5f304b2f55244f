/** Every voice of the catalogue speaks in the browser what it speaks under the native runtime. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { limitPeaks } from '../src/audio/limit';
import { parseCatalogue } from '../src/voices/catalogue';
import type { Utterance } from '../src/contracts/text';
import type { Voice } from '../src/contracts/voices';
import type { LabRequest } from '../src/lab/contract';
import { chromiumLaunch } from '../tools/browser.mjs';
import { engineLoader } from '../workers/engines/registry';
import { depsFor, OPTIONS } from '../workers/engines/testing';
import { audibleRange, largestDifference, readWav, rms, shiftBetween } from './samples';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }), bypassCSP: true });

const folder = join(process.env['SOTTO_DIST'] ?? 'dist', 'voices');
const { voices } = parseCatalogue(JSON.parse(readFileSync(join(folder, 'catalogue.json'), 'utf8')));
const TEXTS = {
  en: 'The river was low that summer.',
  de: 'Der Fluss stand niedrig in jenem Sommer.',
  nl: 'De rivier stond laag die zomer.',
};

async function native(voice: Voice, utterance: Utterance, steps: number) {
  const deps = depsFor(voice, pathToFileURL(`${folder}/`));
  const engine = await engineLoader(voice.engine)(deps);
  const options = { ...OPTIONS, ...voice.defaults, steps };
  const { chunk } = await engine.synthesize(utterance, options, new AbortController().signal);
  await engine.release();
  return chunk;
}

for (const voice of voices) {
  const language =
    (['en', 'de', 'nl'] as const).find((one) => voice.languages.includes(one)) ?? 'en';
  const text = TEXTS[language];

  test(`${voice.name} (${voice.id}) says in the browser what it says natively`, async ({
    page,
  }) => {
    await page.goto('lab.html');
    await page.waitForFunction(() => window.sottoLab !== undefined);
    const request: LabRequest = {
      text,
      voice: voice.id,
      language,
      backend: 'wasm',
      steps: 2,
      temperature: voice.defaults.temperature,
      pace: voice.defaults.pace,
      seed: OPTIONS.seed,
      // What the machine is busy with beside the tests must not change the steps.
      isSteady: true,
    };
    const utterances = await page.evaluate((asked) => window.sottoLab?.plan(asked), request);
    const utterance = utterances?.[0];
    expect(utterances).toHaveLength(1);
    if (utterance === undefined) return;
    const download = page.waitForEvent('download');
    await page.evaluate((asked) => window.sottoLab?.say(asked), request);
    const { samples, sampleRate } = await readWav(await (await download).path());
    const { pcm, words } = await native(voice, utterance, 2);

    expect(sampleRate).toBe(voice.sampleRate);
    const seconds = pcm.length / sampleRate;
    expect(seconds).toBeGreaterThan(words.length / 8);
    expect(seconds).toBeLessThan(words.length);
    expect(rms(pcm)).toBeGreaterThan(0.005);
    expect(words.at(-1)?.endSample).toBeLessThanOrEqual(pcm.length);
    // The file holds the sound, its peaks as loud as a file can be, and pauses around it.
    const made = limitPeaks(pcm, sampleRate);
    const guess = (audibleRange(samples)?.start ?? 0) - (audibleRange(made)?.start ?? 0);
    const shift = shiftBetween(made, samples, guess);
    // Edges are ramped when sounds are joined.
    const inner = { from: Math.floor(pcm.length / 10), to: Math.floor(pcm.length * 0.9) };
    const found = samples.subarray(inner.from + shift, inner.to + shift);
    expect(largestDifference(found, made.subarray(inner.from, inner.to))).toBeLessThan(1e-3);
  });
}
