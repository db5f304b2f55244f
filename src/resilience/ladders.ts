import { Emitter, type Unsubscribe } from '../base/events';
import type { LadderEvent, SafeSynthesizer } from '../contracts/resilience';

/** All ladders of a page, for those who watch over them: health, logs, the recovery API. */
export class Ladders {
  readonly #events = new Emitter<{ event: LadderEvent; change: SafeSynthesizer | null }>();
  readonly #live = new Set<SafeSynthesizer>();

  /** Returned as one of ours: it leaves when it is disposed. */
  add(ladder: SafeSynthesizer): SafeSynthesizer {
    this.#live.add(ladder);
    ladder.onEvent((event) => this.#events.emit('event', event));
    ladder.onState((state) => {
      if (state.kind === 'uninitialized') this.#live.delete(ladder);
      else this.#live.add(ladder);
      this.#events.emit('change', this.current);
    });
    this.#events.emit('change', this.current);
    return ladder;
  }

  /** The one that was made or woken last; null while no voice is held. */
  get current(): SafeSynthesizer | null {
    return [...this.#live].at(-1) ?? null;
  }

  onEvent(listener: (event: LadderEvent) => void): Unsubscribe {
    return this.#events.on('event', listener);
  }

  /** The current ladder changed, or its state did. */
  onChange(listener: (current: SafeSynthesizer | null) => void): Unsubscribe {
    return this.#events.on('change', listener);
  }
}
