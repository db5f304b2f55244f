/** Voices of the hubs and of the listener's disk, in the built app: found, kept, spoken with, taken away. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import { hubSources } from '../src/voices/finder';
import { HUGGING_FACE } from '../src/voices/sources/hub';
import {
  KOKORO_TREE,
  kittenTree,
  PIPER_INDEX,
  SUPERTONIC_TREE,
} from '../src/voices/sources/testing';

// The hub is answered for by the test, under its own name: the app's list of allowed hosts is the real one.
test.use({ launchOptions: chromiumLaunch({ autoplay: true }), serviceWorkers: 'block' });
test.describe.configure({ timeout: 240_000 });

const MODELS = ['nano_v0_8', 'nano_v0_8', 'micro_v0_8', 'mini_v0_8', 'nano_v0_1'];
const SMALL = 'piper-single/en_US-small-medium.onnx';
const INDEX = 'https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json';

const modelPath = (name: string) => fileURLToPath(new URL(`models/${name}`, import.meta.url));

/** A voice that the hub really has the files of. */
function smallVoice() {
  const files = [SMALL, `${SMALL}.json`].map((name) => {
    const body = readFileSync(modelPath(name));
    const path = `en/en_US/small/medium/${basename(name)}`;
    const md5_digest = createHash('md5').update(body).digest('hex');
    return { path, body, entry: { size_bytes: body.length, md5_digest } };
  });
  const entry = {
    ...PIPER_INDEX['en_US-amy-medium'],
    key: 'en_US-small-medium',
    name: 'small',
    files: Object.fromEntries(files.map(({ path, entry: one }) => [path, one])),
  };
  return { entry, files };
}

interface FakeHub {
  readonly asked: string[];
  readonly answers: Map<string, string | Buffer>;
  isDown: boolean;
}

/** Answers as the hub does: with CORS for everybody, ranges, and 404 for what it does not have. */
async function startHub(context: BrowserContext): Promise<FakeHub> {
  const small = smallVoice();
  const [piper, kokoro, kitten, supertonic] = hubSources(HUGGING_FACE).map(({ lists }) => lists);
  const json = (value: unknown) => JSON.stringify(value);
  const base = 'https://huggingface.co/rhasspy/piper-voices/resolve/main';
  const answers = new Map<string, string | Buffer>([
    [piper?.[0] ?? '', json({ ...PIPER_INDEX, 'en_US-small-medium': small.entry })],
    [kokoro?.[0] ?? '', json(KOKORO_TREE)],
    ...(supertonic ?? []).map((url): [string, string] => [url, json(SUPERTONIC_TREE)]),
    ...(kitten ?? []).map((url, i): [string, string] => [
      url,
      json(kittenTree(`kitten_tts_${MODELS[i] ?? ''}.onnx`)),
    ]),
    ...small.files.map(({ path, body }): [string, Buffer] => [`${base}/${path}`, body]),
    [`${base}/en/en_US/small/medium/MODEL_CARD`, '* License: CC BY-NC-SA 4.0\n'],
  ]);
  const hub: FakeHub = { asked: [], answers, isDown: false };
  await context.route('https://huggingface.co/**', async (route) => {
    const url = route.request().url();
    hub.asked.push(url);
    const body = hub.answers.get(url);
    if (hub.isDown) return route.abort('internetdisconnected');
    await route.fulfill({
      status: body === undefined ? 404 : 200,
      headers: { 'access-control-allow-origin': '*', 'accept-ranges': 'bytes', etag: '"1"' },
      body: body ?? 'Entry not found',
    });
  });
  return hub;
}

async function openVoices(page: Page): Promise<Locator> {
  await page.goto('./');
  await page.getByRole('button', { name: /^(Voice:|Choose a voice)/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Voices' });
  await expect(sheet.getByRole('button', { name: /Look (for more voices|again)/ })).toBeVisible();
  return sheet;
}

/**
 * Speaks to the end with the chosen voice itself. On a busy machine another may stand in for it at first:
 * then the text is heard again.
 */
async function speak(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByLabel('Text to read aloud').fill('The river was low that summer.');
  const play = page.getByRole('button', { name: /^(Play|Hear it again)$/ });
  await expect(async () => {
    await play.click();
    await expect(page.getByRole('button', { name: 'Hear it again' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByText(/On this device/)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 150_000 });
}

async function drop(page: Page, names: readonly string[]): Promise<void> {
  const files = names.map((name) => ({
    name: basename(name),
    base64: readFileSync(modelPath(name)).toString('base64'),
  }));
  await page.evaluate((given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    const options = { dataTransfer: transfer, bubbles: true, cancelable: true };
    const heading = document.querySelector('dialog h2');
    heading?.dispatchEvent(new DragEvent('dragover', options));
    heading?.dispatchEvent(new DragEvent('drop', options));
  }, files);
}

test('no hub is asked before the listener asks, and all are found then', async ({
  page,
  context,
}) => {
  const hub = await startHub(context);
  const sheet = await openVoices(page);
  await expect(sheet.getByRole('article').first()).toHaveAccessibleName('Kathleen');
  await expect(sheet.getByRole('searchbox')).toHaveCount(0);
  expect(hub.asked).toEqual([]);
  await sheet.getByRole('button', { name: 'Look for more voices' }).click();
  await expect(sheet.getByText(/^\d+ voices$/)).toBeVisible();
  await expect(sheet.getByText(/Piper 7, Kokoro 6, KittenTTS 40, Supertonic 6/)).toBeVisible();
  expect(hub.asked).toContain(INDEX);

  await sheet.getByRole('searchbox', { name: 'Search' }).fill('lessac');
  await expect(sheet.getByText(/^1 of \d+ voices$/)).toBeVisible();
  const lessac = sheet.getByRole('article', { name: 'Lessac' });
  await expect(lessac).toContainText('For research and non-commercial use only.');
  await expect(lessac.getByRole('button')).toHaveAccessibleName('Download Lessac, 113.9 MB');
  await sheet.getByRole('searchbox').fill('nobody at all');
  await expect(sheet.getByText('No voice matches.')).toBeVisible();
  await sheet.getByRole('button', { name: 'Show all' }).click();
  await sheet.getByLabel('Language').selectOption('pt');
  await expect(sheet.getByRole('article', { name: 'Tugão' })).toBeVisible();
});

test('what was found is there without the network, and a bad list changes nothing', async ({
  page,
  context,
}) => {
  const hub = await startHub(context);
  let sheet = await openVoices(page);
  await sheet.getByRole('button', { name: 'Look for more voices' }).click();
  await expect(sheet.getByText(/Piper 7/)).toBeVisible();
  const before = hub.asked.length;
  hub.isDown = true;
  sheet = await openVoices(page);
  await expect(sheet.getByText(/Piper 7/)).toBeVisible();
  expect(hub.asked).toHaveLength(before);
  hub.isDown = false;
  hub.answers.set(INDEX, '<!doctype html><title>Sign in</title>');
  await sheet.getByRole('button', { name: 'Look again' }).click();
  await expect(sheet.getByRole('alert').filter({ hasText: 'Piper' })).toContainText('not taken');
  await expect(sheet.getByText(/Piper 7/)).toBeVisible();
});

test('a voice of the hub is fetched, verified, spoken with, and there after a reload', async ({
  page,
  context,
}) => {
  const hub = await startHub(context);
  let sheet = await openVoices(page);
  await sheet.getByRole('button', { name: 'Look for more voices' }).click();
  await sheet.getByRole('searchbox').fill('small');
  const row = sheet.getByRole('article', { name: 'Small' });
  await row.getByRole('button', { name: /^Download Small/ }).focus();
  await page.keyboard.press('Enter');
  const use = row.getByRole('button', { name: 'Use this voice' });
  await expect(use).toBeVisible({ timeout: 30_000 });
  await use.click();
  await speak(page);
  hub.isDown = true;
  const before = hub.asked.length;
  sheet = await openVoices(page);
  await expect(page.getByRole('button', { name: 'Voice: Small' })).toBeAttached();
  const card = sheet.getByRole('article', { name: 'Small' });
  await expect(card).toContainText('CC BY-NC-SA 4.0');
  await expect(card).toContainText('no commercial use');
  expect(hub.asked).toHaveLength(before);
});

test('files of a Piper voice dropped on the sheet speak, stay, and go', async ({
  page,
  context,
}) => {
  const hub = await startHub(context);
  let sheet = await openVoices(page);
  await drop(page, [SMALL]);
  await expect(sheet.getByText(/only half of a voice/)).toBeVisible();
  await drop(page, [`${SMALL}.json`, SMALL]);
  await expect(sheet.getByText('Small is on this device.')).toBeVisible({ timeout: 30_000 });
  await sheet.getByRole('button', { name: 'Use this voice' }).last().click();
  await speak(page);
  sheet = await openVoices(page);
  const card = sheet.getByRole('article', { name: 'Small' });
  await expect(card).toContainText('Your own file');
  await expect(card).toContainText('Reading');
  await card.getByRole('button', { name: 'Delete' }).click();
  await expect(card).toContainText('no longer on this device');
  sheet = await openVoices(page);
  await expect(sheet.getByRole('article', { name: 'Kathleen' })).toBeVisible();
  await expect(sheet.getByRole('article', { name: 'Small' })).toHaveCount(0);
  expect(hub.asked).toEqual([]);
});

test('a voice of several speakers speaks as the one that is chosen', async ({ page, context }) => {
  await startHub(context);
  const speakers = 'piper-speakers/en_US-speakers-low.onnx';
  let sheet = await openVoices(page);
  await drop(page, [speakers, `${speakers}.json`]);
  await expect(sheet.getByText('Speakers is on this device.')).toBeVisible({ timeout: 30_000 });
  const card = sheet.getByRole('article', { name: 'Speakers' });
  const choice = card.getByRole('combobox', { name: /^Speaker/ });
  const second = (await choice.getByRole('option').allTextContents())[1] ?? '';
  await choice.selectOption(second);
  await expect(card).toContainText('Reading');
  await speak(page);
  sheet = await openVoices(page);
  await expect(sheet.getByRole('article', { name: /^Speakers/ })).toHaveCount(1);
  await expect(sheet.getByRole('combobox', { name: /^Speaker/ })).toHaveValue(second);
});
