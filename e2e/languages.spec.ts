/** Languages beyond the first three: fetched when they are first used, kept, and there without a network. */
import { Buffer } from 'node:buffer';
import type { Page } from '@playwright/test';
import { LANGUAGE_CACHE } from '../workers/espeak/language-cache';
import { expect, test } from './built-app';
import { isFinite, rms } from './samples';

const TEXTS: Readonly<Record<string, string>> = {
  fr: 'Bonjour, comment allez-vous ? Il a 21 ans.',
  ru: 'Привет, мир! Как дела?',
  ar: 'مرحبا بالعالم، كيف حالك؟',
  hi: 'नमस्ते दुनिया, आप कैसे हैं? ठीक है।',
  zh: '你好，世界！今天天气怎么样？',
  th: 'สวัสดีชาวโลก วันนี้อากาศดีมาก',
};

async function openLab(page: Page, url: string): Promise<void> {
  await page.goto(new URL('lab.html', url).href);
  await page.waitForFunction(() => window.sottoLab !== undefined);
}

async function speak(page: Page, language: string, text: string) {
  const report = await page.evaluate((asked) => window.sottoLab?.formant(asked), {
    language,
    text,
  });
  if (report === undefined) throw new Error('The lab is not there.');
  return report.clauses.map((clause) => {
    const bytes = Buffer.from(clause.pcm, 'base64');
    const samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    return { ...clause, samples };
  });
}

const keptLanguages = (page: Page) =>
  page.evaluate(async (name) => {
    const cache = await caches.open(name);
    const names = (await cache.keys()).map(({ url }) => /lang-([a-z]+)-/u.exec(url)?.[1] ?? url);
    return names.sort();
  }, LANGUAGE_CACHE);

test('a first visit fetches no language, and each is fetched when it is first used', async ({
  page,
  app,
}) => {
  const fetched: string[] = [];
  page.context().on('request', (request) => {
    const name = /lang-([a-z]+)-[^/]*\.data$/u.exec(request.url())?.[1];
    if (name !== undefined) fetched.push(name);
  });
  await page.goto(app.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 45_000,
  });
  await openLab(page, app.url);
  await speak(page, 'en', 'Nothing else is needed.');
  expect(fetched).toEqual([]);
  expect(await keptLanguages(page)).toEqual([]);
  await speak(page, 'fr', TEXTS['fr'] ?? '');
  expect(new Set(fetched)).toEqual(new Set(['fr']));
  expect(await keptLanguages(page)).toEqual(['fr']);
});

test('speaks what was used once without a network, each word in its place', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 45_000,
  });
  await openLab(page, app.url);
  for (const language of Object.keys(TEXTS)) await speak(page, language, '1');
  await app.stop();
  await openLab(page, app.url);
  for (const [language, text] of Object.entries(TEXTS)) {
    const clauses = await speak(page, language, text);
    const seen: string[] = [];
    for (const { samples, sampleRate, words, utterance } of clauses) {
      expect(isFinite(samples)).toBe(true);
      expect(utterance.isPlain, language).toBeUndefined();
      expect(utterance.phonemes.length, language).toBeGreaterThan(utterance.words.length);
      expect(words.map(({ span }) => span)).toEqual(utterance.words.map(({ span }) => span));
      const [first, last] = [words[0]?.startSample ?? 0, words.at(-1)?.endSample ?? 0];
      expect(last - first, language).toBeGreaterThan(0.2 * sampleRate);
      expect(rms(samples, first, last), language).toBeGreaterThan(0.03);
      let at = 0;
      for (const { startSample, endSample, span } of words) {
        expect(startSample).toBeGreaterThanOrEqual(at);
        at = endSample;
        seen.push(text.slice(span.start, span.end));
      }
    }
    expect(seen.join('')).toBe(text.replace(/[^\p{L}\p{M}\p{N}-]/gu, ''));
  }
});

test('says so when a language cannot be fetched, and speaks it once it can', async ({
  page,
  app,
}) => {
  await openLab(page, app.url);
  await page.context().route(/lang-es-[^/]*\.data$/u, (route) => route.abort());
  await expect(speak(page, 'es', 'Hola, mundo.')).rejects.toThrow(
    'The pronunciation data could not be fetched.',
  );
  await page.context().unroute(/lang-es-[^/]*\.data$/u);
  expect(await speak(page, 'es', 'Hola, mundo.')).toHaveLength(1);
});

test('refuses a language that nobody can say', async ({ page, app }) => {
  await openLab(page, app.url);
  await expect(speak(page, 'tlh', 'nuqneH')).rejects.toThrow(
    'There is no pronunciation for the language “tlh”.',
  );
});

test('the menu offers the languages of the voices first', async ({ page, app }) => {
  await page.goto(app.url);
  const menu = page.getByLabel('Language of the text');
  const groups = menu.locator('optgroup');
  await expect(groups).toHaveCount(2);
  await expect(groups.first().locator('option')).toContainText(['English']);
  const others = await groups.last().locator('option').allTextContents();
  expect(others).toEqual(expect.arrayContaining(['French', 'Hindi', 'Norwegian Bokmål', 'Thai']));
  await menu.selectOption({ label: 'French' });
  await expect(menu).toHaveValue('fr');
  await page.reload();
  await expect(page.getByLabel('Language of the text')).toHaveValue('fr');
});
