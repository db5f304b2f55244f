/** What tells speech from a fault, as numbers. The guard judges them; `npm run bench -- --only inspect` derives its limits from them. */
import type { WordTiming } from '../contracts/speech';
import { FRAME_SAMPLES, type Frames } from './frames';

export interface SoundStatistics {
  readonly peak: number;
  /** Size of the mean. */
  readonly offset: number;
  readonly clippedShare: number;
  readonly rms: number;
  /** Share of energy above the cut-off. */
  readonly highShare: number;
  /** The same of the clearest tenth of the loud frames: even between its hisses the sound hisses so much. */
  readonly clearHighShare: number;
  /** Energy above the cut-off of the quietest frame, against the mean energy: steady noise. */
  readonly highFloor: number;
  /** Standard deviation of the frames' energies against their mean: speech comes and goes, noise does not. */
  readonly variation: number;
  /** Most neighbouring frames of the very same energy: a value or a frame that is given again and again. */
  readonly repeats: number;
  /** Longest stretch within a word without any sound. */
  readonly deadSeconds: number;
  /** Level of the quietest word of at least 60 ms; Infinity without one. */
  readonly quietestWordRms: number;
}

/** Shorter words may be swallowed in fast speech. */
export const SHORTEST_JUDGED_SECONDS = 0.06;
/** Frames this far below the mean do not sway a spectrum's verdict. */
const LOUD_SHARE = 0.1;
const CLEAREST_SHARE = 0.1;
/** -94 dB against full scale. */
const DEAD_RMS = 2e-5;
/** Quieter frames may well be equal. */
const REPEATING_RMS = 1e-3;
const EQUAL_SHARE = 1e-4;

/** @param level What the engine's own level was multiplied with. */
export function statisticsOf(
  frames: Frames,
  samples: number,
  words: readonly WordTiming[],
  { sampleRate, level }: { readonly sampleRate: number; readonly level: number },
): SoundStatistics {
  const { energies, highEnergies } = frames;
  const mean = total(energies) / Math.max(1, energies.length);
  const quietest = words
    .filter((word) => wordSeconds(word, sampleRate) >= SHORTEST_JUDGED_SECONDS)
    .reduce((least, word) => Math.min(least, wordRms(energies, word)), Infinity);
  return {
    peak: frames.peak,
    offset: Math.abs(frames.sum) / Math.max(1, samples),
    clippedShare: frames.clipped / Math.max(1, samples),
    rms: Math.sqrt(frames.energy / Math.max(1, samples)),
    highShare: share(total(highEnergies), total(energies)),
    clearHighShare: clearHighShare(frames, mean),
    highFloor: share(least(highEnergies), mean),
    variation: variation(energies, mean),
    repeats: longestRun(energies.length, (k) => repeatsLast(energies, k)),
    deadSeconds: (deadFrames(energies, words, level) * FRAME_SAMPLES) / sampleRate,
    quietestWordRms: quietest,
  };
}

export function wordSeconds({ startSample, endSample }: WordTiming, sampleRate: number): number {
  return (endSample - startSample) / sampleRate;
}

/** Of the whole frames within it; a word of 60 ms has four of them. */
export function wordRms(energies: Float64Array, word: WordTiming): number {
  const [from, to] = framesWithin(word);
  let energy = 0;
  for (let k = from; k < to; k++) energy += energies[k] ?? 0;
  return Math.sqrt(energy / Math.max(1, (to - from) * FRAME_SAMPLES));
}

function framesWithin({ startSample, endSample }: WordTiming): [from: number, to: number] {
  return [Math.ceil(startSample / FRAME_SAMPLES), Math.floor(endSample / FRAME_SAMPLES)];
}

function clearHighShare({ energies, highEnergies }: Frames, mean: number): number {
  const shares: number[] = [];
  for (let k = 0; k < energies.length; k++) {
    const own = energies[k] as number;
    if (own > LOUD_SHARE * mean) shares.push((highEnergies[k] as number) / own);
  }
  const sorted = Float64Array.from(shares).sort();
  return sorted[Math.floor(sorted.length * CLEAREST_SHARE)] ?? 0;
}

function variation(energies: Float64Array, mean: number): number {
  let squares = 0;
  for (let k = 0; k < energies.length; k++) squares += ((energies[k] as number) - mean) ** 2;
  return share(Math.sqrt(squares / Math.max(1, energies.length)), mean);
}

function repeatsLast(energies: Float64Array, frame: number): boolean {
  const own = energies[frame] ?? 0;
  const last = energies[frame - 1] ?? 0;
  return own > REPEATING_RMS ** 2 * FRAME_SAMPLES && Math.abs(own - last) <= EQUAL_SHARE * own;
}

function deadFrames(energies: Float64Array, words: readonly WordTiming[], level: number): number {
  const dead = (DEAD_RMS * level) ** 2 * FRAME_SAMPLES;
  return words.reduce((longest, word) => {
    const [from, to] = framesWithin(word);
    return Math.max(
      longest,
      longestRun(to - from, (k) => (energies[from + k] ?? 0) < dead),
    );
  }, 0);
}

function longestRun(count: number, holds: (index: number) => boolean): number {
  let longest = 0;
  let run = 0;
  for (let k = 0; k < count; k++) {
    run = holds(k) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] as number;
  return sum;
}

function least(values: Float64Array): number {
  let least = Infinity;
  for (let k = 0; k < values.length; k++) least = Math.min(least, values[k] as number);
  return values.length === 0 ? 0 : least;
}

/** Silence has no share of anything. */
function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
