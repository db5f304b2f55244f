/**
 * Minutes of speech in real time while the whole browser has a quarter of the processor it needs to be as fast as
 * it can: does the sound ever run dry?
 */
import { loadavg } from 'node:os';
import { withPage, withProfile } from './app.mjs';
import { textOf } from './text.mjs';
import { throttleTree } from './throttle.mjs';

const SLOWDOWN = 4;
/** Of one processor. All threads of the browser share it, so the engine gets less than a quarter of its speed. */
const FIRST_SHARE = 1 / SLOWDOWN;
const CALIBRATION = { text: textOf(400), backend: 'wasm', repeats: 1 };
const MOST_ROUNDS = 6;
/** On a machine that is busy with other things the ratio says nothing; less than this is another question. */
const LEAST_SHARE = 1 / 8;
/** Digital silence as it is on the tape, after the player's ramps. */
const SILENT = 1e-4;

/** @param {{ url: string, minutes: number }} options */
export async function measureEndurance({ url, minutes }) {
  const request = { text: textOf(200_000), backend: 'wasm', forSeconds: minutes * 60 };
  return withProfile((profile) =>
    withPage(profile, `${url}lab.html`, async (page) => {
      await page.waitForFunction(() => window.sottoLab !== undefined);
      const throttle = throttleTree(await browserProcess(page));
      try {
        const calibrated = await calibrate(page, throttle);
        const longestPauseMs = await longestPause(page, textOf(2000));
        const { stats, wallSeconds } = await listen(page, request);
        const tape = await listenToTape(page);
        const { underruns, playedSeconds, rtf, engine } = stats;
        return {
          minutes,
          ...calibrated,
          slowdown: rtf / calibrated.unthrottledRtf,
          underruns,
          playedSeconds,
          wallSeconds,
          longestSilenceMs: tape.longestSilenceMs,
          longestPauseMs,
          rtf,
          threads: engine.threads,
        };
      } finally {
        throttle.release();
      }
    }),
  );
}

async function browserProcess(page) {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const client = session ?? (await page.context().newCDPSession(page));
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser').id;
}

/** Takes the browser's share down until its engine is at least four times slower than without a throttle. */
async function calibrate(page, throttle) {
  const rtf = async () => {
    const report = await page.evaluate((asked) => window.sottoLab.stages(asked), CALIBRATION);
    return report.stages.totalMs / 1000 / report.audioSeconds;
  };
  const [loadBefore] = loadavg();
  const unthrottledRtf = Math.min(await rtf(), await rtf());
  let share = FIRST_SHARE;
  let throttledRtf = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    throttle.set(share);
    throttledRtf = await rtf();
    if (throttledRtf >= SLOWDOWN * unthrottledRtf) break;
    if (share === LEAST_SHARE) break;
    share *= Math.max(0.6, (0.95 * throttledRtf) / (SLOWDOWN * unthrottledRtf));
    share = Math.max(LEAST_SHARE, share);
  }
  return { how: throttle.how, share, loadBefore, unthrottledRtf, throttledRtf };
}

async function longestPause(page, text) {
  const plan = await page.evaluate((asked) => window.sottoLab.plan(asked), { text });
  return plan.reduce(
    (longest, { pauseAfterMs }, i) =>
      Math.max(longest, pauseAfterMs + (plan[i + 1]?.pauseBeforeMs ?? 0)),
    0,
  );
}

async function listen(page, request) {
  await page.evaluate(() => (window.heard.blocks = []));
  const startedAt = performance.now();
  const { stats } = await page.evaluate((asked) => window.sottoLab.listen(asked), request);
  return { stats, wallSeconds: (performance.now() - startedAt) / 1000 };
}

/** In the page: ten minutes of sound are too much to carry over. Silence before and after the speech is none of it. */
async function listenToTape(page) {
  return page.evaluate((silent) => {
    const { blocks, sampleRate } = window.heard;
    let longest = 0;
    let run = 0;
    let hasSounded = false;
    for (const block of blocks) {
      for (const sample of block) {
        if (Math.abs(sample) < silent) {
          run++;
          continue;
        }
        if (hasSounded) longest = Math.max(longest, run);
        hasSounded = true;
        run = 0;
      }
    }
    return { longestSilenceMs: (1000 * longest) / sampleRate };
  }, SILENT);
}
