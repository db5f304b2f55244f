/** Firefox ESR by WebDriver BiDi; Playwright drives only a Firefox of its own making. */
import puppeteer from 'puppeteer-core';
import { findProgram } from '../../tools/browser.mjs';
import { startSilentSound } from './processes';
import type { SmokeBrowser, SmokeBrowserKind } from './smoke-browser';

const PREFERENCES = {
  // A click by WebDriver BiDi is no gesture to Firefox.
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  // A smoke test leaves no trace on the network.
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.normandy.enabled': false,
  'services.settings.server': 'data:,',
};

async function launch(): Promise<SmokeBrowser> {
  const sound = await startSilentSound();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath: findProgram('firefox-esr') ?? 'firefox-esr',
    headless: true,
    env: { ...process.env, ...sound.env },
    extraPrefsFirefox: PREFERENCES,
  });
  const page = await browser.newPage();
  const version = await browser.version();
  return {
    version,
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    evaluate: async <Args extends readonly unknown[], Result>(
      work: (...args: Args) => Result | Promise<Result>,
      ...args: Args
    ) => {
      const source = `(${work.toString()})(...${JSON.stringify(args)})`;
      return (await page.evaluate(source)) as Result;
    },
    click: (selector) => page.click(selector),
    clickInFrame: async (selector) => {
      const frame = await (await page.$('iframe'))?.contentFrame();
      if (!frame) throw new Error('There is no frame.');
      await frame.click(selector);
    },
    close: async () => {
      await browser.close();
      await sound.stop();
    },
  };
}

export const firefox: SmokeBrowserKind = {
  name: 'Firefox',
  missing: () => missingOf(['firefox-esr', 'pulseaudio']),
  launch,
};

export function missingOf(programs: readonly string[]): string | null {
  const missing = programs.filter((program) => findProgram(program) === null);
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}
