import { asSottoError, type SottoError } from '../../base/errors';
import { Emitter } from '../../base/events';
import type { StoryEntry, StoryLibrary } from '../../contracts/story';
import { countFailures, failuresAsCsv, failuresAsJson } from '../../stories/analytics';
import { preflightError } from '../../stories/errors';
import type { StoryEvent } from '../../stories/machine';
import { newStory } from '../../stories/new-story';
import { preflight, type PreflightFacts } from '../../stories/preflight';
import type { StoryStore } from '../../stories/store';
import type { OpenLease } from './open-lease';
import type { Recordings } from './recordings';

export interface StoryLibraryDeps {
  readonly store: StoryStore;
  readonly recordings: Pick<Recordings, 'use'>;
  readonly lease: OpenLease;
  readonly facts: (voiceId: string) => Promise<PreflightFacts>;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
  readonly dispose: () => void;
}

/** The library, and the way by which it hears of changes in any tab. */
export interface LiveStoryLibrary extends StoryLibrary {
  changed(): void;
  /** The network is back: what failed for want of it is tried again. */
  online(): Promise<void>;
}

export function createStoryLibrary(deps: StoryLibraryDeps): LiveStoryLibrary {
  return new Library(deps);
}

class Library implements LiveStoryLibrary {
  entries: readonly StoryEntry[] = [];
  failure: SottoError | null = null;
  readonly #deps: StoryLibraryDeps;
  readonly #events = new Emitter<{ change: undefined }>();
  #reading: Promise<void> | null = null;
  #isStale = false;

  constructor(deps: StoryLibraryDeps) {
    this.#deps = deps;
    this.changed();
  }

  async ready(): Promise<void> {
    while (this.#reading !== null) await this.#reading;
  }

  onChange(listener: () => void) {
    return this.#events.on('change', listener);
  }

  /** Many changes at once are read once. */
  changed(): void {
    this.#isStale = true;
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
  }

  async online(): Promise<void> {
    await this.ready();
    const wanting = this.entries.filter(
      ({ audioErrorMetadata }) => audioErrorMetadata?.errorType === 'networkDown',
    );
    // Another tab may be quicker: what is not failed any more stays as it is.
    for (const { id } of wanting) await this.retry(id);
  }

  async check(draft: Parameters<StoryLibrary['check']>[0]) {
    return preflight(draft, await this.#deps.facts(draft.voiceProfile.voiceId));
  }

  async add(draft: Parameters<StoryLibrary['add']>[0]): Promise<StoryEntry> {
    const blocking = (await this.check(draft)).find(({ severity }) => severity === 'blocks');
    if (blocking !== undefined) throw preflightError(blocking);
    const { store, newId, timestamp } = this.#deps;
    const entry = newStory(draft, newId(), timestamp());
    const { text, format, readings } = draft;
    await store.add(entry, { text, format, readings });
    await this.ready();
    return entry;
  }

  async open(id: string) {
    const { store, recordings, lease } = this.#deps;
    const [entry, text] = await Promise.all([store.entry(id), store.text(id)]);
    if (entry === null || text === null) return null;
    const story = { ...entry, ...text };
    lease.hold(id);
    recordings.use(story);
    await this.#tell(id, { kind: 'played' });
    return story;
  }

  pause = (id: string) => this.#tell(id, { kind: 'pause' });
  resume = (id: string) => this.#tell(id, { kind: 'resume' });
  cancel = (id: string) => this.#tell(id, { kind: 'cancel' });
  retry = (id: string) => this.#tell(id, { kind: 'retry' });
  prioritise: StoryLibrary['prioritise'] = (id, priority) =>
    this.#tell(id, { kind: 'prioritise', priority });

  async remove(id: string): Promise<void> {
    await this.#deps.store.remove(id);
    await this.ready();
  }

  async counts() {
    return countFailures(await this.#deps.store.failures());
  }

  async exportFailures(format: 'json' | 'csv'): Promise<Blob> {
    const records = await this.#deps.store.failures();
    return format === 'json'
      ? new Blob([failuresAsJson(records)], { type: 'application/json' })
      : new Blob([failuresAsCsv(records)], { type: 'text/csv' });
  }

  dispose(): void {
    this.#deps.lease.hold(null);
    this.#deps.recordings.use(null);
    this.#deps.dispose();
  }

  async #tell(id: string, event: StoryEvent): Promise<void> {
    await this.#deps.store.update(id, event);
    await this.ready();
  }

  async #read(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        const all = await this.#deps.store.all();
        this.entries = all.sort((a, b) => b.createdAt - a.createdAt);
        this.failure = null;
      } catch (thrown) {
        this.failure = asSottoError(thrown, { operation: 'read', component: 'stories' });
      }
      this.#events.emit('change', undefined);
    }
  }
}
