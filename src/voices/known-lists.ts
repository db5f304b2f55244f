/** What one source told, and whether a newer telling is to be believed. */
import type { SottoError } from '../base/errors';
import { asSottoError } from '../base/errors';
import type { Voice } from '../contracts/voices';
import type { SourceReport } from '../contracts/voice-finder';
import { fetchList, type FetchDeps } from './fetch-list';
import type { ListStore, StoredList } from './list-store';
import { badList, type VoiceSource } from './sources/source';

export interface KnownListsDeps extends FetchDeps {
  readonly store: ListStore;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
}

/** A newer list with less than this share of the voices of before is a mistake or an attack. */
const SMALLEST_SHARE = 0.5;

export class KnownLists {
  readonly source: VoiceSource;
  readonly #deps: KnownListsDeps;
  #voices: readonly Voice[] = [];
  #fetchedAt: number | null = null;
  #error: SottoError | null = null;

  constructor(source: VoiceSource, deps: KnownListsDeps) {
    this.source = source;
    this.#deps = deps;
  }

  get voices(): readonly Voice[] {
    return this.#voices;
  }

  get report(): SourceReport {
    const { name, title } = this.source;
    return {
      name,
      title,
      voices: this.#voices.length,
      fetchedAt: this.#fetchedAt,
      error: this.#error,
    };
  }

  /** What was kept is read as strictly as what arrives; a list that cannot be read is as none. */
  async recall(): Promise<void> {
    try {
      const lists = await Promise.all(this.source.lists.map((url) => this.#deps.store.read(url)));
      const whole = lists.flatMap((list) => list ?? []);
      if (whole.length < lists.length) return;
      this.#voices = this.#read(whole.map(({ text }) => text));
      this.#fetchedAt = Math.min(...whole.map(({ fetchedAt }) => fetchedAt));
    } catch {
      // As on a first visit: the listener may look again.
    }
  }

  async update(): Promise<void> {
    try {
      const fetched = await Promise.all(this.source.lists.map((url) => fetchList(url, this.#deps)));
      const voices = this.#read(fetched.map(({ text }) => text));
      if (voices.length < this.#voices.length * SMALLEST_SHARE) {
        const reason = `It had ${this.#voices.length} voices, and now has ${voices.length}.`;
        throw badList(this.source.name, reason);
      }
      const fetchedAt = this.#deps.timestamp();
      this.#voices = voices;
      this.#fetchedAt = fetchedAt;
      this.#error = null;
      await this.#keep(fetched.map((list) => ({ ...list, fetchedAt })));
    } catch (thrown) {
      this.#error = asSottoError(thrown, { operation: 'update', component: 'voices' });
    }
  }

  #read(texts: readonly string[]): readonly Voice[] {
    return this.source.voicesOf(texts.map((text) => parseJson(text, this.source.name)));
  }

  /** A full disk must not take away what was just found. */
  async #keep(lists: readonly StoredList[]): Promise<void> {
    const writes = this.source.lists.map((url, i) => {
      const list = lists[i];
      return list === undefined ? Promise.resolve() : this.#deps.store.write(url, list);
    });
    await Promise.allSettled(writes);
  }
}

/** A network's sign-in page comes with status 200, too. */
function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw badList(name, 'It is not JSON.', thrown);
  }
}
