import type { VoiceId } from '../base/ids';
import type { ShelfStatus, Voice } from '../contracts/voices';
import { setOf } from '../weights/names';

type Listener = (voice: Voice, status: ShelfStatus) => void;

/** What is known of each voice's files; whoever wants to know is told of changes. */
export class ShelfStatuses {
  readonly #voices: () => readonly Voice[];
  readonly #byId = new Map<VoiceId, ShelfStatus>();
  readonly #listeners = new Set<Listener>();

  constructor(voices: () => readonly Voice[]) {
    this.#voices = voices;
  }

  of(voice: Voice): ShelfStatus {
    return this.#byId.get(voice.id) ?? { kind: 'absent' };
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Tells of a voice and of those that share all its files. */
  tell(voice: Voice, status: ShelfStatus): void {
    const set = setOf(voice);
    for (const one of this.#voices().filter((other) => setOf(other) === set)) this.set(one, status);
  }

  set(voice: Voice, status: ShelfStatus): void {
    const before = this.#byId.get(voice.id);
    this.#byId.set(voice.id, status);
    // Of hundreds of voices most are absent, and no news.
    if (status.kind === 'absent' && (before ?? status).kind === 'absent') return;
    for (const listener of [...this.#listeners]) listener(voice, status);
  }
}
