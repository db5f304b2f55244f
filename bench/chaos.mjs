/**
 * `npm run chaos -- --runs 200 --seed 1 [--faults 5] [--only engine.die,vocode.nan] [--output live]
 * [--json file] [--dist folder]`: reads texts aloud in Chromium while parts of the app fail by a seeded
 * plan, and tells what the listener heard of it. Exits with 1 if a word was lost or heard twice, or a bad
 * sound was heard. `--restarts 100`: kills the engine so many times and watches the memory.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../tools/browser.mjs';
import { isMain, repositoryRoot, run as runCommand, say } from '../tools/lib.mjs';
import { serve } from '../tools/serve.mjs';
import { openChaosPage } from './chaos-page.mjs';
import { chaosReport, isClean, summaryOf } from './chaos-report.mjs';
import { measureRestarts } from './chaos-restarts.mjs';
import { textOf } from './text.mjs';

/** A minute or so of speech each: its good rendition is made once a page. */
const TEXT_CHARACTERS = [700, 1000, 1300];
/** So that a page whose memory grew does not colour the runs after it. */
const RUNS_PER_PAGE = 25;

/** @param {readonly string[]} args */
function parseChaosArguments(args) {
  const text = { type: /** @type {const} */ ('string') };
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { ...text, default: '20' },
      seed: { ...text, default: '1' },
      faults: { ...text, default: '5' },
      output: { ...text, default: 'hurried' },
      limit: { ...text, default: '240' },
      only: text,
      json: text,
      dist: text,
      restarts: text,
    },
  });
  if (!['hurried', 'live'].includes(values.output)) throw new Error('--output: hurried or live.');
  const count = (name) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number.`);
    return value;
  };
  return {
    runs: count('runs'),
    seed: count('seed'),
    faults: count('faults'),
    limitSeconds: count('limit'),
    restarts: values.restarts === undefined ? null : count('restarts'),
    output: values.output,
    only: values.only?.split(','),
    json: values.json,
    dist: values.dist,
  };
}

/** The chaos build, made anew: it takes ten seconds. Returns its folder. */
export async function buildChaos() {
  const dist = join(repositoryRoot, 'dist-chaos');
  say('Building the chaos page ...');
  const args = ['vite', 'build', '--config', 'vite.chaos.config.ts', '--logLevel', 'error'];
  if ((await runCommand('npx', args)) !== 0) throw new Error('Building the chaos page failed.');
  return dist;
}

/** Its text and its plan follow from the seed alone: a run of a series can be had again by itself. */
function requestOf({ faults, only, output, limitSeconds }, seed) {
  const characters = TEXT_CHARACTERS[seed % TEXT_CHARACTERS.length];
  return { text: textOf(characters), seed, faults, ...(only && { only }), output, limitSeconds };
}

async function runSeries(browser, url, options) {
  const reports = [];
  let page = null;
  for (let i = 0; i < options.runs; i++) {
    if (i % RUNS_PER_PAGE === 0 || page === null) {
      await page?.close();
      page = await openChaosPage(browser, url);
    }
    const request = requestOf(options, options.seed + i);
    try {
      const report = await page.evaluate((asked) => window.sottoChaos.run(asked), request);
      reports.push({ ...report, failure: null });
      console.log(summaryOf(report));
    } catch (error) {
      // The run itself could not be made: reported, and a fresh page for the next.
      console.log(`seed ${request.seed}: ${error.message}`);
      reports.push({ seed: request.seed, failure: error.message });
      await page.close().catch(() => undefined);
      page = null;
    }
  }
  return reports;
}

async function main(options) {
  const dist = options.dist ?? (await buildChaos());
  if (!existsSync(join(dist, 'chaos.html'))) throw new Error(`There is no chaos page in ${dist}.`);
  const served = await serve({ port: 0, dist });
  const browser = await launchChromium();
  try {
    if (options.restarts !== null) {
      console.log(await measureRestarts(browser, served.url, options.restarts));
      return true;
    }
    const reports = await runSeries(browser, served.url, options);
    if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(reports, null, 2));
    console.log(chaosReport(reports));
    return reports.every(isClean);
  } finally {
    await browser.close();
    await served.close();
  }
}

if (isMain(import.meta.url)) {
  process.exitCode = (await main(parseChaosArguments(process.argv.slice(2)))) ? 0 : 1;
}
