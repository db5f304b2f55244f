import type { Leave } from './places';

/** A place among the players that may speak at once: asked for when it is needed, kept from then on. */
export class Admission {
  readonly #takePlace: () => Promise<Leave>;
  #place: Promise<Leave> | null = null;

  constructor(takePlace: () => Promise<Leave>) {
    this.#takePlace = takePlace;
  }

  /** Somebody asked, whether or not it was granted yet. */
  get isAsked(): boolean {
    return this.#place !== null;
  }

  /** Asked once; a refusal is forgotten, so that the next call asks again. */
  async enter(): Promise<void> {
    const place = (this.#place ??= this.#takePlace());
    try {
      await place;
    } catch (thrown) {
      if (this.#place === place) this.#place = null;
      throw thrown;
    }
  }

  async leave(): Promise<void> {
    await this.#place?.then(
      (leave) => leave(),
      () => undefined,
    );
  }
}
