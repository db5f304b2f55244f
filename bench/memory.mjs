/** Memory while a very long text is read: the renderer's own share, page, workers, WASM heaps and all. */
import { readFileSync } from 'node:fs';
import { playUntilSound, withPage, withProfile, write } from './app.mjs';
import { textOf } from './text.mjs';

const CHARACTERS = 1_000_000;

/** @param {{ url: string, minutes: number }} options */
export async function measureMemory({ url, minutes }) {
  return withProfile((profile) =>
    withPage(profile, url, async (page) => {
      const emptyMb = await rendererMb(page);
      await write(page, textOf(CHARACTERS));
      const { sincePressMs } = await playUntilSound(page);
      const samplesMb = [];
      const rounds = Math.max(2, Math.round(minutes * 6));
      for (let round = 0; round < rounds; round++) {
        await page.waitForTimeout(10_000);
        samplesMb.push(await rendererMb(page));
      }
      const heapBytes = await page.evaluate(
        async () => (await performance.measureUserAgentSpecificMemory()).bytes,
      );
      return {
        characters: CHARACTERS,
        afterPressMs: sincePressMs,
        emptyMb,
        firstMb: samplesMb[0],
        lastMb: samplesMb.at(-1),
        peakMb: Math.max(...samplesMb),
        heapMb: heapBytes / 2 ** 20,
      };
    }),
  );
}

/** Proportional set size of the page's process: what it costs the machine. Linux only. */
async function rendererMb(page) {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const client = session ?? (await page.context().newCDPSession(page));
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    });
  return Math.max(...sizes);
}
