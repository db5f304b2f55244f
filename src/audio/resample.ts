/**
 * Resampling by a windowed sinc (J. O. Smith, "Digital Audio Resampling"): any ratio, band-limited
 * to the lower of the two rates.
 */

/** Zero crossings of the sinc on each side, and table steps between two of them. */
const CROSSINGS = 16;
const STEPS = 512;
/** Kaiser window: about 80 dB down in the stop band. */
const KAISER_BETA = 8;
/** The pass band ends this far below the lower Nyquist frequency, to leave room for the roll-off. */
const PASS_BAND = 0.95;

let table: Float32Array | null = null;

/**
 * `pcm` at another rate, as a new array of `round(length * toHz / fromHz)` samples. Beyond its edges the
 * signal counts as unknown, not as silence, so that a loud edge does not sag.
 */
export function resample(pcm: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return pcm.slice();
  table ??= sincTable();
  const out = new Float32Array(Math.round((pcm.length * toHz) / fromHz));
  const bandwidth = Math.min(1, toHz / fromHz) * PASS_BAND;
  const reach = CROSSINGS / bandwidth;
  for (let i = 0; i < out.length; i++) {
    out[i] = sampleAt(pcm, (i * fromHz) / toHz, bandwidth, reach, table);
  }
  return out;
}

function sampleAt(
  pcm: Float32Array,
  at: number,
  bandwidth: number,
  reach: number,
  kernel: Float32Array,
): number {
  const first = Math.max(0, Math.ceil(at - reach));
  const last = Math.min(pcm.length - 1, Math.floor(at + reach));
  let sum = 0;
  let weights = 0;
  for (let j = first; j <= last; j++) {
    const place = Math.abs(j - at) * bandwidth * STEPS;
    const step = Math.floor(place);
    const left = kernel[step] ?? 0;
    const weight = left + (place - step) * ((kernel[step + 1] ?? 0) - left);
    sum += weight * (pcm[j] ?? 0);
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

/** One side of the windowed sinc, with two spare zeros for the interpolation at its end. */
function sincTable(): Float32Array {
  const steps = CROSSINGS * STEPS;
  const values = new Float32Array(steps + 2);
  for (let i = 0; i < steps; i++) {
    const x = Math.PI * (i / STEPS);
    const window = besselI0(KAISER_BETA * Math.sqrt(1 - (i / steps) ** 2)) / besselI0(KAISER_BETA);
    values[i] = (i === 0 ? 1 : Math.sin(x) / x) * window;
  }
  return values;
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
