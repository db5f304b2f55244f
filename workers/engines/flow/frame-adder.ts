/** The vocoder's last stage: spectrum frames, one after the other, into a waveform. */
import { InverseRealFft } from './fft';

/**
 * Inverse Fourier transform, periodic Hann window, overlap-add. Fill `re` and `im` (bins 0 to half the
 * FFT size) before each `add`; nothing is allocated after the start.
 */
export class FrameAdder {
  readonly fftSize: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly window: Float64Array;
  readonly #fft: InverseRealFft;
  readonly #frame: Float64Array;

  /** @param gain Scale of the window. */
  constructor(fftSize: number, gain = 1) {
    this.fftSize = fftSize;
    this.#fft = new InverseRealFft(fftSize);
    this.re = new Float64Array(fftSize / 2 + 1);
    this.im = new Float64Array(fftSize / 2 + 1);
    this.window = Float64Array.from(
      { length: fftSize },
      (_, n) => gain * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / fftSize)),
    );
    this.#frame = new Float64Array(fftSize);
  }

  /** Adds the frame at `start`, which may lie before the wave's beginning or reach past its end. */
  add(wave: Float32Array, start: number): void {
    // A real signal has no imaginary part there; the transform counts on it.
    this.im[0] = 0;
    this.im[this.im.length - 1] = 0;
    this.#fft.transform(this.re, this.im, this.#frame);
    const from = Math.max(0, -start);
    const to = Math.min(this.fftSize, wave.length - start);
    for (let n = from; n < to; n++) {
      const place = start + n;
      const sample = (this.#frame[n] as number) * (this.window[n] as number);
      wave[place] = (wave[place] as number) + sample;
    }
  }
}
