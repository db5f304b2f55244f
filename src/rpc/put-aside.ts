/**
 * A page that the browser puts aside (its back/forward cache) stops in mid-step. A transaction that it
 * had begun is then neither finished nor undone, and in WebKit it holds up every other page of the app
 * until the browser lets go of this one (bugs.webkit.org/show_bug.cgi?id=315804).
 */
import type { WorkerLike } from './connect';

/** A worker that can be told of its own end, as the browser does when one fails. */
export type EndableWorker = WorkerLike & Pick<EventTarget, 'dispatchEvent'>;

export interface PageEvents {
  addEventListener(type: 'pagehide' | 'pageshow', listener: (event: PageTransition) => void): void;
  removeEventListener(
    type: 'pagehide' | 'pageshow',
    listener: (event: PageTransition) => void,
  ): void;
}
type PageTransition = Pick<PageTransitionEvent, 'persisted'>;

/** The workers that use the database: ended, with what they had begun, while the page is put aside. */
export class PutAside {
  readonly #page: PageEvents;
  readonly #alive = new Set<EndableWorker>();
  readonly #ended = new Set<EndableWorker>();

  constructor(page: PageEvents) {
    this.#page = page;
    page.addEventListener('pagehide', this.#onHide);
    page.addEventListener('pageshow', this.#onShow);
  }

  /** The same spawn, whose workers are known here for as long as they live. */
  watching(spawn: () => EndableWorker): () => WorkerLike {
    return () => {
      const worker = spawn();
      const end = worker.terminate.bind(worker);
      this.#alive.add(worker);
      worker.terminate = () => {
        this.#alive.delete(worker);
        end();
      };
      return worker;
    };
  }

  dispose(): void {
    this.#page.removeEventListener('pagehide', this.#onHide);
    this.#page.removeEventListener('pageshow', this.#onShow);
  }

  readonly #onHide = ({ persisted }: PageTransition) => {
    if (!persisted) return;
    for (const worker of this.#alive) {
      this.#ended.add(worker);
      worker.terminate();
    }
  };

  /** Told only now: whoever hears of it starts another, which must not happen on the way out. */
  readonly #onShow = ({ persisted }: PageTransition) => {
    if (!persisted) return;
    const ended = [...this.#ended];
    this.#ended.clear();
    for (const worker of ended) worker.dispatchEvent(new Event('error'));
  };
}
