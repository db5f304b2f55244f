/** Scrolling that knows its own moves from the reader's. */
const GLIDE_MS = 180;

export class Scroller {
  readonly #element: HTMLElement;
  readonly #onReaderScroll: () => void;
  #expected: number;
  #gliding = 0;

  /** @param onReaderScroll Called when a scroll was not ours. */
  constructor(element: HTMLElement, onReaderScroll: () => void) {
    this.#element = element;
    this.#onReaderScroll = onReaderScroll;
    this.#expected = element.scrollTop;
  }

  /** For the element's `scroll` event. */
  scrolled(): void {
    if (Math.abs(this.#element.scrollTop - this.#expected) < 2) return;
    this.stop();
    this.#expected = this.#element.scrollTop;
    this.#onReaderScroll();
  }

  jump(top: number): void {
    this.stop();
    this.#set(top);
  }

  /** Moves by what grew above the view, also in the middle of a glide. */
  shift(by: number): void {
    if (by !== 0) this.#set(this.#element.scrollTop + by);
  }

  /** A short glide; a jump where motion is unwanted or the way is long. */
  glide(top: number): void {
    const from = this.#element.scrollTop;
    const far = Math.abs(top - from) > 2 * this.#element.clientHeight;
    if (far || matchMedia('(prefers-reduced-motion: reduce)').matches) return this.jump(top);
    this.stop();
    const began = performance.now();
    let done = 0;
    const step = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
      const way = (top - from) * (1 - (1 - t) ** 3);
      this.shift(way - done);
      done = way;
      this.#gliding = t < 1 ? requestAnimationFrame(step) : 0;
    };
    this.#gliding = requestAnimationFrame(step);
  }

  get moving(): boolean {
    return this.#gliding !== 0;
  }

  stop(): void {
    cancelAnimationFrame(this.#gliding);
    this.#gliding = 0;
  }

  #set(top: number): void {
    this.#element.scrollTop = top;
    this.#expected = this.#element.scrollTop;
  }
}
