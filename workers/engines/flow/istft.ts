/** The vocoder's last stage: spectrum frames to a waveform. */
import { InverseRealFft } from './fft';

/** Training clipped magnitudes here; a wild frame stays finite. */
const MAX_MAGNITUDE = 100;
const ENVELOPE_FLOOR = 1e-8;

/**
 * Inverse short-time Fourier transform with a periodic Hann window, centred (frame k's middle is
 * sample k * hop), normalised by the summed squared windows. Frames are taken in order, a few at a
 * time; the waveform has (frames - 1) * hop samples.
 */
export class InverseStft {
  readonly #fft: InverseRealFft;
  readonly #hop: number;
  readonly #window: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #frame: Float64Array;

  constructor(fftSize: number, hopSamples: number) {
    this.#fft = new InverseRealFft(fftSize);
    this.#hop = hopSamples;
    this.#window = Float64Array.from(
      { length: fftSize },
      (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / fftSize),
    );
    this.#re = new Float64Array(fftSize / 2 + 1);
    this.#im = new Float64Array(fftSize / 2 + 1);
    this.#frame = new Float64Array(fftSize);
  }

  /**
   * Adds frames into `wave`.
   * @param spectrum Rows of log magnitudes, then phases: [frames, 2 * (fftSize / 2 + 1)].
   * @param firstFrame Place of the first row in the whole.
   */
  add(spectrum: Float32Array, firstFrame: number, wave: Float32Array): void {
    const size = this.#fft.size;
    const rowSize = size + 2;
    const rows = spectrum.length / rowSize;
    for (let row = 0; row < rows; row++) {
      this.#polar(spectrum, row * rowSize);
      this.#fft.transform(this.#re, this.#im, this.#frame);
      const start = (firstFrame + row) * this.#hop - size / 2;
      const from = Math.max(0, -start);
      const to = Math.min(size, wave.length - start);
      for (let n = from; n < to; n++) {
        const place = start + n;
        const sample = (this.#frame[n] as number) * (this.#window[n] as number);
        wave[place] = (wave[place] as number) + sample;
      }
    }
  }

  /** Divides by the summed squared windows of all `frames`, once all are added. */
  normalise(frames: number, wave: Float32Array): void {
    const size = this.#fft.size;
    const steady = this.#envelope(size * 2, Infinity);
    for (let n = 0; n < wave.length; n++) {
      const isSteady = n >= size && n < wave.length - size;
      const envelope = isSteady ? (steady[n % this.#hop] as number) : this.#envelopeAt(n, frames);
      wave[n] = (wave[n] as number) / (envelope + ENVELOPE_FLOOR);
    }
  }

  #envelope(from: number, frames: number): Float64Array {
    const start = from - (from % this.#hop);
    return Float64Array.from({ length: this.#hop }, (_, n) => this.#envelopeAt(start + n, frames));
  }

  #envelopeAt(sample: number, frames: number): number {
    const size = this.#fft.size;
    const centred = sample + size / 2;
    const last = Math.min(frames - 1, Math.floor(centred / this.#hop));
    let sum = 0;
    for (let k = last; k >= 0 && centred - k * this.#hop < size; k--) {
      sum += (this.#window[centred - k * this.#hop] as number) ** 2;
    }
    return sum;
  }

  #polar(spectrum: Float32Array, row: number): void {
    const bins = this.#re.length;
    for (let k = 0; k < bins; k++) {
      const magnitude = Math.min(MAX_MAGNITUDE, Math.exp(spectrum[row + k] as number));
      const phase = spectrum[row + bins + k] as number;
      this.#re[k] = magnitude * Math.cos(phase);
      this.#im[k] = magnitude * Math.sin(phase);
    }
    // A real signal has no imaginary part there; the transform counts on it.
    this.#im[0] = 0;
    this.#im[bins - 1] = 0;
  }
}
