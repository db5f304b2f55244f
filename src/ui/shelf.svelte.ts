import { SvelteMap } from 'svelte/reactivity';
import type { Clock } from '../base/clock';
import type { VoiceId } from '../base/ids';
import type { ShelfStatus, Voice, VoiceShelf } from '../contracts/voices';
import { RateMeter } from './rate';

/** What is on the shelf, with the time that downloads will still take. */
export class ShelfState {
  readonly shelf: VoiceShelf;
  readonly #status = new SvelteMap<VoiceId, ShelfStatus>();
  readonly #secondsLeft = new SvelteMap<VoiceId, number | null>();
  readonly #meters: Record<VoiceId, RateMeter> = {};
  readonly #clock: Clock;
  readonly dispose: () => void;

  constructor(shelf: VoiceShelf, clock: Clock) {
    this.shelf = shelf;
    this.#clock = clock;
    for (const voice of shelf.voices) this.#status.set(voice.id, shelf.status(voice));
    this.dispose = shelf.onChange((voice, status) => this.#onChange(voice, status));
  }

  get voices(): readonly Voice[] {
    return this.shelf.voices;
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

  remove(voice: Voice): void {
    this.shelf.remove(voice).catch(() => this.#onChange(voice, this.shelf.status(voice)));
  }

  #onChange(voice: Voice, status: ShelfStatus): void {
    this.#status.set(voice.id, status);
    if (status.kind !== 'downloading') return;
    const meter = (this.#meters[voice.id] ??= new RateMeter());
    meter.add(this.#clock.now(), status.progress.receivedBytes);
    this.#secondsLeft.set(voice.id, meter.secondsLeft(status.progress.totalBytes));
  }
}
