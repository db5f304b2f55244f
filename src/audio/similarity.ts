/** How waveforms are compared when frames are joined: normalised cross-correlation. */

/** Lags tried in the first pass are this far apart; the second pass looks between them. */
const COARSE_LAG = 4;
/** The first pass compares every other sample: speech has its energy far below that. */
const COARSE_STRIDE = 2;
const SILENCE_ENERGY = 1e-9;

/**
 * The start, within `centre - back` to `centre + ahead`, of the stretch of `length` samples most like
 * the one at `template`. Allocates nothing. Silence matches anything: then it is `centre`.
 */
export function bestMatch(
  samples: Float32Array,
  template: number,
  length: number,
  centre: number,
  back: number,
  ahead: number,
): number {
  let best = centre;
  let bestScore = similarity(samples, template, centre, length, COARSE_STRIDE);
  for (let start = centre - back; start <= centre + ahead; start += COARSE_LAG) {
    const score = similarity(samples, template, start, length, COARSE_STRIDE);
    if (score > bestScore) {
      bestScore = score;
      best = start;
    }
  }
  const from = Math.max(centre - back, best - COARSE_LAG + 1);
  const to = Math.min(centre + ahead, best + COARSE_LAG - 1);
  bestScore = similarity(samples, template, best, length, 1);
  for (let start = from; start <= to; start++) {
    const score = similarity(samples, template, start, length, 1);
    if (score > bestScore) {
      bestScore = score;
      best = start;
    }
  }
  return best;
}

/** Correlation over the candidate's own level; the template's level is the same for all. */
function similarity(
  samples: Float32Array,
  template: number,
  start: number,
  length: number,
  stride: number,
): number {
  let product = 0;
  let energy = 0;
  for (let i = 0; i < length; i += stride) {
    const value = samples[start + i] ?? 0;
    product += (samples[template + i] ?? 0) * value;
    energy += value * value;
  }
  return product / Math.sqrt(energy + SILENCE_ENERGY);
}
