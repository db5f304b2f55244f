/** Inverse FFT of a real signal's half spectrum. */

/**
 * Size N real output through one complex inverse FFT of N/2 (Sorensen et al., 1987), radix 2,
 * decimation in time. Tables are made once; `transform` allocates nothing.
 */
export class InverseRealFft {
  readonly size: number;
  readonly #half: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Uint16Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @param size A power of two, at least 4. */
  constructor(size: number) {
    const half = size / 2;
    this.size = size;
    this.#half = half;
    this.#cos = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#order = bitReversal(half);
    this.#re = new Float64Array(half);
    this.#im = new Float64Array(half);
  }

  /**
   * `out[n] = 1/N * sum over all N bins of X[k] e^(2 pi i k n / N)`, X being conjugate symmetric.
   * @param re Real parts of bins 0 to N/2, likewise `im`; those of bins 0 and N/2 must be real.
   */
  transform(re: Float64Array, im: Float64Array, out: Float64Array): void {
    this.#pack(re, im);
    this.#butterflies();
    const scale = 1 / this.#half;
    for (let n = 0; n < this.#half; n++) {
      out[2 * n] = (this.#re[n] as number) * scale;
      out[2 * n + 1] = (this.#im[n] as number) * scale;
    }
  }

  /** Even samples become real parts, odd ones imaginary parts, of a half-size spectrum. */
  #pack(re: Float64Array, im: Float64Array): void {
    const half = this.#half;
    for (let k = 0; k < half; k++) {
      const mirror = half - k;
      const evenRe = 0.5 * ((re[k] as number) + (re[mirror] as number));
      const evenIm = 0.5 * ((im[k] as number) - (im[mirror] as number));
      const differenceRe = 0.5 * ((re[k] as number) - (re[mirror] as number));
      const differenceIm = 0.5 * ((im[k] as number) + (im[mirror] as number));
      const cos = this.#cos[k] as number;
      const sin = this.#sin[k] as number;
      const oddRe = differenceRe * cos - differenceIm * sin;
      const oddIm = differenceRe * sin + differenceIm * cos;
      const place = this.#order[k] as number;
      this.#re[place] = evenRe - oddIm;
      this.#im[place] = evenIm + oddRe;
    }
  }

  #butterflies(): void {
    const half = this.#half;
    const re = this.#re;
    const im = this.#im;
    for (let span = 1; span < half; span *= 2) {
      const stride = half / span;
      for (let k = 0; k < span; k++) {
        const cos = this.#cos[k * stride] as number;
        const sin = this.#sin[k * stride] as number;
        for (let i = k; i < half; i += 2 * span) {
          const j = i + span;
          const turnedRe = (re[j] as number) * cos - (im[j] as number) * sin;
          const turnedIm = (re[j] as number) * sin + (im[j] as number) * cos;
          re[j] = (re[i] as number) - turnedRe;
          im[j] = (im[i] as number) - turnedIm;
          re[i] = (re[i] as number) + turnedRe;
          im[i] = (im[i] as number) + turnedIm;
        }
      }
    }
  }
}

function bitReversal(size: number): Uint16Array {
  const order = new Uint16Array(size);
  for (let i = 1; i < size; i++) {
    order[i] = ((order[i >> 1] as number) >> 1) | (i & 1 ? size >> 1 : 0);
  }
  return order;
}
