/**
 * Piper and Supertonic in the browser: small graphs with the published ones' inputs and outputs, fetched and
 * stored as any voice is, speak on real sessions what they speak under the native runtime.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import type { VoiceId } from '../src/base/ids';
import type { BackendPreference, WordTiming } from '../src/contracts/speech';
import type { Utterance } from '../src/contracts/text';
import type { Voice } from '../src/contracts/voices';
import type { LabRequest } from '../src/lab/contract';
import { chromiumLaunch } from '../tools/browser.mjs';
import { serve } from '../tools/serve.mjs';
import { smallDeps, smallVoice } from '../workers/engines/pieces/testing';
import { engineLoader } from '../workers/engines/registry';
import { OPTIONS } from '../workers/engines/testing';
import { largestDifference, rms } from './samples';

const TEXT = 'The river was low that summer, and the water was clear.';
/** One word of it is longer than Supertonic says at once. */
const LONG_TEXT = `Wide and slow it went past the houses, ${'o'.repeat(310)}h.`;
const MODELS = ['piper-single', 'piper-speakers', 'piper-bare', 'supertonic-1', 'supertonic-3'];

const test = base.extend<object, { url: string }>({
  url: [
    async ({}, use) => {
      const dist = await mkdtemp(join(tmpdir(), 'sotto-piper-'));
      await cp(process.env['SOTTO_DIST'] ?? 'dist', dist, { recursive: true });
      const folder = join(dist, 'voices');
      for (const model of MODELS)
        await cp(join('e2e', 'models', model), join(folder, model), { recursive: true });
      const catalogue = { version: 1, voices: Object.values(VOICES) };
      await writeFile(join(folder, 'catalogue.json'), JSON.stringify(catalogue));
      const served = await serve({ dist, port: 0 });
      await use(served.url);
      await served.close();
      await rm(dist, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

// A software GPU and one session after another, on a machine with other things to do.
test.setTimeout(180_000);
test.use({ launchOptions: chromiumLaunch({ webgpu: true }), bypassCSP: true });

function piper(folder: string, id?: string): Voice {
  const sampleRate = folder === 'piper-single' ? 22_050 : 16_000;
  const voice = smallVoice(folder, 'piper', { sampleRate, weights: folder as VoiceId });
  if (id === undefined) return voice;
  const speaker = { ...voice.speaker, id };
  return { ...voice, id: `${folder}-${id}` as VoiceId, speaker };
}

function supertonic(folder: string): Voice {
  const defaults = { steps: 3, temperature: 1, pace: 1.05 };
  return smallVoice(folder, 'supertonic', { sampleRate: 44_100, defaults });
}

const VOICES = {
  noisy: piper('piper-single'),
  second: piper('piper-speakers', 'p236'),
  third: piper('piper-speakers', '2'),
  bare: piper('piper-bare'),
  one: supertonic('supertonic-1'),
  three: supertonic('supertonic-3'),
};

interface Sound {
  readonly pcm: Float32Array;
  readonly words: readonly WordTiming[];
  readonly sampleRate: number;
}

async function openLab(page: Page, url: string): Promise<void> {
  await page.goto(new URL('lab.html', url).href);
  await page.waitForFunction(() => window.sottoLab !== undefined);
}

/** Each clause as the engine made it. */
async function inBrowser(page: Page, request: LabRequest): Promise<Sound[]> {
  const asked = { isSteady: true, ...request };
  const chunks = await page.evaluate((one) => window.sottoLab?.chunks(one), asked);
  return (chunks ?? []).map(({ pcm, words, sampleRate }) => {
    const bytes = Uint8Array.from(Buffer.from(pcm, 'base64'));
    return { pcm: new Float32Array(bytes.buffer), words, sampleRate };
  });
}

async function natively(voice: Voice, utterances: readonly Utterance[]): Promise<Sound[]> {
  const engine = await engineLoader(voice.engine)(smallDeps(voice));
  const options = { ...OPTIONS, ...voice.defaults };
  const sounds: Sound[] = [];
  for (const utterance of utterances) {
    const never = new AbortController().signal;
    sounds.push((await engine.synthesize(utterance, options, never)).chunk);
  }
  await engine.release();
  return sounds;
}

function expectSame(found: readonly Sound[], expected: readonly Sound[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach(({ pcm, words, sampleRate }, i) => {
    const sound = found[i];
    expect(sound?.sampleRate).toBe(sampleRate);
    expect(sound?.pcm.length).toBe(pcm.length);
    expect(rms(pcm)).toBeGreaterThan(0.01);
    expect(largestDifference(sound?.pcm ?? new Float32Array(0), pcm)).toBeLessThan(1e-3);
    expect(sound?.words).toEqual(words);
    let at = 0;
    for (const { startSample, endSample } of words) {
      expect(startSample).toBeGreaterThanOrEqual(at);
      expect(endSample).toBeGreaterThan(startSample);
      at = endSample;
    }
    expect(at).toBeLessThanOrEqual(pcm.length);
  });
}

async function planOf(page: Page, request: LabRequest): Promise<readonly Utterance[]> {
  const utterances = await page.evaluate((asked) => window.sottoLab?.plan(asked), request);
  expect(utterances?.length).toBeGreaterThan(0);
  return utterances ?? [];
}

async function backendOf(page: Page, request: LabRequest) {
  const asked = { isSteady: true, ...request, repeats: 1 };
  const report = await page.evaluate((one) => window.sottoLab?.stages(one), asked);
  return { backend: report?.backend, reason: report?.backendReason };
}

const ON: readonly (readonly [keyof typeof VOICES, BackendPreference, string])[] = [
  ['noisy', 'wasm', TEXT],
  ['second', 'wasm', TEXT],
  ['bare', 'wasm', TEXT],
  ['one', 'wasm', LONG_TEXT],
  ['three', 'wasm', LONG_TEXT],
  ['three', 'webgpu', TEXT],
];

for (const [name, backend, text] of ON) {
  const voice = VOICES[name];
  test(`${voice.id} says on ${backend} what it says natively`, async ({ page, url }) => {
    await openLab(page, url);
    const { temperature, pace, steps } = voice.defaults;
    const { seed } = OPTIONS;
    const request = { text, voice: voice.id, backend, temperature, pace, steps, seed };
    const utterances = await planOf(page, request);
    expectSame(await inBrowser(page, request), await natively(voice, utterances));
    if (backend === 'webgpu')
      expect(await backendOf(page, request)).toEqual({ backend, reason: null });
  });
}

test('Piper is spoken on the CPU though the GPU is asked for, and says why', async ({
  page,
  url,
}) => {
  await openLab(page, url);
  const request: LabRequest = { text: 'Yes.', voice: VOICES.noisy.id, backend: 'webgpu' };
  const reason: unknown = expect.stringContaining('go wrong on graphics processors');
  expect(await backendOf(page, request)).toEqual({ backend: 'wasm', reason });
});

test('Piper’s noise obeys the seed, and speakers differ', async ({ page, url }) => {
  await openLab(page, url);
  const speak = async (voice: Voice, seed: number) =>
    (await inBrowser(page, { text: 'Yes.', voice: voice.id, backend: 'wasm', seed }))[0]?.pcm;
  const [first, again, other] = [
    await speak(VOICES.noisy, 1),
    await speak(VOICES.noisy, 1),
    await speak(VOICES.noisy, 2),
  ];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(await speak(VOICES.second, 1)).not.toEqual(await speak(VOICES.third, 1));
});
