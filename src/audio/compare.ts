/**
 * Does a backend say what a trusted one says? Both spoke the same utterance with the same seed and options.
 * Phases may differ, and so may what rounding does to a waveform; how much of what sounds when may not.
 */
import type { PcmChunk, WordTiming } from '../contracts/speech';
import { FRAME_SAMPLES, framesOf } from './frames';
import { HISS_HZ } from './inspect';

export type Difference = 'length' | 'level' | 'hiss' | 'spectrum';

export interface Distances {
  /** Between the lengths of what is spoken. */
  readonly seconds: number;
  /** Between the levels of the whole. */
  readonly levelDb: number;
  /** What the suspect has more of above 6 kHz: shares of the level, as the bug reports give them. */
  readonly hissExcess: number;
  /** Root mean square over all pieces and bands. */
  readonly spectrumDb: number;
  /** The same of the worst piece. */
  readonly worstPieceDb: number;
}

export type Agreement =
  | { readonly kind: 'agrees'; readonly distances: Distances }
  | { readonly kind: 'differs'; readonly by: Difference; readonly distances: Distances };

/**
 * With the very same timing the starting noise is the same too: what is left is rounding. The mildest
 * fault one would hear does several times this (bench/results/inspect.md).
 */
export const TOLERATED_IN_STEP: Distances = {
  seconds: 0.05,
  levelDb: 0.5,
  hissExcess: 0.03,
  spectrumDb: 0.5,
  worstPieceDb: 3,
};

/** Rounding may move a sound by one frame, and with it the noise of all that follows: as if by another seed. */
export const TOLERATED_OUT_OF_STEP: Distances = {
  seconds: 0.05,
  levelDb: 3,
  hissExcess: 0.25,
  spectrumDb: 4,
  worstPieceDb: 15,
};

/** Long against a period of the voice, short against a sound of speech. */
const PIECE_SECONDS = 0.064;
/** Energies above each of these are compared; 0 is all of it. */
const CUTOFFS_HZ = [0, 500, 1000, 2000, 4000, HISS_HZ, 8000];
/** Energy this far below the mean is not heard beside the rest: -40 dB. */
const UNHEARD = 1e-4;

export function compareSpeech(suspect: PcmChunk, trusted: PcmChunk): Agreement {
  const distances = distancesBetween(suspect, trusted);
  const tolerated = isInStep(suspect, trusted) ? TOLERATED_IN_STEP : TOLERATED_OUT_OF_STEP;
  const by = difference(distances, tolerated);
  return by === null ? { kind: 'agrees', distances } : { kind: 'differs', by, distances };
}

/** Edges may have been cut differently, so places count from the first word. */
function isInStep({ words: a }: PcmChunk, { words: b }: PcmChunk): boolean {
  const shift = (a[0]?.startSample ?? 0) - (b[0]?.startSample ?? 0);
  const isEqual = (one: WordTiming, i: number) =>
    one.startSample - shift === b[i]?.startSample && one.endSample - shift === b[i]?.endSample;
  return a.length === b.length && a.every(isEqual);
}

/** Written so that a distance that is not a number is a difference. */
function difference(distances: Distances, tolerated: Distances): Difference | null {
  const within = (key: keyof Distances) => distances[key] <= tolerated[key];
  if (!within('seconds')) return 'length';
  if (!within('hissExcess')) return 'hiss';
  if (!within('levelDb')) return 'level';
  return within('spectrumDb') && within('worstPieceDb') ? null : 'spectrum';
}

function distancesBetween(suspect: PcmChunk, trusted: PcmChunk): Distances {
  const { sampleRate } = trusted;
  const [a, b] = [bandPieces(suspect, trusted), bandPieces(trusted, trusted)];
  const count = Math.max(1, b[0]?.length ?? 0);
  const floor = Math.max(Number.MIN_VALUE, (UNHEARD * total(b[0])) / count);
  const squares = new Float64Array(count);
  a.forEach((band, k) => {
    for (let i = 0; i < count; i++) {
      const gap = decibels((band[i] ?? 0) + floor, (b[k]?.[i] ?? 0) + floor);
      squares[i] = (squares[i] ?? 0) + gap ** 2 / a.length;
    }
  });
  const high = CUTOFFS_HZ.indexOf(HISS_HZ);
  return {
    seconds: Math.abs(
      spokenPart(suspect).length / suspect.sampleRate - spokenPart(trusted).length / sampleRate,
    ),
    levelDb: Math.abs(decibels(total(a[0]) + floor, total(b[0]) + floor)),
    hissExcess: levelShare(a[high], a[0]) - levelShare(b[high], b[0]),
    spectrumDb: Math.sqrt(total(squares) / count),
    worstPieceDb: Math.sqrt(squares.reduce((worst, square) => Math.max(worst, square), 0)),
  };
}

/** From the first word to the end of the last. */
function spokenPart({ pcm, words }: PcmChunk): Float32Array {
  return pcm.subarray(words[0]?.startSample ?? 0, words.at(-1)?.endSample ?? pcm.length);
}

/** Mean energy of each piece of `chunk`, by cut-off; `like` says into how many pieces its words are cut. */
function bandPieces(chunk: PcmChunk, like: PcmChunk): Float64Array[] {
  const pcm = spokenPart(chunk);
  const { sampleRate } = chunk;
  const cuts = pieceBounds(chunk, like);
  return CUTOFFS_HZ.map((cutoffHz) => {
    const { energies, highEnergies } = framesOf(pcm, { sampleRate, cutoffHz, clipLevel: Infinity });
    return means(cutoffHz === 0 ? energies : highEnergies, cuts);
  });
}

/** In frames from the first word's start; a word is followed by the pause after it. */
function pieceBounds({ words }: PcmChunk, like: PcmChunk): number[] {
  const origin = words[0]?.startSample ?? 0;
  const bounds: number[] = [];
  like.words.forEach(({ startSample, endSample }, i) => {
    const length = (like.words[i + 1]?.startSample ?? endSample) - startSample;
    const count = Math.round(length / like.sampleRate / PIECE_SECONDS);
    const from = (words[i]?.startSample ?? 0) - origin;
    const to = (words[i + 1]?.startSample ?? words[i]?.endSample ?? 0) - origin;
    for (let k = 0; k < count; k++) bounds.push((from + (k * (to - from)) / count) / FRAME_SAMPLES);
  });
  bounds.push(((words.at(-1)?.endSample ?? 0) - origin) / FRAME_SAMPLES);
  return bounds;
}

function means(frames: Float64Array, bounds: readonly number[]): Float64Array {
  return Float64Array.from({ length: bounds.length - 1 }, (_, i) => {
    const from = Math.floor(bounds[i] ?? 0);
    const to = Math.max(from + 1, Math.floor(bounds[i + 1] ?? 0));
    return total(frames.subarray(from, to)) / (to - from);
  });
}

const decibels = (a: number, b: number) => (a === b ? 0 : 10 * Math.log10(a / b));

const levelShare = (part: Float64Array | undefined, whole: Float64Array | undefined) =>
  total(whole) > 0 ? Math.sqrt(total(part) / total(whole)) : 0;

function total(values: Float64Array | undefined): number {
  return values?.reduce((sum, value) => sum + value, 0) ?? 0;
}
