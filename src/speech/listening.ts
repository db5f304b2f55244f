import type { Clock } from '../base/clock';
import type { Player } from '../contracts/playback';
import type { Circumstances, QualityLevel } from '../contracts/speech';
import type { SessionFacts } from './state';

/** How long a listener waits for the first sound while the voice is still being fetched or loaded. */
const COLD_START_SECONDS = 10;
/** The same once the voice is ready; the ladder adds what gap is bearable. */
const WARM_START_SECONDS = 0.7;
/** How often a wait that may come to an end by itself is looked at. */
const LOOK_EVERY_MS = 250;

export interface ListeningDeps {
  readonly clock: Clock;
  readonly player: Pick<Player, 'stats'>;
  readonly facts: () => SessionFacts;
  readonly speed: () => number;
  readonly level: () => QualityLevel;
  readonly isVoiceReady: () => boolean;
}

/** What the ladder may know of the one who listens. */
export class Listening implements Circumstances {
  readonly #deps: ListeningDeps;
  /** Nothing was heard since then, although somebody wants to. */
  #waitsSinceMs: number | null = null;
  /** The voice was not ready when this wait began: its first clause, too, takes longer then. */
  #isColdStart = false;

  constructor(deps: ListeningDeps) {
    this.#deps = deps;
  }

  level(): QualityLevel {
    return this.#deps.level();
  }

  /** A start: Play, a seek, another voice. */
  begins(): void {
    this.#waitsSinceMs = this.#deps.clock.now();
    this.#isColdStart = false;
  }

  secondsUntilGap(): number {
    const { player, facts, speed, clock, isVoiceReady } = this.#deps;
    if (facts().intent !== 'play') {
      // Who has not pressed Play yet does not wait yet.
      if (this.#waitsSinceMs !== null) this.begins();
      return Infinity;
    }
    const { bufferedSeconds } = player.stats;
    if (bufferedSeconds > 0) {
      this.#waitsSinceMs = null;
      return bufferedSeconds / speed();
    }
    if (this.#waitsSinceMs === null) return 0;
    this.#isColdStart ||= !isVoiceReady();
    const waitedSeconds = (clock.now() - this.#waitsSinceMs) / 1000;
    const bearable = this.#isColdStart ? COLD_START_SECONDS : WARM_START_SECONDS;
    return Math.max(0, bearable - waitedSeconds);
  }

  /** Resolves when the listener has waited as long as one bears for a first sound, or on abort. */
  async untilImpatient(signal: AbortSignal): Promise<void> {
    while (this.secondsUntilGap() > 0 && !signal.aborted) {
      await new Promise<void>((resolve) => this.#deps.clock.after(LOOK_EVERY_MS, resolve));
    }
  }
}
