/** Learns how many characters of this text the voice speaks in a second, to say how long is left. */
export class PaceEstimate {
  #characters = 0;
  #seconds = 0;

  add(characters: number, seconds: number): void {
    this.#characters += characters;
    this.#seconds += seconds;
  }

  /** Seconds for so many characters at speed 1; null before anything was heard of the voice. */
  secondsFor(characters: number): number | null {
    if (this.#characters === 0) return null;
    return (characters * this.#seconds) / this.#characters;
  }

  reset(): void {
    this.#characters = 0;
    this.#seconds = 0;
  }
}
