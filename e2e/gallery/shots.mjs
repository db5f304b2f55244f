// Screenshots of every state at three widths, light and dark:
// node e2e/gallery/shots.mjs [folder] [state,state] [width,width] [light,dark]
import { mkdir } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';

const PORT = Number(process.env.PORT ?? 4241);
const ALL = [
  'profiles profiles-none profiles-deleted profiles-missing profile-able profile-plain profile-missing',
  'empty typing loading-download loading-engine playing paused degraded failed offline ended',
  'formant health-healthy health-degraded health-unhealthy health-empty health-log',
  'storage storage-empty storage-failed storage-delete storage-packing storage-refused',
  'stories-empty stories-rendering stories-failed stories-paused stories-full stories-ready stories-refused',
  'export export-running export-writing export-saved export-failed export-waiting',
  'lexicon voices voices-found voices-none voices-wishes voices-refused adjust shortcuts status update markup-error long rtl',
  'document document-table contents contents-empty recent opening',
]
  .join(' ')
  .split(' ');
const HEIGHTS = { 320: 640, 390: 844, 820: 1180, 1440: 900 };

const [
  folder = '.cache/shots',
  states = ALL.join(),
  widths = '390,820,1440',
  schemes = 'light,dark',
] = process.argv.slice(2);

/** A sheet that scrolls, as long as it is. */
async function wholeSheet(page, path) {
  const { width, height } = page.viewportSize();
  const length = await page.evaluate(() => document.querySelector('dialog')?.scrollHeight ?? 0);
  await page.setViewportSize({ width, height: Math.max(height, length) });
  await page.waitForTimeout(150);
  await page.screenshot({ path });
  await page.setViewportSize({ width, height });
}

const server = await createServer({
  configFile: new URL('./vite.config.ts', import.meta.url).pathname,
  server: { port: PORT },
  logLevel: 'error',
});
await server.listen();
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
});
for (const width of widths.split(',').map(Number)) {
  for (const colorScheme of schemes.split(',')) {
    const context = await browser.newContext({
      viewport: { width, height: HEIGHTS[width] ?? 800 },
      colorScheme,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`page error: ${error.stack}`));
    for (const state of states.split(',')) {
      await page.goto(`http://localhost:${PORT}/?state=${state}`);
      await page.locator('html[data-ready]').waitFor();
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${folder}/${state}-${width}-${colorScheme}.png` });
      if (state.startsWith('health') || state.startsWith('profile') || state.startsWith('storage'))
        await wholeSheet(page, `${folder}/${state}-${width}-${colorScheme}-whole.png`);
    }
    await context.close();
  }
}
await browser.close();
await server.close();
