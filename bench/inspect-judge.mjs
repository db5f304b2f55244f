/** What the guard makes of good speech, of limits that follow from it, and of the same speech spoiled. */
import { deriveLimits, RULES } from './limits.mjs';
import { seeded } from './product.mjs';
import { ONLY_COMPARED, SPOILED } from './spoil.mjs';

/** One chunk of so many is spoiled, in every way. */
const SPOILED_EVERY = 8;

/**
 * @param {readonly object[]} spoken What the lab page gave, with samples.
 * @param {object} audio The product's `inspect` and `compare`.
 * @param {import('../src/audio/thresholds').InspectionLimits} general
 */
export function judge(spoken, audio, general) {
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
