/** Who comes for the first time is read to by a voice of their language. */
import { expect, test } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import { captureOutput, heard } from './capture.mjs';
import { audibleRange, isFinite, rms } from './samples';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }), bypassCSP: true });

const GREETINGS = [
  { locale: 'en-GB', voice: 'Kathleen', example: /^The River Bank/ },
  { locale: 'de-AT', voice: 'Kerstin', example: /^Der Froschkönig/ },
  { locale: 'nl-NL', voice: 'Nathalie', example: /^Max Havelaar/ },
  { locale: 'nl-BE', voice: 'Flemish', example: /^Max Havelaar/ },
  { locale: 'fr-FR', voice: 'Kathleen', example: /^The River Bank/ },
];

for (const { locale, voice, example } of GREETINGS) {
  test(`${voice} speaks to a listener of ${locale}`, async ({ browser }) => {
    const page = await browser.newPage({ locale, bypassCSP: true });
    await captureOutput(page);
    await page.goto(test.info().project.use.baseURL ?? '');
    await expect(page.getByRole('button', { name: `Voice: ${voice}` })).toBeVisible();
    await page.getByRole('button', { name: 'Try an example' }).click();
    await expect(page.getByLabel('Text to read aloud')).toHaveValue(example);
    await page.getByRole('button', { name: 'Play', exact: true }).first().click();
    await page.waitForFunction(
      () =>
        (window as unknown as { heard: { firstSoundAtMs: number | null } }).heard.firstSoundAtMs !==
        null,
    );
    await page.waitForTimeout(1500);
    const { samples } = await heard(page);
    expect(isFinite(samples)).toBe(true);
    const range = audibleRange(samples);
    expect(rms(samples, range?.start, range?.end)).toBeGreaterThan(0.01);
    await page.close();
  });
}

test('a voice that was chosen is kept, whatever the browser speaks', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(test.info().project.use.baseURL ?? '');
  await page.getByRole('button', { name: 'Voice: Kerstin' }).click();
  const sheet = page.getByRole('dialog', { name: 'Voices' });
  // All three share their files: the second is here as soon as the first is.
  const card = sheet.getByRole('article', { name: 'Nathalie' });
  await expect(card).toContainText('Dutch, also English and German; female');
  await expect(card).toContainText('13.0 MB, one download for 3 voices');
  await card.getByRole('button', { name: 'Use this voice' }).click();
  await expect(page.getByRole('button', { name: 'Voice: Nathalie' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Voice: Nathalie' })).toBeVisible();
  await context.close();
});
