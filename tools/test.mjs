/** `npm test`: installs what it needs, checks, builds, runs all tests; the last line counts them. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, repositoryRoot, run, say } from './lib.mjs';
import { StepError, build, install, packAssets, requireNode } from './prepare.mjs';
import {
  ONE_FAILED,
  ONE_PASSED,
  lastLine,
  sum,
  tallyPlaywright,
  tallyVitest,
  withStatus,
} from './tally.mjs';

const REPORTS = join(repositoryRoot, '.cache/reports');
const CHECK_TIMEOUT_MS = 6 * 60_000;
const UNIT_TIMEOUT_MS = 12 * 60_000;
/** Above Playwright's own limit (playwright.config.ts), which reports what was left. */
const END_TO_END_TIMEOUT_MS = 46 * 60_000;
/** A step of preparation: counted like a test, and whether what follows can run at all. */
async function prepare(name, work) {
  try {
    await work();
    return { name, tally: ONE_PASSED };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    say(error.message);
    return { name, tally: ONE_FAILED };
  }
}

async function check(name) {
  say(`Checking ${name} ...`);
  const status = await run('npm', ['run', '--silent', name], { timeoutMs: CHECK_TIMEOUT_MS });
  return { name, tally: status === 0 ? ONE_PASSED : ONE_FAILED };
}

async function unitTests() {
  say('Unit tests ...');
  const file = join(REPORTS, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const status = await run('npx', ['vitest', 'run', ...reporters], { timeoutMs: UNIT_TIMEOUT_MS });
  return { name: 'unit tests', tally: withStatus(readReport(file, tallyVitest), status) };
}

/** Those that bear neighbours two at a time, then the others one by one; playwright.config.ts tells them apart. */
async function endToEndTests() {
  return [
    await playwright('end-to-end tests, two at a time', 'together'),
    await playwright('end-to-end tests, one by one', 'alone'),
  ];
}

async function playwright(name, pass) {
  say(`${name} ...`);
  const file = join(REPORTS, `end-to-end-${pass}.json`);
  const status = await run('npx', ['playwright', 'test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, SOTTO_E2E_PASS: pass },
    timeoutMs: END_TO_END_TIMEOUT_MS,
  });
  return { name, tally: withStatus(readReport(file, tallyPlaywright), status) };
}

function readReport(file, tally) {
  try {
    return tally(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** As many as the smallest machine has cores; results in the order of the steps. */
async function twoAtATime(steps) {
  const results = new Array(steps.length);
  const waiting = [...steps.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, step] = next;
      results[index] = await step();
    }
  };
  await Promise.all([work(), work()]);
  return results;
}

/** Every stage even when an earlier one failed, as long as it can tell something. */
async function stages() {
  const installed = await prepare('install', install);
  if (installed.tally.failed > 0) return [installed];
  const results = [installed, await prepare('assets', packAssets)];
  const { ensurePackages } = await import('./packages.mjs');
  // The longest first. Packages are waited for, not worked for.
  const [checked] = await Promise.all([
    twoAtATime([
      () => check('types'),
      () => check('lint'),
      () => prepare('build', build),
      () => check('format:check'),
    ]),
    ensurePackages(),
  ]);
  // Some measure time: nothing beside them.
  results.push(...checked, await unitTests());
  const isBuilt = checked.every(({ name, tally }) => name !== 'build' || tally.failed === 0);
  if (isBuilt) results.push(...(await endToEndTests()));
  return results;
}

async function test() {
  requireNode();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const results = await stages();
  console.log('');
  for (const { name, tally } of results) say(`${name}: ${lastLine(tally)}`);
  return sum(results.map(({ tally }) => tally));
}

if (isMain(import.meta.url)) {
  const tally = await test().catch((error) => {
    say(error instanceof StepError ? error.message : (error?.stack ?? String(error)));
    return ONE_FAILED;
  });
  process.exitCode = tally.failed === 0 ? 0 : 1;
  console.log(lastLine(tally));
}
