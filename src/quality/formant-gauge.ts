/** espeak-ng's own voice on a slow device, until it was heard. */
const USUAL_RTF = 0.03;
/** Its clauses take milliseconds, of which no two are alike: less of a difference says nothing. */
const CLEARLY_CHEAPER = 1 / 3;
const NEWEST_SHARE = 0.5;

/**
 * The formant voice as a thermometer: while it speaks, the other voice cannot be measured, but where the
 * formant voice has become much cheaper, so has that.
 */
export class FormantGauge {
  #rtf = USUAL_RTF;
  /** What it took right after the voice was last measured; null: it has not spoken since. */
  #before: number | null = null;

  /** Compute time / audio time. */
  get rtf(): number {
    return this.#rtf;
  }

  /** What the voice takes now, as a share of what was measured. */
  get relief(): number {
    const share = this.#before === null ? 1 : this.#rtf / this.#before;
    return share < CLEARLY_CHEAPER ? share : 1;
  }

  heard(rtf: number): void {
    if (this.#before === null) {
      this.#before = rtf;
      this.#rtf = rtf;
    } else {
      this.#rtf += NEWEST_SHARE * (rtf - this.#rtf);
    }
  }

  /** The voice itself was measured. */
  mark(): void {
    this.#before = null;
  }
}
