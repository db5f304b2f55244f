/** The app in browsers other than Chromium: it opens, speaks, keeps itself, and speaks offline. */
import type { LabReport, LabRequest } from '../../src/lab/contract';
import { expect, test } from '../built-app';
import { audibleRange, isFinite, parseWav, rms, type Wav } from '../samples';
import { firefox } from './firefox';
import { until, type SmokeBrowser } from './smoke-browser';
import { webkit } from './webkit';

const REQUEST: LabRequest = { text: 'The mole had been working very hard.', backend: 'wasm' };

/** People read two to four words a second. */
const SHORTEST_SECONDS = 7 / 4;
const LONGEST_SECONDS = 7 / 1.5;

/** Of the app, each left soon after. */
const VISITS = 6;
const QUIET_AFTER_MS = 5000;

const isKept = (browser: SmokeBrowser) =>
  browser.evaluate(() => navigator.serviceWorker.controller !== null);

const isLabReady = (browser: SmokeBrowser) => browser.evaluate(() => window.sottoLab !== undefined);

/** Speaks into a WAV file, caught where the page would offer it as a download. */
async function say(browser: SmokeBrowser): Promise<{ report: LabReport; wav: Wav }> {
  const { report, base64 } = await browser.evaluate(async (request: LabRequest) => {
    const offered: Blob[] = [];
    const createObjectURL = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (source: Blob | MediaSource) => {
      if (source instanceof Blob) offered.push(source);
      return createObjectURL(source);
    };
    HTMLAnchorElement.prototype.click = () => undefined;
    const report = await window.sottoLab?.say(request);
    const wav = offered.at(-1);
    if (report === undefined || wav === undefined) throw new Error('Nothing was said.');
    const base64 = await new Promise<string>((read) => {
      const reader = new FileReader();
      reader.onload = () => read(String(reader.result).replace(/^.*,/, ''));
      reader.readAsDataURL(wav);
    });
    return { report, base64 };
  }, REQUEST);
  return { report, wav: parseWav(Buffer.from(base64, 'base64')) };
}

function expectSpeech({ sampleRate, samples }: Wav): void {
  expect(isFinite(samples)).toBe(true);
  expect(samples.length / sampleRate).toBeGreaterThan(SHORTEST_SECONDS);
  expect(samples.length / sampleRate).toBeLessThan(LONGEST_SECONDS);
  const range = audibleRange(samples);
  expect(rms(samples, range?.start, range?.end)).toBeGreaterThan(0.01);
}

for (const kind of [firefox, webkit]) {
  test.describe(kind.name, () => {
    const reason = kind.missing();
    test.skip(reason !== null, `${kind.name} is ${reason}`);
    test.setTimeout(180_000);

    test('opens and speaks, and again without a network', async ({ app }) => {
      const browser = await kind.launch();
      try {
        await browser.goto(app.url);
        const title = await browser.evaluate(() => document.title);
        expect(title).toContain('Sotto');
        await until('the service worker', () => isKept(browser), 60_000);

        await browser.goto(`${app.url}lab.html`);
        await until('the lab', () => isLabReady(browser));
        const first = await say(browser);
        console.log(`${browser.version}: ${JSON.stringify(first.report)}`);
        expectSpeech(first.wav);

        await app.stop();
        await browser.goto(app.url);
        expect(await browser.evaluate(() => document.title)).toBe(title);
        expect(await browser.evaluate(() => crossOriginIsolated)).toBe(true);
        // Left while it begins, WebKit may still hold what it had begun against the next page.
        await new Promise((quiet) => setTimeout(quiet, QUIET_AFTER_MS));
        await browser.goto(`${app.url}lab.html`);
        await until('the lab', () => isLabReady(browser));
        const second = await say(browser);
        // Same text, same seed, same sound.
        expect(second.wav).toEqual(first.wav);
      } finally {
        await browser.close();
      }
    });

    test('a page put aside does not hold up the next, and speaks when it is taken up', async ({
      app,
    }) => {
      // Its driver waits for a load, which a page that is taken up again does not have.
      test.skip(kind === firefox, 'Firefox cannot be led back.');
      // Some visits that are left in a hurry still hang there (one in sixty on one day, one in ten on another): the
      // thread of a worker that is ended may be stopped with its page before it undoes what it had begun.
      test.skip(process.env['SOTTO_LONG'] === undefined, 'Not certain yet: with SOTTO_LONG only.');
      const browser = await kind.launch();
      try {
        await browser.goto(`${app.url}lab.html`);
        await until('the lab', () => isLabReady(browser));
        const { wav } = await say(browser);
        // What the app has begun when it is left differs from time to time.
        for (let visit = 0; visit < VISITS; visit++) {
          await browser.goto(app.url);
          await new Promise((left) => setTimeout(left, 100 * visit));
          await browser.goto(`${app.url}lab.html`);
          await until('the lab', () => isLabReady(browser));
          expect((await say(browser)).wav).toEqual(wav);
        }
        await browser.goto(app.url);
        await browser.back();
        await until('the lab', () => isLabReady(browser));
        expect((await say(browser)).wav).toEqual(wav);
      } finally {
        await browser.close();
      }
    });
  });
}
