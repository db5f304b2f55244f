import { SvelteMap } from 'svelte/reactivity';
import type { Clock } from '../base/clock';
import type { VoiceId } from '../base/ids';
import type { ShelfStatus, Voice, VoiceShelf } from '../contracts/voices';
import { RateMeter } from './rate';
import type { FinderState } from './voices/finder-state.svelte';

/** What is on the shelf, with the time that downloads will still take. */
export class ShelfState {
  readonly shelf: VoiceShelf;
  /** Null where there are no voices but the app's own. */
  readonly finder: FinderState | null;
  voices = $state.raw<readonly Voice[]>([]);
  /** Counts what changes the list for good, unlike a download that goes on. */
  arrivals = $state(0);
  readonly #status = new SvelteMap<VoiceId, ShelfStatus>();
  readonly #secondsLeft = new SvelteMap<VoiceId, number | null>();
  readonly #meters: Record<VoiceId, RateMeter> = {};
  readonly #clock: Clock;
  readonly dispose: () => void;

  constructor(shelf: VoiceShelf, clock: Clock, finder: FinderState | null = null) {
    this.shelf = shelf;
    this.finder = finder;
    this.#clock = clock;
    this.#recount();
    for (const voice of shelf.voices) this.#status.set(voice.id, shelf.status(voice));
    void shelf.recalled().then(() => this.#recount());
    this.dispose = shelf.onChange((voice, status) => this.#onChange(voice, status));
  }

  status(voice: Voice): ShelfStatus {
    return this.#status.get(voice.id) ?? { kind: 'absent' };
  }

  secondsLeft(voice: Voice): number | null {
    return this.#secondsLeft.get(voice.id) ?? null;
  }

  /** A failure shows on the card, through the status. */
  download(voice: Voice): void {
    this.shelf.download(voice).catch(() => this.#onChange(voice, this.shelf.status(voice)));
  }

  /** As `download`, of a voice that may not be on the shelf yet. */
  async fetch(voice: Voice): Promise<void> {
    const chosen = (await this.finder?.choose(voice)) ?? voice;
    this.voices = this.shelf.voices;
    this.download(chosen);
  }

  /** The voice as it is on the shelf, its terms as they were read; it is put there if it is not. */
  atHand(voice: Voice): Voice {
    this.shelf.add([voice]);
    this.voices = this.shelf.voices;
    return this.voices.find(({ id }) => id === voice.id) ?? voice;
  }

  async take(files: readonly File[]): Promise<void> {
    await this.finder?.take(files);
    this.#recount();
  }

  remove(voice: Voice): void {
    this.shelf.remove(voice).catch(() => this.#onChange(voice, this.shelf.status(voice)));
  }

  #recount(): void {
    this.voices = this.shelf.voices;
    this.arrivals++;
  }

  #onChange(voice: Voice, status: ShelfStatus): void {
    this.#status.set(voice.id, status);
    if (this.voices.every(({ id }) => id !== voice.id)) this.#recount();
    if (status.kind !== 'downloading') return;
    const meter = (this.#meters[voice.id] ??= new RateMeter());
    meter.add(this.#clock.now(), status.progress.receivedBytes);
    this.#secondsLeft.set(voice.id, meter.secondsLeft(status.progress.totalBytes));
  }
}
