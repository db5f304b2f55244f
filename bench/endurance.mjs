/** Minutes of speech in real time on a busy, throttled processor: does the sound ever run dry? */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { throttleProcessor } from '../tools/browser.mjs';
import { withPage, withProfile } from './app.mjs';
import { textOf } from './text.mjs';

const SLOWDOWN = 4;
const burner = fileURLToPath(new URL('./burner.mjs', import.meta.url));

/** @param {{ url: string, minutes: number }} options */
export async function measureEndurance({ url, minutes }) {
  const request = { text: textOf(200_000), backend: 'wasm', forSeconds: minutes * 60 };
  return withProfile((profile) =>
    withPage(profile, `${url}lab.html`, async (page) => {
      await page.waitForFunction(() => window.sottoLab !== undefined);
      await throttleProcessor(page, SLOWDOWN);
      // The throttle slows the main thread alone; busy processes take the workers' share.
      const burners = cpus().flatMap(() =>
        Array.from({ length: SLOWDOWN - 1 }, () => fork(burner, { stdio: 'ignore' })),
      );
      try {
        const { stats } = await page.evaluate((asked) => window.sottoLab.listen(asked), request);
        const { underruns, playedSeconds, rtf, engine } = stats;
        return {
          minutes,
          slowdown: SLOWDOWN,
          underruns,
          playedSeconds,
          rtf,
          threads: engine.threads,
        };
      } finally {
        for (const one of burners) one.kill();
      }
    }),
  );
}
