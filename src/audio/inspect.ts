/** Is this sound fit to be heard? Asked of every chunk before it is queued; one pass over its samples. */
import { SottoError } from '../base/errors';
import type { PcmChunk } from '../contracts/speech';
import { framesOf } from './frames';
import { SHORTEST_JUDGED_SECONDS, statisticsOf, wordRms, wordSeconds } from './statistics';
import { GENERAL_LIMITS, type InspectionLimits } from './thresholds';

export type Defect =
  | 'notFinite'
  | 'tooLoud'
  | 'empty'
  | 'tooShort'
  | 'tooLong'
  | 'silentWord'
  | 'clipped'
  | 'offset'
  /** Too much energy above 6 kHz. */
  | 'hiss'
  /** It does not come and go as speech does, or repeats itself. */
  | 'steady';

export interface Expectation {
  /** Most samples the predicted durations allow; null when nothing is known. */
  readonly maxSamples: number | null;
  /** What markup had the sound multiplied with; 1 if absent. */
  readonly gain?: number;
  /** How far the whole spectrum was moved; 0 if absent. */
  readonly pitchSemitones?: number;
}

/** Hiss is looked for above this. */
export const HISS_HZ = 6000;
const CLIP_LEVEL = 1;
/** A silent word of this length is a fault even if it is the only one. */
const LONG_WORD_SECONDS = 0.15;
/** Share of the shorter words that may be silent: one of a few is a stop consonant, most are a fault. */
const MAX_SILENT_SHARE = 0.5;

/** Null when the chunk is sound; otherwise an error of kind `audio` that names the defect. */
export function inspectChunk(
  chunk: PcmChunk,
  expected: Expectation,
  limits: InspectionLimits = GENERAL_LIMITS,
): SottoError | null {
  const defect = lengthDefect(chunk, expected) ?? soundDefect(chunk, expected, limits);
  return defect === null ? null : unsound(defect);
}

/** The frames and statistics a chunk is judged by. */
export function measureChunk({ pcm, sampleRate, words }: PcmChunk, expected: Expectation) {
  const { gain = 1, pitchSemitones = 0 } = expected;
  const cutoffHz = HISS_HZ * 2 ** (pitchSemitones / 12);
  const frames = framesOf(pcm, { sampleRate, cutoffHz, clipLevel: CLIP_LEVEL * Math.max(1, gain) });
  const level = Math.min(1, gain);
  return { frames, statistics: statisticsOf(frames, pcm.length, words, { sampleRate, level }) };
}

function lengthDefect({ pcm, words }: PcmChunk, { maxSamples }: Expectation): Defect | null {
  const spoken = words.filter(({ startSample, endSample }) => endSample > startSample);
  if (pcm.length === 0) return spoken.length > 0 ? 'empty' : null;
  if (maxSamples !== null && pcm.length > maxSamples) return 'tooLong';
  return (spoken.at(-1)?.endSample ?? 0) > pcm.length ? 'tooShort' : null;
}

function soundDefect(
  chunk: PcmChunk,
  expected: Expectation,
  limits: InspectionLimits,
): Defect | null {
  const { frames, statistics } = measureChunk(chunk, expected);
  // A sum that took in a NaN or an infinity is not finite: samples need no test of their own.
  if (!Number.isFinite(frames.sum) || !Number.isFinite(frames.energy)) return 'notFinite';
  const gain = expected.gain ?? 1;
  const louder = Math.max(1, gain);
  if (statistics.peak > limits.peak * louder) return 'tooLoud';
  if (statistics.clippedShare > limits.clippedShare) return 'clipped';
  if (statistics.offset > limits.offset * louder) return 'offset';
  if (statistics.rms > limits.rms * louder) return 'tooLoud';
  if (statistics.deadSeconds > limits.deadSeconds) return 'silentWord';
  const softest = limits.quietestWordRms * Math.min(1, gain);
  if (hasSilentWords(chunk, frames.energies, softest)) return 'silentWord';
  // Without words, or where markup silenced them, nothing ought to sound like speech.
  if (chunk.words.length === 0 || frames.energy === 0) return null;
  return speechDefect(statistics, limits);
}

type Statistics = ReturnType<typeof measureChunk>['statistics'];

function speechDefect(statistics: Statistics, limits: InspectionLimits): Defect | null {
  const { highShare, clearHighShare, highFloor, repeats, variation } = statistics;
  if (highShare > limits.highShare) return 'hiss';
  if (clearHighShare > limits.clearHighShare) return 'hiss';
  if (highFloor > limits.highFloor) return 'hiss';
  if (repeats > limits.repeats) return 'steady';
  return variation < limits.variation ? 'steady' : null;
}

function hasSilentWords(
  { words, sampleRate }: PcmChunk,
  energies: Float64Array,
  softest: number,
): boolean {
  let judged = 0;
  let silent = 0;
  for (const word of words) {
    const seconds = wordSeconds(word, sampleRate);
    if (seconds < SHORTEST_JUDGED_SECONDS) continue;
    judged++;
    if (wordRms(energies, word) >= softest) continue;
    if (seconds >= LONG_WORD_SECONDS) return true;
    silent++;
  }
  return silent > judged * MAX_SILENT_SHARE;
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
