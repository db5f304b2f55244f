/** Is this sound fit to be heard? Asked of every chunk before it is queued; one pass over its samples. */
import { SottoError } from '../base/errors';
import type { PcmChunk } from '../contracts/speech';

export type Defect =
  'notFinite' | 'tooLoud' | 'empty' | 'tooShort' | 'tooLong' | 'silentWord' | 'clipped' | 'offset';

export interface Expectation {
  /** Most samples the predicted durations allow; null when nothing is known. */
  readonly maxSamples: number | null;
}

const MAX_PEAK = 2;
const CLIP_LEVEL = 1;
const MAX_CLIPPED_SHARE = 0.02;
const MAX_OFFSET = 0.1;
/** -66 dB: no voice says a word that softly. */
const SILENT_RMS = 5e-4;
/** Shorter words may be swallowed in fast speech. */
const SHORTEST_JUDGED_SECONDS = 0.06;
/** Share of the words that may be silent: one of a few is a stop consonant, most are a fault. */
const MAX_SILENT_SHARE = 0.5;

/** Null when the chunk is sound; otherwise an error of kind `audio` that names the defect. */
export function inspectChunk(chunk: PcmChunk, expected: Expectation): SottoError | null {
  const defect = lengthDefect(chunk, expected) ?? sampleDefect(chunk);
  return defect === null ? null : unsound(defect);
}

function lengthDefect({ pcm, words }: PcmChunk, { maxSamples }: Expectation): Defect | null {
  const spoken = words.filter(({ startSample, endSample }) => endSample > startSample);
  if (pcm.length === 0) return spoken.length > 0 ? 'empty' : null;
  if (maxSamples !== null && pcm.length > maxSamples) return 'tooLong';
  return (spoken.at(-1)?.endSample ?? 0) > pcm.length ? 'tooShort' : null;
}

function sampleDefect({ pcm, words, sampleRate }: PcmChunk): Defect | null {
  const shortest = SHORTEST_JUDGED_SECONDS * sampleRate;
  const whole = newTally();
  let judged = 0;
  let silent = 0;
  let at = 0;
  for (const { startSample, endSample } of words) {
    tally(pcm, at, startSample, whole);
    const before = whole.power;
    tally(pcm, startSample, endSample, whole);
    at = Math.max(at, endSample);
    const length = endSample - startSample;
    if (length < shortest) continue;
    judged++;
    if (whole.power - before < length * SILENT_RMS ** 2) silent++;
  }
  tally(pcm, at, pcm.length, whole);
  return (
    tallyDefect(whole, pcm.length) ?? (silent > judged * MAX_SILENT_SHARE ? 'silentWord' : null)
  );
}

interface Tally {
  sum: number;
  power: number;
  peak: number;
  clipped: number;
}

const newTally = (): Tally => ({ sum: 0, power: 0, peak: 0, clipped: 0 });

function tally(pcm: Float32Array, from: number, to: number, into: Tally): void {
  let { sum, power, peak, clipped } = into;
  for (let i = from; i < to; i++) {
    const sample = pcm[i] as number;
    const size = Math.abs(sample);
    sum += sample;
    power += sample * sample;
    if (size > peak) peak = size;
    if (size >= CLIP_LEVEL) clipped++;
  }
  into.sum = sum;
  into.power = power;
  into.peak = peak;
  into.clipped = clipped;
}

/** A sum that took in a NaN or an infinity is not finite: samples need no test of their own. */
function tallyDefect({ sum, power, peak, clipped }: Tally, samples: number): Defect | null {
  if (!Number.isFinite(sum) || !Number.isFinite(power)) return 'notFinite';
  if (peak > MAX_PEAK) return 'tooLoud';
  if (clipped > samples * MAX_CLIPPED_SHARE) return 'clipped';
  return Math.abs(sum) > samples * MAX_OFFSET ? 'offset' : null;
}

function unsound(defect: Defect): SottoError {
  return new SottoError(
    'The voice made a sound that is not fit to be heard.',
    { kind: 'audio', operation: 'inspect', defect },
    {
      operation: 'inspect',
      component: 'audio',
      suggestion: 'The passage is spoken again; if it goes on, change the backend in the settings.',
    },
  );
}
