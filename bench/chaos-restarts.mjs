/** Memory over many restarts of the engine: does each give back what it took? */
import { readFileSync } from 'node:fs';
import { openChaosPage } from './chaos-page.mjs';

const ROUNDS = 10;

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {number} restarts
 */
export async function measureRestarts(browser, url, restarts) {
  const page = await openChaosPage(browser, url);
  const lines = [];
  const each = Math.max(1, Math.round(restarts / ROUNDS));
  for (let done = 0; done < restarts; done += each) {
    const tookMs = await page.evaluate((times) => window.sottoChaos.restart(times), each);
    const slowest = Math.round(Math.max(...tookMs));
    const memoryMb = await rendererMb(browser);
    lines.push(`${done + each} restarts: ${memoryMb.toFixed(0)} MB, slowest ${slowest} ms`);
    console.log(lines.at(-1));
  }
  await page.close();
  return lines.at(-1);
}

/**
 * Proportional set size of the largest renderer. Linux only.
 *
 * @param {import('@playwright/test').Browser} browser
 */
export async function rendererMb(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    });
  return Math.max(...sizes);
}
