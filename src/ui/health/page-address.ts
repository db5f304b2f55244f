/** Keeps a page's hash in the address while it is shown, so that it has a link and the back button closes it. */

type Place = Pick<Window, 'location' | 'history'>;

export class PageAddress {
  readonly #place: Place;
  readonly #isShown: () => boolean;
  readonly #show: (shown: boolean) => void;
  readonly #hash: string;

  constructor(
    place: Place,
    isShown: () => boolean,
    show: (shown: boolean) => void,
    hash = '#health',
  ) {
    this.#hash = hash;
    this.#place = place;
    this.#isShown = isShown;
    this.#show = show;
  }

  /** The address changed: by the listener's hand, by the back button, or it is the first one. */
  moved(): void {
    const wanted = this.#isHere;
    if (wanted !== this.#isShown()) this.#show(wanted);
  }

  /** The page was opened or closed. */
  shown(shown: boolean): void {
    if (shown === this.#isHere) return;
    const { history, location } = this.#place;
    // Marks the entry of the history that was made by opening the page.
    if (shown) history.pushState({ sotto: this.#hash }, '', this.#hash);
    else if (wasOpenedHere(history.state)) history.back();
    else history.replaceState(null, '', location.pathname + location.search);
  }

  get #isHere(): boolean {
    return this.#place.location.hash === this.#hash;
  }
}

function wasOpenedHere(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'sotto' in state;
}
