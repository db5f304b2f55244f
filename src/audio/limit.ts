/** Peaks over full scale, brought under it: what would be cut off flat crackles. */

/** What is left above it keeps a conversion to other rates or formats from cutting after all. */
export const CEILING = 0.98;
/** About a period of the lowest voices, so that the shape of a period is kept. */
const DIP_SECONDS = 0.005;

/**
 * A copy of `pcm` in which no sample's size is above `CEILING`. Around each peak that is, the sound gets softer
 * and loud again within 5 ms on either side; all else is as it was. The loudest peaks rule where dips meet.
 */
export function limitPeaks(pcm: Float32Array, sampleRate: number): Float32Array {
  const out = pcm.slice();
  let gains: Float32Array | null = null;
  for (let i = 0; i < pcm.length; i++) {
    const size = Math.abs(pcm[i] as number);
    if (!(size > CEILING)) continue;
    gains ??= new Float32Array(pcm.length).fill(1);
    // Neighbours of a peak lie in its dip already.
    if (size * (gains[i] as number) > CEILING) dip(gains, i, CEILING / size, sampleRate);
  }
  if (gains !== null) for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) * (gains[i] ?? 1);
  return out;
}

function dip(gains: Float32Array, at: number, gain: number, sampleRate: number): void {
  const reach = Math.max(1, Math.round(DIP_SECONDS * sampleRate));
  const to = Math.min(gains.length, at + reach);
  for (let i = Math.max(0, at - reach); i < to; i++) {
    const fall = 0.5 + 0.5 * Math.cos((Math.PI * (i - at)) / reach);
    gains[i] = Math.min(gains[i] ?? 1, 1 - (1 - gain) * fall);
  }
}
