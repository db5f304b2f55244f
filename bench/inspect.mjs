/**
 * `npm run bench -- --only inspect [--voices ID,ID] [--write]`: good speech in many manners, measured as the guard measures it;
 * the limits that follow from it; whether they would refuse good speech; and what they catch of sound that was
 * spoiled and of backends that compute wrong numbers. Writes bench/results/inspect.{json,md}, and with --write
 * src/audio/thresholds.json. Of voices that are not asked for, what is known from before is kept.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, say } from '../tools/lib.mjs';
import { withPage, withProfile } from './app.mjs';
import { inspectMarkdown } from './inspect-report.mjs';
import { judge } from './inspect-judge.mjs';
import { RULES } from './limits.mjs';
import { PASSAGES } from './passages.mjs';
import { product } from './product.mjs';
import { measureWrongNumbers } from './wrong-backends.mjs';

/**
 * Steps (as a share of what the voice mostly takes), pace and temperature over their whole range; half of them as
 * a voice is mostly used.
 */
const MANNERS = [
  { steps: 1, temperature: 0.5, pace: 1, seed: 1 },
  { steps: 1, temperature: 0.5, pace: 1, seed: 2 },
  { steps: 1, temperature: 0.5, pace: 1.2, seed: 3 },
  { steps: 2, temperature: 0.5, pace: 1, seed: 4 },
  { steps: 1 / 4, temperature: 0.5, pace: 1, seed: 6 },
  { steps: 1, temperature: 0, pace: 1, seed: 7 },
  { steps: 1, temperature: 1, pace: 1, seed: 8 },
  { steps: 1, temperature: 1.5, pace: 1, seed: 9 },
  { steps: 1, temperature: 0.5, pace: 0.5, seed: 10 },
  { steps: 1, temperature: 0.5, pace: 2, seed: 11 },
  { steps: 1 / 2, temperature: 1, pace: 1.5, seed: 12 },
  { steps: 1 / 4, temperature: 1.5, pace: 2, seed: 13 },
];

/** @param {{ url: string, quick: boolean, out: string, write: boolean, voices: string[] | null }} options */
export async function measureInspection({ url, quick, out, write, voices: asked }) {
  const audio = {
    ...(await product('src/audio/inspect.ts')),
    ...(await product('src/audio/compare.ts')),
  };
  const { GENERAL_LIMITS } = await product('src/audio/thresholds.ts');
  const { voices } = await (await fetch(`${url}voices/catalogue.json`)).json();
  const before = asked === null ? null : readResults(out);
  const manners = quick ? MANNERS.slice(0, 2) : MANNERS;
  const [rows, planned] = await withLab(url, async (lab) => {
    const judged = [];
    for (const voice of voices) {
      const { id } = voice;
      if (asked !== null && !asked.includes(id)) {
        judged.push(...(before?.voices.filter(({ voice }) => voice === id) ?? []));
        continue;
      }
      say(`Speaking as ${id} ...`);
      const spoken = await speak(lab, voice, manners);
      say(`Judging ${spoken.length} chunks ...`);
      judged.push({ voice: id, ...judge(spoken, audio, GENERAL_LIMITS) });
    }
    return [judged, await lab('plan', { text: PASSAGES.en, language: 'en' })];
  });
  const limits = Object.fromEntries(rows.map(({ voice, limits }) => [voice, limits]));
  const wrong =
    before === null || asked?.includes(voices[0].id)
      ? await wrongNumbers(planned, quick, limits[voices[0].id])
      : before.wrong;
  const results = { date: new Date().toISOString(), rules: RULES, voices: rows, wrong };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'inspect.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(out, 'inspect.md'), inspectMarkdown(results));
  console.log(inspectMarkdown(results));
  if (write) writeLimits(GENERAL_LIMITS, limits, asked);
  return rows.map(({ voice, chunks, falseAlarms, cost }) => ({ voice, chunks, falseAlarms, cost }));
}

/** Of the first voice. */
function wrongNumbers(planned, quick, limits) {
  say('Computing wrong numbers ...');
  return measureWrongNumbers(
    planned.filter((_, i) => !quick || i % 8 === 0),
    limits,
  );
}

function readResults(out) {
  const path = join(out, 'inspect.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** Every clause of every passage in every manner, by the built app in Chromium. */
async function speak(lab, { id, defaults }, manners) {
  const spoken = [];
  for (const manner of manners) {
    const steps = Math.max(1, Math.round(manner.steps * defaults.steps));
    for (const [language, text] of Object.entries(PASSAGES)) {
      const request = { text, language, voice: id, backend: 'wasm', threads: 1, ...manner, steps };
      if (language === 'ssml') Object.assign(request, { language: 'en', format: 'ssml' });
      const made = await lab('chunks', request);
      spoken.push(...made.map((chunk) => ({ ...chunk, pcm: samples(chunk.pcm), manner })));
    }
  }
  return spoken.filter(({ pcm }) => pcm.length > 0);
}

/** Opens the lab page for as long as `use` runs. */
async function withLab(url, use) {
  return withProfile((profile) =>
    withPage(profile, `${url}lab.html`, async (page) => {
      await page.waitForFunction(() => window.sottoLab !== undefined);
      return use((errand, request) =>
        page.evaluate(([name, asked]) => window.sottoLab[name](asked), [errand, request]),
      );
    }),
  );
}

function samples(base64) {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}

function writeLimits(general, limits, asked) {
  const path = join(repositoryRoot, 'src/audio/thresholds.json');
  const kept = asked === null ? {} : JSON.parse(readFileSync(path, 'utf8')).voices;
  const measured = Object.entries(limits).filter(([id]) => asked === null || asked.includes(id));
  const voices = { ...kept, ...Object.fromEntries(measured) };
  writeFileSync(path, `${JSON.stringify({ general, voices }, null, 2)}\n`);
  say(`Wrote ${path}.`);
}
