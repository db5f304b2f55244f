/**
 * `npm run bench [-- --quick] [-- --minutes N] [-- --only first-sound,stages,ladder,memory,inspect,endurance,store]
 * [-- --write]`: measures the built app in Chromium and writes bench/results/latest.{json,md}.
 * `--write` also takes over the guard's limits that `inspect` derives. SOTTO_DIST names an app that is
 * built already.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumVersion } from '../tools/browser.mjs';
import { repositoryRoot, say } from '../tools/lib.mjs';
import { build, install, packAssets, requireNode } from '../tools/prepare.mjs';
import { serve } from '../tools/serve.mjs';
import { measureEndurance } from './endurance.mjs';
import { measureFirstSound } from './first-sound.mjs';
import { measureInspection } from './inspect.mjs';
import { measureLadder } from './ladder.mjs';
import { measureMemory } from './memory.mjs';
import { markdown } from './report.mjs';
import { measureStages } from './stages.mjs';
import { measureStore } from './store.mjs';

const SECTIONS = {
  'first-sound': measureFirstSound,
  stages: measureStages,
  ladder: measureLadder,
  memory: measureMemory,
  inspect: measureInspection,
  endurance: measureEndurance,
  store: measureStore,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    voices: { type: 'string' },
    out: { type: 'string', default: join(repositoryRoot, 'bench/results') },
  },
});
const minutes = Number(values.minutes ?? (values.quick ? 0.5 : 10));
const voices = values.voices?.split(',') ?? null;
const wanted = values.only?.split(',') ?? Object.keys(SECTIONS);

const dist = process.env['SOTTO_DIST'];
requireNode();
await install();
await packAssets();
if (dist === undefined) await build();
const served = await serve({ port: 0, ...(dist === undefined ? {} : { dist }) });
/** Sections that are not measured this time keep their last figures. */
const latest = join(values.out, 'latest.json');
const results = {
  ...(existsSync(latest) ? JSON.parse(readFileSync(latest, 'utf8')) : {}),
  date: new Date().toISOString(),
  browser: chromiumVersion(),
  processor: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
};
try {
  for (const name of wanted) {
    const measure = SECTIONS[name];
    if (measure === undefined) throw new Error(`There is no section "${name}".`);
    say(`Measuring ${name} ...`);
    const { quick, write, out } = values;
    results[name] = await measure({ url: served.url, quick, minutes, write, out, voices });
  }
} finally {
  await served.close();
}
mkdirSync(values.out, { recursive: true });
writeFileSync(latest, `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(join(values.out, 'latest.md'), markdown(results));
console.log(markdown(results));
