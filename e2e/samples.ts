/** Sums over samples that the tests assert on. */
import { readFile } from 'node:fs/promises';

export interface Wav {
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

const HEADER_BYTES = 44;

export async function readWav(path: string): Promise<Wav> {
  return parseWav(await readFile(path));
}

/** A mono 16-bit RIFF file. */
export function parseWav(file: Buffer): Wav {
  if (file.toString('latin1', 0, 4) !== 'RIFF') throw new Error('This is not a RIFF file.');
  const count = Math.floor((file.length - HEADER_BYTES) / 2);
  const samples = Float32Array.from(
    { length: count },
    (_, i) => file.readInt16LE(HEADER_BYTES + 2 * i) / 32768,
  );
  return { sampleRate: file.readUInt32LE(24), samples };
}

export function rms(samples: Float32Array, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
}

export function largestStep(samples: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < samples.length; i++) {
    largest = Math.max(largest, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)));
  }
  return largest;
}

export function isFinite(samples: Float32Array): boolean {
  return samples.every(Number.isFinite);
}

/** First and last sample above the floor, as half-open range; null for silence. */
export function audibleRange(
  samples: Float32Array,
  floor = 1e-3,
): { start: number; end: number } | null {
  const start = samples.findIndex((sample) => Math.abs(sample) > floor);
  if (start < 0) return null;
  let end = samples.length;
  while (Math.abs(samples[end - 1] ?? 0) <= floor) end--;
  return { start, end };
}

/** Longest stretch below the floor inside the range, in samples. */
export function longestSilence(
  samples: Float32Array,
  from: number,
  to: number,
  floor = 1e-3,
): number {
  let longest = 0;
  let run = 0;
  for (let i = from; i < to; i++) {
    run = Math.abs(samples[i] ?? 0) <= floor ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** How many samples later `played` says what `original` says; near `guess`, by their difference. */
export function shiftBetween(
  original: Float32Array,
  played: Float32Array,
  guess: number,
  reach = 2400,
): number {
  const from = Math.floor(original.length / 3);
  const count = 4000;
  let best = { shift: guess, error: Infinity };
  for (let shift = guess - reach; shift <= guess + reach; shift++) {
    let error = 0;
    for (let i = from; i < from + count && error < best.error; i++) {
      error += Math.abs((played[i + shift] ?? 0) - (original[i] ?? 0));
    }
    if (error < best.error) best = { shift, error };
  }
  return best.shift;
}

/** Infinite where they are not equally long. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? 0))), 0);
}
