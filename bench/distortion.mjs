/**
 * How differently two sounds would be heard: the distance of their logarithmic spectra, frame by frame. In speech
 * coding 1 dB on average, with at most 2 % of the frames beyond 4 dB, passes for transparent (K. Paliwal and
 * B. Atal, "Efficient vector quantization of LPC parameters at 24 bits/frame", 1993). Made apart from
 * src/audio/compare.ts, which is judged by it.
 */
const SIZE = 512;
const HOP = 256;
const BANDS = 24;
const LOWEST_HZ = 100;
/** What lies 50 dB below the mean is not heard. */
const UNHEARD = 1e-5;

/** @returns {boolean} */
export function isAudible(one, other, sampleRate) {
  if (Math.abs(one.length - other.length) > HOP) return true;
  const distances = frameDistances(one, other, sampleRate);
  const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  const far = distances.filter((value) => value > 4).length / distances.length;
  return !(mean <= 1 && far <= 0.02);
}

function frameDistances(one, other, sampleRate) {
  const [a, b] = [bandEnergies(one, sampleRate), bandEnergies(other, sampleRate)];
  const whole = b.flat().reduce((sum, value) => sum + value, 0) / Math.max(1, b.length);
  const floor = whole * UNHEARD;
  return b.flatMap((bands, i) => {
    if (bands.reduce((sum, value) => sum + value, 0) < whole * 1e-3) return [];
    const squares = bands.map(
      (value, k) => (10 * Math.log10(((a[i]?.[k] ?? 0) + floor) / (value + floor))) ** 2,
    );
    return [Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / BANDS)];
  });
}

function bandEnergies(pcm, sampleRate) {
  const edge = (k) => LOWEST_HZ * (sampleRate / 2 / LOWEST_HZ) ** (k / BANDS);
  const frames = [];
  for (let from = 0; from + SIZE <= pcm.length; from += HOP) {
    const power = powerSpectrum(pcm.subarray(from, from + SIZE));
    const bands = Array.from({ length: BANDS }, () => 0);
    for (let bin = 1; bin < SIZE / 2; bin++) {
      const hz = (bin * sampleRate) / SIZE;
      const band = Math.floor(
        BANDS * (Math.log(hz / LOWEST_HZ) / Math.log(edge(BANDS) / LOWEST_HZ)),
      );
      if (band >= 0 && band < BANDS) bands[band] += power[bin];
    }
    frames.push(bands);
  }
  return frames;
}

function powerSpectrum(frame) {
  const re = Float64Array.from(
    frame,
    (x, i) => x * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE)),
  );
  const im = new Float64Array(SIZE);
  fft(re, im);
  return re.map((x, i) => x * x + im[i] * im[i]);
}

/** In place, radix 2, decimation in frequency; then the bits of the places are reversed. */
function fft(re, im) {
  for (let half = SIZE / 2; half >= 1; half /= 2) {
    for (let start = 0; start < SIZE; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const [i, j, angle] = [start + k, start + k + half, (-Math.PI * k) / half];
        const [x, y] = [re[i] - re[j], im[i] - im[j]];
        re[i] += re[j];
        im[i] += im[j];
        re[j] = x * Math.cos(angle) - y * Math.sin(angle);
        im[j] = x * Math.sin(angle) + y * Math.cos(angle);
      }
    }
  }
  for (let i = 0, j = 0; i < SIZE; i++) {
    if (i < j) {
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
    let bit = SIZE / 2;
    while (bit >= 1 && j >= bit) {
      j -= bit;
      bit /= 2;
    }
    j += bit;
  }
}
