// Screenshots of the embedded player in every state and size: node e2e/embed/shots.mjs [folder] [state,state]
import { mkdir } from 'node:fs/promises';
import { createServer } from 'vite';
import { launchChromium } from '../../tools/browser.mjs';

const PORT = Number(process.env.PORT ?? 4244);
const STATES =
  'empty,idle,problems,downloading,waking,playing,paused,blocked,degraded,failed,capacity,unreachable,ended';
const SIZES = [
  [320, 120],
  [320, 200],
  [600, 200],
  [800, 400],
];
const [folder = '.cache/embed-shots', states = STATES] = process.argv.slice(2);

const server = await createServer({
  configFile: new URL('./vite.config.ts', import.meta.url).pathname,
  server: { port: PORT },
  logLevel: 'error',
});
await server.listen();
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
for (const [width, height] of SIZES) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    page.on('pageerror', (error) => console.error(`page error: ${error.stack}`));
    for (const state of states.split(',')) {
      await page.goto(`http://localhost:${PORT}/?state=${state}`);
      await page.locator('html[data-ready]').waitFor();
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${folder}/${state}-${width}x${height}-${colorScheme}.png` });
    }
    await page.close();
  }
}
await browser.close();
await server.close();
