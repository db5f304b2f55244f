/** Renders stories one after the other, in one tab of all that are open. */
import { isCancelled } from '../../base/errors';
import type { StoryEntry } from '../../contracts/story';
import { worklist } from '../../stories/order';
import type { StoryStore } from '../../stories/store';
import type { RenderOutcome } from './render';

export interface QueueDeps {
  readonly store: Pick<StoryStore, 'all' | 'entry'>;
  readonly render: (id: string, signal: AbortSignal) => Promise<RenderOutcome>;
  /** Null where there are none: then this tab is taken for the only one. */
  readonly locks: LockManager | null;
}

const RENDER_LOCK = 'sotto-stories-render';

export class StoryQueue {
  readonly #deps: QueueDeps;
  readonly #ended = new AbortController();
  #current: { readonly id: string; readonly abort: AbortController } | null = null;
  #wake: () => void = () => undefined;
  #isAwake = false;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  /** Waits for its turn among the tabs, then renders until it is disposed of. */
  start(): void {
    const { locks } = this.#deps;
    const { signal } = this.#ended;
    const running =
      locks === null ? this.#run() : locks.request(RENDER_LOCK, { signal }, () => this.#run());
    running.catch(() => undefined);
  }

  /** A story has changed, here or in another tab. */
  async changed(id: string): Promise<void> {
    this.#isAwake = true;
    this.#wake();
    if (this.#current?.id !== id) return;
    const { abort } = this.#current;
    const entry = await this.#deps.store.entry(id).catch(() => null);
    if (entry?.audioStatus !== 'rendering') abort.abort();
  }

  dispose(): void {
    this.#ended.abort();
    this.#current?.abort.abort();
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      this.#isAwake = false;
      const [next] = worklist(await this.#deps.store.all().catch((): StoryEntry[] => []));
      if (next === undefined) await this.#sleep();
      else await this.#render(next.id);
    }
  }

  async #render(id: string): Promise<void> {
    const abort = new AbortController();
    this.#current = { id, abort };
    try {
      await this.#deps.render(id, abort.signal);
    } catch (thrown) {
      // A store that is not to be had: there is no use in trying again before something changes.
      if (!isCancelled(thrown)) await this.#sleep();
    } finally {
      this.#current = null;
    }
  }

  #sleep(): Promise<void> {
    if (this.#isAwake || this.#ended.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
