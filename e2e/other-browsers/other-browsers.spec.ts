/** The app in browsers other than Chromium: it opens, keeps itself, and opens without a network. */
import { expect, test } from '../built-app';
import { firefox } from './firefox';
import { until, type SmokeBrowser } from './smoke-browser';
import { webkit } from './webkit';

const isKept = (browser: SmokeBrowser) =>
  browser.evaluate(() => navigator.serviceWorker.controller !== null);

for (const kind of [firefox, webkit]) {
  test.describe(kind.name, () => {
    const reason = kind.missing();
    test.skip(reason !== null, `${kind.name} is ${reason}`);
    test.setTimeout(180_000);

    test('opens the app, and again without a network', async ({ app }) => {
      const browser = await kind.launch();
      try {
        await browser.goto(app.url);
        const title = await browser.evaluate(() => document.title);
        expect(title).toContain('Sotto');
        await until('the service worker', () => isKept(browser));
        await app.stop();
        await browser.reload();
        expect(await browser.evaluate(() => document.title)).toBe(title);
        expect(await browser.evaluate(() => crossOriginIsolated)).toBe(true);
        const voices = await browser.evaluate(
          async () => (await fetch('voices/catalogue.json')).status,
        );
        expect(voices).toBe(200);
      } finally {
        await browser.close();
      }
    });
  });
}
