/** Sound of many hours, judged while it is decoded: it never lies in memory as a whole. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const FRAMES_PER_SECOND = 100;

export interface Levels {
  readonly samples: number;
  /** Mean of the squares of each hundredth of a second. */
  readonly power: Float64Array;
}

/** As a player plays it: mono, at this rate. */
function decoder(path: string, sampleRate: number, part: readonly string[] = []) {
  const args = ['-v', 'error', '-i', path, '-map', '0:a', ...part];
  const output = ['-f', 'f32le', '-ac', '1', '-ar', String(sampleRate), '-'];
  return spawn('ffmpeg', [...args, ...output], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function* decoded(child: ReturnType<typeof decoder>): AsyncGenerator<Float32Array> {
  let rest = Buffer.alloc(0);
  for await (const data of child.stdout) {
    const bytes = Buffer.concat([rest, data as Buffer]);
    const whole = bytes.length - (bytes.length % 4);
    yield new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
    rest = bytes.subarray(whole);
  }
  if (child.exitCode === null) await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`ffmpeg ended with ${child.exitCode}.`);
}

/** Rejects where a sample is no number. */
export async function levelsOf(path: string, sampleRate: number): Promise<Levels> {
  const frame = Math.round(sampleRate / FRAMES_PER_SECOND);
  const power: number[] = [];
  let samples = 0;
  let sum = 0;
  for await (const block of decoded(decoder(path, sampleRate))) {
    for (const sample of block) {
      sum += sample * sample;
      if (++samples % frame !== 0) continue;
      if (!Number.isFinite(sum)) throw new Error(`Sample ${samples} is no number.`);
      power.push(sum / frame);
      sum = 0;
    }
  }
  return { samples, power: Float64Array.from(power) };
}

/** Between two times, in seconds. */
export function level({ power }: Levels, from: number, to: number): number {
  const part = power.subarray(
    Math.floor(from * FRAMES_PER_SECOND),
    Math.ceil(to * FRAMES_PER_SECOND),
  );
  return Math.sqrt(part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length));
}

/** In seconds. */
export function longestSilence({ power }: Levels, floor = 1e-3): number {
  let longest = 0;
  let run = 0;
  for (const value of power) {
    run = value < floor * floor ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest / FRAMES_PER_SECOND;
}

export async function excerpt(
  path: string,
  sampleRate: number,
  from: number,
  seconds: number,
): Promise<Float32Array> {
  const part = ['-ss', from.toFixed(6), '-t', seconds.toFixed(6)];
  const blocks: Float32Array[] = [];
  for await (const block of decoded(decoder(path, sampleRate, part))) blocks.push(block);
  const whole = new Float32Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

/** -1 to 1, of a stretch of two sounds, `other` so many samples later. */
export function correlation(
  one: Float32Array,
  other: Float32Array,
  { from, length, shift = 0 }: { readonly from: number; readonly length: number; shift?: number },
): number {
  let [both, first, second] = [0, 0, 0];
  for (let i = from; i < from + length; i++) {
    const [a, b] = [one[i] ?? 0, other[i + shift] ?? 0];
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return both / Math.sqrt(Math.max(first * second, 1e-12));
}
