/**
 * Tells a worker that computes from one that is gone. A worker that closed itself or hangs in a loop
 * raises no event: only its silence tells.
 */
import type { Clock } from '../base/clock';

/**
 * Three beats are nine to twelve seconds. A run of the runtime blocks its worker; the longest one, five
 * seconds of speech in the vocoder, takes half a second here and five on a device ten times slower.
 */
export const MISSED_BEATS = 3;
/** Making a session blocks too, and compiling and reading beside it may starve the worker. */
export const MISSED_BEATS_LOADING = 10;
export const BEAT_MS = 3000;
/**
 * Hidden tabs get timers once a second at best. One that comes later than this says nothing about the
 * worker: its answers may wait behind whatever held up our own thread.
 */
const LATE_MS = 1500;

export interface HeartbeatDeps {
  readonly clock: Clock;
  /** Sends a question; any message that comes back is to be told by `noteLife`. */
  readonly ping: () => void;
  /** The worker missed its beats. Called once. */
  readonly onSilent: (missedBeats: number) => void;
}

/** Beats while calls are under way; an idle worker is let alone. */
export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  /** How many beats each call under way lets the worker miss. */
  readonly #calls = new Map<symbol, number>();
  #missed = 0;
  #hasAnswered = false;
  #stopTimer: (() => void) | null = null;

  constructor(deps: HeartbeatDeps) {
    this.#deps = deps;
  }

  /** A call begins, and the returned function ends it. To be called before the call is sent. */
  begin(maxMissedBeats: number): () => void {
    const call = Symbol();
    this.#calls.set(call, maxMissedBeats);
    if (this.#stopTimer === null) {
      this.#missed = 0;
      this.#beat();
    }
    return () => {
      this.#calls.delete(call);
      if (this.#calls.size === 0) this.stop();
    };
  }

  noteLife(): void {
    this.#hasAnswered = true;
    this.#missed = 0;
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #beat(): void {
    const { clock, ping } = this.#deps;
    this.#hasAnswered = false;
    const dueMs = clock.now() + BEAT_MS;
    this.#stopTimer = clock.after(BEAT_MS, () => this.#judge(clock.now() - dueMs));
    ping();
  }

  #judge(lateMs: number): void {
    if (!this.#hasAnswered && lateMs <= LATE_MS) this.#missed++;
    if (this.#missed < Math.max(...this.#calls.values())) return this.#beat();
    this.stop();
    this.#deps.onSilent(this.#missed);
  }
}
