/**
 * Kokoro and KittenTTS in the browser: small graphs with the published ones' inputs and outputs, fetched and
 * stored as any voice is, speak on real sessions what they speak under the native runtime.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test as base, type Page } from '@playwright/test';
import type { VoiceId } from '../src/base/ids';
import type { BlendShare, WordTiming } from '../src/contracts/speech';
import type { Utterance } from '../src/contracts/text';
import type { Voice, VoiceFile } from '../src/contracts/voices';
import type { LabChunk, LabRequest } from '../src/lab/contract';
import { chromiumLaunch } from '../tools/browser.mjs';
import { serve } from '../tools/serve.mjs';
import { smallVoice } from '../workers/engines/pieces/testing';
import { engineLoader } from '../workers/engines/registry';
import { kokoroStyle, KOKORO_SPEAKERS } from '../workers/engines/style/testing';
import { depsFor, OPTIONS } from '../workers/engines/testing';
import { largestDifference, rms } from './samples';

const SHORT_TEXT = 'The river was low.';
const TEXT = 'The river was low that summer, and the water was clear.';
const LONG_TEXT = `${'The old boat slid past the houses on the shore and '.repeat(12)}stopped.`;
const STYLES = 'kokoro-styles' as VoiceId;

interface Site {
  readonly url: string;
  /** Of the voices, as a server has it. */
  readonly folder: string;
}

const test = base.extend<object, { site: Site }>({
  site: [
    async ({}, use) => {
      const dist = await mkdtemp(join(tmpdir(), 'sotto-kokoro-'));
      await cp(process.env['SOTTO_DIST'] ?? 'dist', dist, { recursive: true });
      const folder = join(dist, 'voices');
      for (const model of ['kokoro', 'kitten-0.1', 'kitten-0.8'])
        await cp(join('e2e', 'models', model), join(folder, model), { recursive: true });
      // The address of the edition that says it is float32.
      await cp(join('e2e', 'models', 'kitten-0.8'), join(folder, 'kitten-0.8-fp32'), {
        recursive: true,
      });
      await mkdir(join(folder, STYLES));
      for (const [name, seed] of Object.entries(KOKORO_SPEAKERS))
        await writeFile(join(folder, STYLES, `${name}.bin`), kokoroStyle(seed));
      await writeFile(
        join(folder, 'catalogue.json'),
        JSON.stringify({ version: 1, voices: Object.values(VOICES) }),
      );
      const served = await serve({ dist, port: 0 });
      await use({ url: served.url, folder });
      await served.close();
      await rm(dist, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

test.use({ launchOptions: chromiumLaunch({ webgpu: true }), bypassCSP: true });

function kokoro(speaker: string, graph = 'model.onnx', change: Partial<Voice> = {}): Voice {
  const voice = smallVoice('kokoro', 'kokoro', { sampleRate: 24_000 });
  const bytes = kokoroStyle(KOKORO_SPEAKERS[speaker] ?? 0);
  const style: VoiceFile = {
    name: `${speaker}.bin`,
    url: `${STYLES}/${speaker}.bin`,
    bytes: bytes.length,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    owner: STYLES,
  };
  const files = voice.files
    .filter(({ name }) => name === graph)
    .map((file) => ({ ...file, name: 'model.onnx', owner: `kokoro-${graph}` as VoiceId }));
  return {
    ...voice,
    id: `kokoro-${speaker}-${graph.replace('.onnx', '')}` as VoiceId,
    locale: speaker.startsWith('b') ? 'en-GB' : 'en-US',
    speaker: { ...voice.speaker, id: speaker },
    files: [...files, style],
    ...change,
  };
}

function kitten(version: '0.1' | '0.8', id: string, folder = `kitten-${version}`): Voice {
  const voice = smallVoice(`kitten-${version}`, 'kitten', { sampleRate: 24_000 });
  return {
    ...voice,
    id: `${folder}-${id.toLowerCase()}` as VoiceId,
    speaker: { ...voice.speaker, id },
    weights: folder as VoiceId,
    files: voice.files.map((file) => ({ ...file, url: `${folder}/${file.name}` })),
  };
}

const VOICES = {
  one: kokoro('af_one'),
  two: kokoro('bm_two'),
  tokens: kokoro('af_one', 'model_tokens.onnx'),
  compact: kokoro('af_one', 'model_quantized.onnx'),
  bella: kitten('0.1', 'Bella'),
  leo: kitten('0.8', 'expr-voice-5-m'),
  fine: kitten('0.8', 'expr-voice-5-m', 'kitten-0.8-fp32'),
};

interface Sound {
  readonly pcm: Float32Array;
  readonly words: readonly WordTiming[];
}

type Heard = Sound & Pick<LabChunk, 'backend' | 'backendReason'>;

async function openLab(page: Page, { url }: Site): Promise<void> {
  await page.goto(new URL('lab.html', url).href);
  await page.waitForFunction(() => window.sottoLab !== undefined);
}

/** Each clause as the engine made it. */
async function inBrowser(page: Page, request: LabRequest): Promise<Heard[]> {
  const chunks = await page.evaluate((asked) => window.sottoLab?.chunks(asked), {
    isSteady: true,
    ...request,
  });
  return (chunks ?? []).map(({ pcm, words, backend, backendReason }) => {
    const bytes = Uint8Array.from(Buffer.from(pcm, 'base64'));
    return { pcm: new Float32Array(bytes.buffer), words, backend, backendReason };
  });
}

async function natively(
  { folder }: Site,
  voice: Voice,
  utterances: readonly Utterance[],
  blend: readonly BlendShare[] = [],
): Promise<Sound[]> {
  const deps = depsFor(voice, pathToFileURL(`${folder}/`));
  const engine = await engineLoader(voice.engine)(deps);
  const sounds: Sound[] = [];
  for (const utterance of utterances) {
    const options = { ...OPTIONS, blend };
    const never = new AbortController().signal;
    sounds.push((await engine.synthesize(utterance, options, never)).chunk);
  }
  await engine.release();
  return sounds;
}

function expectSame(found: readonly Sound[], expected: readonly Sound[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach(({ pcm, words }, i) => {
    const sound = found[i];
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

/** What each voice is to speak on a backend; a GPU is only imitated here, and slow. */
const ON_CPU: readonly (readonly [keyof typeof VOICES, string])[] = [
  ['one', LONG_TEXT],
  ['two', TEXT],
  ['tokens', TEXT],
  ['compact', TEXT],
  ['bella', TEXT],
  ['leo', LONG_TEXT],
];
const ON_GPU: readonly (keyof typeof VOICES)[] = ['one', 'fine'];

for (const [name, text] of ON_CPU) {
  const voice = VOICES[name];
  test(`${voice.id} says on the CPU what it says natively`, async ({ page, site }) => {
    await openLab(page, site);
    const request: LabRequest = { text, voice: voice.id, backend: 'wasm' };
    const found = await inBrowser(page, request);
    expect(found[0]).toMatchObject({ backend: 'wasm', backendReason: null });
    expectSame(found, await natively(site, voice, await planOf(page, request)));
  });
}

for (const name of ON_GPU) {
  const voice = VOICES[name];
  test(`${voice.id} says on WebGPU what it says natively`, async ({ page, site }) => {
    test.slow();
    await openLab(page, site);
    const request: LabRequest = { text: SHORT_TEXT, voice: voice.id, backend: 'webgpu' };
    const found = await inBrowser(page, request);
    expect(found[0]).toMatchObject({ backend: 'webgpu', backendReason: null });
    expectSame(found, await natively(site, voice, await planOf(page, request)));
  });
}

test('a compact edition is spoken on the CPU though the GPU is asked for, and says why', async ({
  page,
  site,
}) => {
  await openLab(page, site);
  for (const [voice, reason] of [
    [VOICES.compact, 'compact edition of Kokoro'],
    [VOICES.leo, 'compact edition of Kitten'],
  ] as const) {
    const request: LabRequest = { text: SHORT_TEXT, voice: voice.id, backend: 'webgpu' };
    const found = await inBrowser(page, request);
    expect(found[0]?.backend).toBe('wasm');
    expect(found[0]?.backendReason).toContain(reason);
    expectSame(found, await natively(site, voice, await planOf(page, request)));
  }
});

test('voices are blended from what the device holds, long after one was loaded', async ({
  page,
  site,
}) => {
  await openLab(page, site);
  const share = { voiceId: VOICES.two.id, speakerId: 'bm_two', timbre: 0.3, prosody: 0.8 };
  const request: LabRequest = {
    text: TEXT,
    voice: VOICES.one.id,
    backend: 'wasm',
    blend: [share],
  };
  await expect(inBrowser(page, request)).rejects.toThrow('bm_two');
  const utterances = await planOf(page, request);
  const alone = await inBrowser(page, { ...request, blend: [] });
  await inBrowser(page, { text: 'Yes.', voice: VOICES.two.id, backend: 'wasm' });
  const mixed = await inBrowser(page, request);
  expectSame(mixed, await natively(site, VOICES.one, utterances, [share]));
  expect(mixed[0]?.words).not.toEqual(alone[0]?.words);
});

test('what is stored is what was served, and is fetched once for all who share it', async ({
  page,
  site,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/\.(onnx|bin|npz)$/.test(pathname)) fetched.push(pathname);
  });
  await openLab(page, site);
  await inBrowser(page, { text: 'Yes.', voice: VOICES.one.id, backend: 'wasm' });
  await inBrowser(page, { text: 'Yes.', voice: VOICES.two.id, backend: 'wasm' });
  await inBrowser(page, { text: 'Yes.', voice: VOICES.one.id, backend: 'wasm' });
  const counts = new Map(
    fetched.map((path) => [path, fetched.filter((one) => one === path).length]),
  );
  expect(Object.fromEntries(counts)).toEqual({
    '/voices/kokoro/model.onnx': 1,
    '/voices/kokoro-styles/af_one.bin': 1,
    '/voices/kokoro-styles/bm_two.bin': 1,
  });
  const style = await readFile(join(site.folder, STYLES, 'af_one.bin'));
  expect(style).toHaveLength(522_240);
});
