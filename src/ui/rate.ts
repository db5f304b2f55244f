/** How long a transfer will still take, from the bytes of its last few seconds. */
const WINDOW_MS = 5_000;

export class RateMeter {
  #samples: { readonly atMs: number; readonly amount: number }[] = [];

  add(atMs: number, amount: number): void {
    const last = this.#samples.at(-1);
    if (last && amount < last.amount) this.#samples = [];
    this.#samples.push({ atMs, amount });
    while (this.#samples.length > 2 && atMs - (this.#samples[0]?.atMs ?? 0) > WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Seconds until `total`; null until there is something to judge by. */
  secondsLeft(total: number): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < 250) return null;
    const perMs = (last.amount - first.amount) / (last.atMs - first.atMs);
    return perMs <= 0 ? null : (total - last.amount) / perMs / 1000;
  }
}
