import { asSottoError } from '../base/errors';
import type { OutputState, Player } from '../contracts/playback';
import type { SessionStateHolder } from './session-state';

/** An output that fell asleep pauses the session; when it wakes by itself, speech goes on. */
export class OutputWatch {
  readonly #player: Player;
  readonly #holder: SessionStateHolder;
  #before: OutputState['kind'] = 'closed';
  #hasPaused = false;

  constructor(player: Player, holder: SessionStateHolder) {
    this.#player = player;
    this.#holder = holder;
    player.on('output', (output) => this.#onOutput(output));
  }

  /** It is the output, not the listener, that is in the way of sound. */
  get hasPaused(): boolean {
    return this.#hasPaused;
  }

  /** The listener paused: an output that wakes must not speak by itself. */
  silence(): void {
    this.#hasPaused = false;
    void this.#player.pause();
  }

  play(): void {
    this.#player.play().catch((thrown: unknown) => {
      this.#holder.know({ intent: 'pause' });
      const during = { operation: 'play', component: 'session' };
      this.#holder.notify('warning', asSottoError(thrown, during));
    });
  }

  #onOutput(output: OutputState): void {
    const before = this.#before;
    this.#before = output.kind;
    switch (output.kind) {
      case 'closed':
        return;
      case 'suspended':
        // A new output sleeps until sound is wanted of it.
        if (before === 'closed' || this.#holder.facts.intent !== 'play') return;
        this.#hasPaused = true;
        this.#holder.know({ intent: 'pause' });
        if (output.error !== null) this.#holder.notify('warning', output.error);
        return;
      case 'running':
        if (this.#hasPaused && this.#holder.facts.intent === 'pause')
          this.#holder.know({ intent: 'play' });
        this.#hasPaused = false;
        return;
    }
  }
}
