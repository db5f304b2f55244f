/** The one place that knows how to find and start Chromium: for tests, `npm run say` and the bench. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** No sandbox: tests run as root in containers, on pages of our own. */
const QUIET = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
];
const AUTOPLAY = '--autoplay-policy=no-user-gesture-required';
/** Without a graphics card this gives a software adapter: right, and very slow. */
const WEBGPU = '--enable-unsafe-webgpu';

/**
 * @typedef {object} ChromiumOptions
 * @property {boolean} [headless]
 * @property {boolean} [autoplay] Sound without a gesture; by default yes.
 * @property {boolean} [webgpu] An adapter even without a graphics card; by default no.
 * @property {readonly string[]} [args] More flags.
 * @property {boolean} [bypassCSP] For profiles: scripts of the measurement's own may run in the page.
 */

/** @returns {string | null} Path of Chromium, or of the program that `CHROMIUM` names. */
export function findChromium(environment = process.env) {
  const chosen = environment['CHROMIUM'];
  return chosen ? findProgram(chosen, environment) : firstOf(PROGRAMS, environment);
}

/** @returns {string | null} */
export function findProgram(name, environment = process.env) {
  if (name.includes('/')) return isExecutable(name) ? name : null;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/** @param {ChromiumOptions} [options] */
function chromiumArgs({ autoplay = true, webgpu = false, args = [] } = {}) {
  return [...QUIET, ...(autoplay ? [AUTOPLAY] : []), ...(webgpu ? [WEBGPU] : []), ...args];
}

/**
 * Playwright's `launch` options.
 *
 * @param {ChromiumOptions} [options]
 */
export function chromiumLaunch(options = {}) {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error(
      'Chromium was not found: install it ("apt-get install chromium"), or set CHROMIUM to its path.',
    );
  }
  return { executablePath, headless: options.headless ?? true, args: chromiumArgs(options) };
}

/**
 * @param {ChromiumOptions} [options]
 * @returns {Promise<import('@playwright/test').Browser>}
 */
export async function launchChromium(options = {}) {
  const { chromium } = await import('@playwright/test');
  return chromium.launch(chromiumLaunch(options));
}

/**
 * With a profile on disk, so that storage and service workers outlive the browser.
 *
 * @param {string} profile Folder; made if absent.
 * @param {ChromiumOptions} [options]
 * @returns {Promise<import('@playwright/test').BrowserContext>}
 */
export async function launchChromiumProfile(profile, options = {}) {
  const { chromium } = await import('@playwright/test');
  const { bypassCSP = false } = options;
  return chromium.launchPersistentContext(profile, { ...chromiumLaunch(options), bypassCSP });
}

/**
 * Slows a page's main thread; workers and the audio thread keep their pace.
 *
 * @param {import('@playwright/test').Page} page
 * @param {number} rate 4 is a quarter of the speed.
 */
export async function throttleProcessor(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** @returns {string | null} For instance "Chromium 140.0.7339.80". */
export function chromiumVersion() {
  const program = findChromium();
  return program && execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
}

function firstOf(names, environment) {
  for (const name of names) {
    const found = findProgram(name, environment);
    if (found !== null) return found;
  }
  return null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
