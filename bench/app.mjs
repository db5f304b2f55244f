/** Opens the built app in Chromium and presses its buttons, for measurements. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOutput, forgetHeard, heard } from '../e2e/capture.mjs';
import { launchChromiumProfile } from '../tools/browser.mjs';

/**
 * A fresh browser profile for as long as `use` runs.
 *
 * @template T
 * @param {(profile: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withProfile(use) {
  const profile = await mkdtemp(join(tmpdir(), 'sotto-bench-'));
  try {
    return await use(profile);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

/**
 * @template T
 * @param {string} profile
 * @param {string} url
 * @param {(page: import('@playwright/test').Page) => Promise<T>} use
 * @param {import('../tools/browser.mjs').ChromiumOptions} [options]
 * @returns {Promise<T>}
 */
export async function withPage(profile, url, use, options = {}) {
  const context = await launchChromiumProfile(profile, { ...options, bypassCSP: true });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await captureOutput(page);
    await page.goto(url, { waitUntil: 'commit' });
    return await use(page);
  } finally {
    await context.close();
  }
}

const writer = (page) => page.getByRole('textbox', { name: 'Text to read aloud' });

/**
 * As a paste would, without the minute that Chromium takes to type a million characters.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} text
 */
export async function write(page, text) {
  await writer(page).waitFor();
  await writer(page).evaluate((field, value) => {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}

/**
 * Presses Play and waits for sound at the audio output.
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<{ sincePressMs: number, sinceNavigationMs: number }>}
 */
export async function playUntilSound(page) {
  await forgetHeard(page);
  const pressedAtMs = await page.evaluate(() => {
    const at = performance.now();
    const field = document.querySelector('textarea');
    field.focus();
    field.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Enter',
        ctrlKey: true,
        bubbles: true,
        cancelable: true,
      }),
    );
    return at;
  });
  await page.waitForFunction(() => window.heard.firstSoundAtMs !== null, null, {
    timeout: 120_000,
    polling: 20,
  });
  const { firstSoundAtMs } = await heard(page);
  return { sincePressMs: firstSoundAtMs - pressedAtMs, sinceNavigationMs: firstSoundAtMs };
}
