/** Voice profiles as a person makes and uses them, on small Kokoro voices that really speak. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import type { VoiceId } from '../src/base/ids';
import type { Voice, VoiceFile } from '../src/contracts/voices';
import { parseProfile, writeProfile } from '../src/voices/profile-file';
import { chromiumLaunch } from '../tools/browser.mjs';
import { serve } from '../tools/serve.mjs';
import { smallVoice } from '../workers/engines/pieces/testing';
import { kokoroStyle, KOKORO_SPEAKERS } from '../workers/engines/style/testing';
import { captureOutput, forgetHeard, heard } from './capture.mjs';
import { isFinite, rms } from './samples';

const STYLES = 'kokoro-styles' as VoiceId;
const TEXT = 'The river was low that summer, and the water was clear. '.repeat(12);

function kokoro(speaker: string, name: string): Voice {
  const voice = smallVoice('kokoro', 'kokoro', { sampleRate: 24_000 });
  const bytes = kokoroStyle(KOKORO_SPEAKERS[speaker] ?? 0);
  const style: VoiceFile = {
    name: `${speaker}.bin`,
    url: `${STYLES}/${speaker}.bin`,
    bytes: bytes.length,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    owner: STYLES,
  };
  const graphs = voice.files.filter((file) => file.name === 'model.onnx');
  return {
    ...voice,
    id: `kokoro-${speaker}` as VoiceId,
    name,
    speaker: { ...voice.speaker, id: speaker },
    files: [...graphs.map((file) => ({ ...file, owner: 'kokoro-model' as VoiceId })), style],
  };
}

interface Site {
  readonly url: string;
  stop(): Promise<void>;
}

const test = base.extend<{ site: Site }>({
  site: async ({}, use) => {
    const dist = await mkdtemp(join(tmpdir(), 'sotto-profiles-'));
    await cp(process.env['SOTTO_DIST'] ?? 'dist', dist, { recursive: true });
    const folder = join(dist, 'voices');
    await cp(join('e2e', 'models', 'kokoro'), join(folder, 'kokoro'), { recursive: true });
    await mkdir(join(folder, STYLES));
    for (const [name, seed] of Object.entries(KOKORO_SPEAKERS))
      await writeFile(join(folder, STYLES, `${name}.bin`), kokoroStyle(seed));
    const voices = [kokoro('af_one', 'Ada'), kokoro('bm_two', 'Ben')];
    await writeFile(join(folder, 'catalogue.json'), JSON.stringify({ version: 1, voices }));
    const served = await serve({ dist, port: 0 });
    await use({ url: served.url, stop: () => served.close() });
    await served.close();
    await rm(dist, { recursive: true });
  },
});

test.use({ launchOptions: chromiumLaunch({ autoplay: true }), bypassCSP: true });

const writer = (page: Page) => page.getByRole('textbox', { name: 'Text to read aloud' });
const sheet = (page: Page) => page.getByRole('dialog');
const slider = (page: Page, name: string) => sheet(page).getByRole('slider', { name });
const button = (page: Page, name: string) => sheet(page).getByRole('button', { name, exact: true });

async function open(page: Page, { url }: Site): Promise<void> {
  await captureOutput(page);
  await page.goto(url);
  await writer(page).waitFor();
}

async function openProfiles(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Voice: / }).click();
  await button(page, 'Voice profiles').click();
  await sheet(page).getByRole('list', { name: 'Voice profiles' }).waitFor();
}

async function slide(page: Page, name: string, value: number): Promise<void> {
  await slider(page, name).fill(String(value));
}

async function untilHeard(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      (window as unknown as { heard: { firstSoundAtMs: number | null } }).heard.firstSoundAtMs !==
      null,
    null,
    { timeout: 40_000 },
  );
}

/** One of Ada, named and slowed down. */
async function makeProfile(page: Page, name: string): Promise<void> {
  await openProfiles(page);
  await button(page, 'New profile').click();
  await sheet(page).getByLabel('Name').fill(name);
  await slide(page, 'Pace', 0.8);
  await button(page, 'Keep').click();
  await expect(sheet(page).getByText(`“${name}” is kept on this device.`)).toBeVisible();
}

async function drop(page: Page, text: string, name = 'a.sotto-profile.json'): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await button(page, 'Import').click();
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await (await choosing).setFiles(file);
}

async function exported(page: Page, name: string): Promise<string> {
  const saving = page.waitForEvent('download');
  await button(page, `Export “${name}”`).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe(`${name.toLowerCase()}.sotto-profile.json`);
  return readFile(await download.path(), 'utf8');
}

test('a draft is heard with its mix, by the keyboard alone', async ({ page, site }) => {
  test.slow();
  await open(page, site);
  await writer(page).fill('First words.');
  // Both are on the device then.
  await page.getByRole('button', { name: /^Voice: / }).click();
  await sheet(page)
    .getByRole('article', { name: 'Ben' })
    .getByRole('button', { name: /^Download/ })
    .click();
  await expect(
    sheet(page)
      .getByRole('article', { name: 'Ben' })
      .getByRole('button', { name: /^Delete/ }),
  ).toBeVisible({ timeout: 30_000 });
  await button(page, 'Voice profiles').focus();
  await page.keyboard.press('Enter');
  await button(page, 'New profile').focus();
  await page.keyboard.press('Enter');
  await expect(sheet(page).getByLabel('Name')).toBeFocused();
  await expect(sheet(page).getByText('This voice has no energy', { exact: false })).toBeVisible({
    timeout: 40_000,
  });
  await expect(sheet(page).getByText('does not show emotions')).toBeVisible();

  await forgetHeard(page);
  await button(page, 'Listen').focus();
  await page.keyboard.press('Enter');
  await untilHeard(page);
  await expect(button(page, 'Listen')).toBeVisible({ timeout: 40_000 });

  await button(page, 'Mix in').focus();
  await page.keyboard.press('Enter');
  await forgetHeard(page);
  await slider(page, 'Timbre of Ben').focus();
  await page.keyboard.press('End');
  await expect(slider(page, 'Timbre of Ben')).toHaveValue('1');
  await untilHeard(page);
  const { samples } = await heard(page);
  expect(isFinite(samples)).toBe(true);
  expect(rms(samples)).toBeGreaterThan(0);

  await sheet(page).getByLabel('Name').fill('Mixed');
  await button(page, 'Keep').click();
  await expect(sheet(page).getByText('mixed with Ben')).toBeVisible();
  const { blend } = parseProfile(await exported(page, 'Mixed'));
  expect(blend).toMatchObject([{ voiceId: 'kokoro-bm_two', timbre: 1, prosody: 0 }]);
});

test('a chosen profile reads on in mid-text, survives a reload, and works without a network', async ({
  page,
  site,
}) => {
  test.slow();
  await open(page, site);
  await makeProfile(page, 'Slowly');
  await page.keyboard.press('Escape');
  await writer(page).fill(TEXT);
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await untilHeard(page);
  await openProfiles(page);
  await button(page, 'Use “Slowly”').click();
  await expect(sheet(page).getByText('“Slowly” is reading.')).toBeVisible();
  await forgetHeard(page);
  await page.waitForTimeout(2500);
  expect(rms((await heard(page)).samples)).toBeGreaterThan(0.001);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Voice: Slowly' })).toBeVisible();

  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await site.stop();
  await page.reload();
  await writer(page).waitFor();
  await expect(page.getByRole('button', { name: 'Voice: Slowly' })).toBeVisible();
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await untilHeard(page);
  await openProfiles(page);
  await expect(
    sheet(page).getByRole('article', { name: 'Slowly' }).getByText('Reading'),
  ).toBeVisible();
  await button(page, 'Edit “Slowly”').click();
  await expect(slider(page, 'Pace')).toHaveValue('0.8');
});

test('profiles are copied, deleted, brought back, exported, and imported beside each other', async ({
  page,
  site,
}) => {
  await open(page, site);
  await makeProfile(page, 'Night');
  await button(page, 'Duplicate “Night”').click();
  const names = sheet(page).getByRole('heading', { level: 3 });
  await expect(names).toHaveText(['Night', 'Night 2']);
  await button(page, 'Delete “Night”').click();
  await expect(names).toHaveText(['Night 2']);
  await button(page, 'Undo').click();
  await expect(names).toHaveText(['Night', 'Night 2']);

  const text = await exported(page, 'Night');
  const profile = parseProfile(text);
  expect(profile).toMatchObject({ name: 'Night', voice: { name: 'Ada' }, manner: { pace: 0.8 } });
  await drop(page, text);
  await expect(sheet(page).getByText('was here already, just so')).toBeVisible();
  await drop(page, writeProfile({ ...profile, emotions: { calm: 1 } }));
  await expect(names).toHaveText(['Night', 'Night 2', 'Night 3']);
  expect(parseProfile(await exported(page, 'Night'))).toEqual(profile);

  const refusals = [
    [text.slice(0, 100), 'not whole'],
    ['{"some":"thing"}', 'not a voice profile'],
    ['{"sottoProfile":9}', 'of version 9'],
    [
      text.replace('0.8', '80'),
      '“manner.pace” of this voice profile must be a number from 0.5 to 2',
    ],
    [text.replace('"language": "en"', '"language": []'), '“language” is missing'],
  ] as const;
  for (const [wrong, message] of refusals) {
    await drop(page, wrong);
    await expect(sheet(page).getByRole('status').filter({ hasText: message })).toBeVisible();
  }
  await expect(names).toHaveCount(3);

  const stray = {
    ...profile,
    id: 'stray',
    name: 'Stray',
    voice: { id: 'gone', name: 'Ermintrude' },
  };
  await drop(page, writeProfile(stray as typeof profile));
  await button(page, 'Use “Stray”').click();
  await expect(
    sheet(page).getByText('speaks with Ermintrude, a voice that is not here'),
  ).toBeVisible();
});
