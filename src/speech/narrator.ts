import type { Emitter } from '../base/events';
import type { PlayingWord, QueuedSound } from '../contracts/playback';
import type { SessionEvents } from '../contracts/session';
import { Gate } from './gate';
import { OutputWatch } from './output-watch';
import { Reader, type ReaderDeps, type Task } from './reader';
import { nothingToSay, outcomeOf, type ReadingOutcome } from './reading';
import { WAITING_FOR_SOUND } from './state';

export interface NarratorDeps extends ReaderDeps {
  readonly events: Emitter<SessionEvents>;
}

/** `finished`: all is queued, and some of it perhaps not yet heard. */
type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' | 'finished'; readonly controller: AbortController };

/** Carries a text from a place in it into the player, and the player's news back to the session. */
export class Narrator {
  readonly #deps: NarratorDeps;
  readonly #gate = new Gate();
  readonly #reader: Reader;
  #reading: Reading = { kind: 'none' };
  readonly #output: OutputWatch;
  /** Where speech must go on after a failure. */
  #resumeAt: number | null = null;
  /** The last that was queued; null: nothing since the queue was emptied. */
  #last: QueuedSound | null = null;

  constructor(deps: NarratorDeps) {
    this.#deps = deps;
    const { player, events } = deps;
    player.on('word', (playing) => this.#onWord(playing));
    player.on('mark', (mark) => events.emit('mark', mark));
    player.on('drained', () => this.#onDrained());
    player.on('progress', () => this.#onProgress());
    this.#output = new OutputWatch(player, deps.holder);
    this.#reader = new Reader(deps, {
      gate: this.#gate,
      onOpen: () => {
        if (deps.holder.facts.intent === 'play' || this.#output.hasPaused) this.sound();
      },
      push: (sound) => this.#push(sound),
    });
  }

  get isReading(): boolean {
    return this.#reading.kind !== 'none';
  }

  /** The listener paused: an output that wakes must not speak by itself. */
  silence(): void {
    this.#output.silence();
  }

  /** Ends what is being read; what was queued and not heard is dropped. */
  abandon(): void {
    if (this.#reading.kind !== 'none') this.#reading.controller.abort();
    this.#reading = { kind: 'none' };
    this.#resumeAt = null;
    this.#last = null;
    this.#deps.player.flush();
    this.#deps.progress.forgetAhead();
    this.#deps.holder.know({ hasSound: false });
  }

  /** Reads from the current place: only a little until Play is pressed. */
  async start(task: Task): Promise<void> {
    this.abandon();
    await this.#run((signal) => this.#reader.read(task, signal));
  }

  /**
   * Another voice reads on. What the last one said and is not yet heard sounds on while the new one gets
   * ready; then the new one takes over where a clause begins. Where nothing is queued, it is a start.
   */
  async takeOver(task: Task): Promise<void> {
    const last = this.#last;
    if (last === null || this.#deps.player.stats.bufferedSeconds === 0) return this.start(task);
    if (this.#reading.kind !== 'none') this.#reading.controller.abort();
    await this.#run((signal) => this.#reader.handOver(task, last, signal));
  }

  async #run(work: (signal: AbortSignal) => Promise<ReadingOutcome>): Promise<void> {
    const controller = new AbortController();
    this.#reading = { kind: 'running', controller };
    this.#resumeAt = null;
    this.#deps.holder.know({ ended: false, failure: null });
    const outcome = await work(controller.signal).catch((thrown) => outcomeOf(thrown, null));
    if (!controller.signal.aborted) this.#finish(outcome, controller);
  }

  /** Lets what is queued be heard, and more be made. */
  sound(): void {
    const { player } = this.#deps;
    this.#gate.notify();
    // Before the first opening there is nothing to start: reading opens the output and comes back here.
    if (player.output.kind === 'closed') return;
    if (this.#isHeardOut()) return this.#onDrained();
    this.#output.play();
  }

  report(): void {
    const { events, progress, player, settings } = this.#deps;
    events.emit('progress', progress.snapshot(settings().speed));
    events.emit('stats', progress.stats(player.stats, this.#deps.quality.level));
  }

  #push(sound: QueuedSound): void {
    this.#deps.player.push(sound);
    this.#last = sound;
    this.#deps.progress.rendered(sound);
    this.#deps.holder.know({ hasSound: true, preparation: null });
    this.report();
  }

  /** It ran dry for good while nobody listened: the player tells that only once. */
  #isHeardOut(): boolean {
    const { holder, player } = this.#deps;
    const isMade = this.#reading.kind === 'finished' || holder.facts.failure !== null;
    return isMade && player.stats.bufferedSeconds === 0;
  }

  #finish(outcome: ReadingOutcome, controller: AbortController): void {
    const { holder, player } = this.#deps;
    switch (outcome.kind) {
      case 'cancelled':
        // Called off by another hand, such as a download that the listener cancelled.
        this.abandon();
        this.silence();
        holder.know({ intent: 'stopped', preparation: null });
        return;
      case 'finished':
        this.#reading = { kind: 'finished', controller };
        holder.know({ preparation: null });
        if (player.stats.bufferedSeconds === 0) this.#onDrained();
        return;
      case 'failed':
        this.#reading = { kind: 'none' };
        this.#resumeAt = outcome.at;
        holder.know({ failure: outcome.error, preparation: null });
        if (!holder.facts.hasSound) this.#settleFailure();
        return;
    }
  }

  #settleFailure(): void {
    if (this.#resumeAt !== null) this.#deps.progress.moveTo(this.#resumeAt);
    this.#resumeAt = null;
    this.#deps.holder.know({ intent: 'stopped', hasSound: false });
  }

  #onDrained(): void {
    const { holder, progress, events } = this.#deps;
    if (holder.facts.intent !== 'play') return;
    // Heard out to the end of the text before another voice could take over: it still may have a word to say.
    if (this.#reading.kind === 'running') return;
    if (holder.facts.failure !== null) {
      this.#settleFailure();
    } else {
      this.#reading = { kind: 'none' };
      const failure = progress.isWordless ? nothingToSay() : null;
      progress.finish();
      holder.know({ intent: 'stopped', ended: failure === null, failure, hasSound: false });
    }
    events.emit('word', null);
    this.report();
  }

  #onWord(playing: PlayingWord | null): void {
    if (playing !== null) this.#deps.progress.at(playing);
    this.#deps.events.emit('word', playing);
    this.report();
  }

  #onProgress(): void {
    const { holder, player, progress } = this.#deps;
    progress.heard(player.stats);
    this.#gate.notify();
    const isDry = player.stats.bufferedSeconds === 0 && this.#reading.kind === 'running';
    if (isDry && holder.facts.hasSound) {
      holder.know({ hasSound: false, preparation: WAITING_FOR_SOUND });
    }
    this.report();
  }
}
