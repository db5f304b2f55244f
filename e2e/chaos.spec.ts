/** A short seeded plan of failures, and the proof that the product as shipped cannot fail on purpose. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, expect } from '@playwright/test';
import { build } from 'vite';
import { openChaosPage } from '../bench/chaos-page.mjs';
import { isClean, summaryOf } from '../bench/chaos-report.mjs';
import { rendererMb } from '../bench/chaos-restarts.mjs';
import type { ChaosReport } from '../src/chaos/contract';
import { FAULT_NAMES, type FaultName } from '../src/faults/names';
import type { PlannedFault } from '../src/faults/plan';
import { chromiumLaunch } from '../tools/browser.mjs';
import { repositoryRoot } from '../tools/lib.mjs';
import { serve, type Served } from '../tools/serve.mjs';

test.use({ launchOptions: chromiumLaunch({ autoplay: true }) });

const TEXT = `The mole had been working very hard all the morning, spring cleaning his little home.

First with brooms, then with dusters. Then on ladders, steps and chairs.

He had dust in his throat and eyes, and splashes of whitewash all over his black fur.

Spring was moving in the air above. It was small wonder that he flung down his brush. He ran out
of the house at once. He did not wait to put on his coat.`;

/** One of every kind of place at which the page can be struck, none of which takes long to be noticed. */
const STRUCK: readonly FaultName[] = [
  'text.throw',
  'vocode.nan',
  'vocode.wrong',
  'encode.wrong',
  'flow.wrong',
  'inspect.spoil',
  'queue.throw',
  'play.close',
  'engine.crash',
];

let dist: string;
let served: Served;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  dist = await mkdtemp(join(tmpdir(), 'sotto-chaos-'));
  const configFile = join(repositoryRoot, 'vite.chaos.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: dist, emptyOutDir: true } });
  served = await serve({ port: 0, dist });
});

test.afterAll(async () => {
  await served?.close();
  await rm(dist, { recursive: true, force: true });
});

test('says every word once, whatever fails in between', async ({ browser }) => {
  const plan = STRUCK.map((fault, utterance): PlannedFault => ({ fault, utterance, attempt: 1 }));
  const page = await openChaosPage(browser, served.url);
  const request = { text: TEXT, seed: 1, faults: 0, plan, limitSeconds: 50 };
  const report = await page.evaluate(
    (asked) => window.sottoChaos?.run({ ...asked, output: 'hurried' }),
    request,
  );
  expect(report).toBeDefined();
  const { struck, words, stops, isStuck } = report as ChaosReport;
  const told = summaryOf(report);
  expect(struck.map(({ fault }) => fault).sort(), told).toEqual([...STRUCK].sort());
  expect(words.lost, told).toEqual([]);
  expect(words.repeated, told).toEqual([]);
  expect(stops, told).toEqual([]);
  expect(isStuck, told).toBe(false);
  expect(words.spokenOnce, told).toBe(words.expected);
  expect(isClean(report), told).toBe(true);
  await page.close();
});

test('gives back what the engines took that crashed', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await openChaosPage(browser, served.url);
  const sizesMb: number[] = [];
  for (let round = 0; round < 4; round++) {
    await page.evaluate(() => window.sottoChaos?.restart(2));
    sizesMb.push(await rendererMb(browser));
  }
  // An engine that is not let go of takes about 100 MB more in every round. What is only waiting to
  // be collected comes and goes by as much, so the lowest of the later rounds is held to the earlier.
  const [earlier, later] = [sizesMb.slice(0, 2), sizesMb.slice(2)];
  expect(Math.min(...later) - Math.min(...earlier), sizesMb.join(', ')).toBeLessThan(60);
  await page.close();
});

test('nothing of it is in the product', async () => {
  const product = process.env['SOTTO_DIST'] ?? 'dist';
  const scripts = (await readdir(product, { recursive: true })).filter((name) =>
    /\.(m?js|html)$/.test(name),
  );
  expect(scripts.length).toBeGreaterThan(5);
  for (const script of scripts) {
    const code = await readFile(join(product, script), 'utf8');
    // As a word of its own: the product, too, may say `store.read(...)`.
    const names = FAULT_NAMES.flatMap((name) => ['"', "'", '`'].map((mark) => mark + name + mark));
    for (const trace of [...names, 'sottoChaos', 'chaos-engine']) {
      expect(code.includes(trace), `${trace} in ${script}`).toBe(false);
    }
  }
  // The same search finds it where it is.
  const chaos = (await readdir(join(dist, 'assets'))).find((name) => name.startsWith('chaos-'));
  const code = await readFile(join(dist, 'assets', chaos ?? ''), 'utf8');
  expect(code).toContain('sottoChaos');
  expect(code).toMatch(/["'`](play\.close|engine\.crash)["'`]/);
});
