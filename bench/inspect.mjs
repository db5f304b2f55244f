/**
 * `npm run bench -- --only inspect [--write]`: good speech in many manners, measured as the guard measures it;
 * the limits that follow from it; whether they would refuse good speech; and what they catch of sound that was
 * spoiled and of backends that compute wrong numbers. Writes bench/results/inspect.{json,md}, and with --write
 * src/audio/thresholds.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, say } from '../tools/lib.mjs';
import { withPage, withProfile } from './app.mjs';
import { inspectMarkdown } from './inspect-report.mjs';
import { deriveLimits, RULES } from './limits.mjs';
import { PASSAGES } from './passages.mjs';
import { product, seeded } from './product.mjs';
import { ONLY_COMPARED, SPOILED } from './spoil.mjs';
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

/** One chunk of so many is spoiled, in every way. */
const SPOILED_EVERY = 8;

/** @param {{ url: string, quick: boolean, out: string, write: boolean }} options */
export async function measureInspection({ url, quick, out, write }) {
  const audio = {
    ...(await product('src/audio/inspect.ts')),
    ...(await product('src/audio/compare.ts')),
  };
  const { GENERAL_LIMITS } = await product('src/audio/thresholds.ts');
  const { voices } = await (await fetch(`${url}voices/catalogue.json`)).json();
  const manners = quick ? MANNERS.slice(0, 2) : MANNERS;
  const [rows, planned] = await withLab(url, async (lab) => {
    const judged = [];
    for (const voice of voices) {
      const { id } = voice;
      say(`Speaking as ${id} ...`);
      const spoken = await speak(lab, voice, manners);
      say(`Judging ${spoken.length} chunks ...`);
      judged.push({ voice: id, ...judge(spoken, audio, GENERAL_LIMITS) });
    }
    return [judged, await lab('plan', { text: PASSAGES.en, language: 'en' })];
  });
  say('Computing wrong numbers ...');
  const limits = Object.fromEntries(rows.map(({ voice, limits }) => [voice, limits]));
  const wrong = await measureWrongNumbers(
    planned.filter((_, i) => !quick || i % 8 === 0),
    limits[voices[0].id],
  );
  const results = { date: new Date().toISOString(), rules: RULES, voices: rows, wrong };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'inspect.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(out, 'inspect.md'), inspectMarkdown(results));
  console.log(inspectMarkdown(results));
  if (write) writeLimits({ general: GENERAL_LIMITS, voices: limits });
  return rows.map(({ voice, chunks, falseAlarms, cost }) => ({ voice, chunks, falseAlarms, cost }));
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

function judge(spoken, audio, general) {
  const measured = spoken.map((chunk) => ({
    chunk,
    statistics: audio.measureChunk(chunk, chunk.expected).statistics,
  }));
  const limits = limitsFrom(measured, general);
  const refusedBy = (some, of) =>
    some.filter(({ chunk }) => audio.inspectChunk(chunk, chunk.expected, of) !== null).length;
  // Limits from one half of the clauses, tried on the other half: what to expect of speech not measured.
  const [even, odd] = [0, 1].map((half) => measured.filter((_, i) => i % 2 === half));
  const halves = [
    [even, odd],
    [odd, even],
  ].map(([from, on]) => refusedBy(on, limitsFrom(from, general)));
  const tried = spoken.filter(isPlain).filter((_, i) => i % SPOILED_EVERY === 0);
  const sum = (of) => spoken.reduce((total, chunk) => total + of(chunk), 0);
  return {
    chunks: spoken.length,
    audioSeconds: sum(({ pcm, sampleRate }) => pcm.length / sampleRate),
    falseAlarms: {
      shipped: spoken.filter(({ refusal }) => refusal !== null).length,
      derived: refusedBy(measured, limits),
      general: refusedBy(measured, general),
      heldOut: halves[0] + halves[1],
    },
    cost: {
      inspectMs: sum(({ inspectMs }) => inspectMs),
      computeMs: sum(({ computeMs }) => computeMs),
    },
    quantiles: quantiles(measured.filter(({ chunk }) => isPlain(chunk))),
    limits,
    caught: {
      spoiled: caught(SPOILED, tried, audio, limits, general),
      comparedOnly: caught(ONLY_COMPARED, tried, audio, limits, general),
    },
  };
}

/** Markup changes levels and spectra, which the guard allows for: it is only tried on such chunks. */
function isPlain({ expected }) {
  return expected.gain === 1 && expected.pitchSemitones === 0;
}

function limitsFrom(measured, general) {
  const plain = measured.filter(({ chunk }) => isPlain(chunk));
  return deriveLimits(
    plain.map(({ statistics }) => statistics),
    general,
  );
}

/** Besides what the guard judges: the largest step between neighbours, and the length against the prediction. */
function quantiles(measured) {
  const columns = {
    ...Object.fromEntries(
      Object.keys(RULES).map((key) => [key, measured.map(({ statistics }) => statistics[key])]),
    ),
    largestStep: measured.map(({ chunk }) => largestStep(chunk.pcm)),
    lengthShare: measured.map(
      ({ chunk }) => chunk.pcm.length / (chunk.expected.maxSamples ?? Infinity),
    ),
  };
  return Object.fromEntries(
    Object.entries(columns).map(([key, values]) => {
      const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
      const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
      return [
        key,
        { least: at(0), q001: at(0.001), median: at(0.5), q999: at(0.999), most: at(1) },
      ];
    }),
  );
}

function largestStep(pcm) {
  let largest = 0;
  for (let i = 1; i < pcm.length; i++) largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 1]));
  return largest;
}

/** Shares of the spoiled chunks that the guard refuses, by kind; and that a comparison with the good one refuses. */
function caught(kinds, spoken, { inspectChunk, compareSpeech }, limits, general) {
  return Object.entries(kinds).map(([kind, spoil]) => {
    const random = seeded(7);
    const counts = { kind, chunks: 0, voice: 0, general: 0, compared: 0 };
    for (const chunk of spoken) {
      const bad = spoil(chunk, random);
      if (bad === null) continue;
      counts.chunks++;
      if (inspectChunk(bad, chunk.expected, limits) !== null) counts.voice++;
      if (inspectChunk(bad, chunk.expected, general) !== null) counts.general++;
      if (compareSpeech(bad, chunk).kind === 'differs') counts.compared++;
    }
    return counts;
  });
}

function writeLimits(limits) {
  const path = join(repositoryRoot, 'src/audio/thresholds.json');
  writeFileSync(path, `${JSON.stringify(limits, null, 2)}\n`);
  say(`Wrote ${path}.`);
}
