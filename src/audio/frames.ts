/** Sound as energies of short frames: all that the guard looks at, from one pass over the samples. */
import { highPass, type HighPass } from './high-pass';

/** The hop of the bundled voices: a network's frame that is given again and again has equal energies here. */
export const FRAME_SAMPLES = 256;

export interface Frames {
  /** Sum over all samples; not finite if any sample is not. */
  readonly sum: number;
  readonly energy: number;
  readonly peak: number;
  /** Samples at or above the clip level. */
  readonly clipped: number;
  /** Sum of squares by whole frame; what is left at the end has none. */
  readonly energies: Float64Array;
  /** The same above the cut-off. */
  readonly highEnergies: Float64Array;
}

export interface FrameOptions {
  readonly sampleRate: number;
  readonly cutoffHz: number;
  readonly clipLevel: number;
}

/** Above this share of the sample rate there is too little spectrum left to judge. */
const HIGHEST_CUTOFF = 0.45;
const NOTHING: HighPass = { b0: 0, b1: 0, a1: 0, a2: 0 };

/** Everything by index in one loop, and no call inside it: this runs over every sample that is ever heard. */
export function framesOf(pcm: Float32Array, options: FrameOptions): Frames {
  const { sampleRate, cutoffHz, clipLevel } = options;
  const isJudged = cutoffHz < HIGHEST_CUTOFF * sampleRate;
  const { b0, b1, a1, a2 } = isJudged ? highPass(cutoffHz, sampleRate) : NOTHING;
  const count = Math.floor(pcm.length / FRAME_SAMPLES);
  const energies = new Float64Array(count);
  const highEnergies = new Float64Array(count);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  let [sum, energy, peak, clipped] = [0, 0, 0, 0];
  for (let frame = 0; frame <= count; frame++) {
    const end = Math.min(pcm.length, (frame + 1) * FRAME_SAMPLES);
    let own = 0;
    let high = 0;
    for (let i = frame * FRAME_SAMPLES; i < end; i++) {
      const x = pcm[i] as number;
      const y = b0 * (x + x2) + b1 * x1 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      sum += x;
      own += x * x;
      high += y * y;
      const size = x < 0 ? -x : x;
      if (size > peak) peak = size;
      if (size >= clipLevel) clipped++;
    }
    energy += own;
    if (frame === count) break;
    energies[frame] = own;
    highEnergies[frame] = high;
  }
  return { sum, energy, peak, clipped, energies, highEnergies };
}
