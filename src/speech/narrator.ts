import { asSottoError } from '../base/errors';
import type { Emitter } from '../base/events';
import type { OutputState, Player, PlayingWord, QueuedSound } from '../contracts/playback';
import type { SessionEvents, SessionSettings } from '../contracts/session';
import type { Voice } from '../contracts/voices';
import type { TextDocument } from '../text/document';
import type { EngineKeeper } from './engine-keeper';
import { Gate } from './gate';
import type { ProgressTracker } from './progress';
import { nothingToSay, outcomeOf, read, type ReadingOutcome } from './reading';
import type { SessionStateHolder } from './session-state';
import { WAITING_FOR_SOUND } from './state';
import { begun, utterancesFrom, type Planner } from './utterances';

/** How far ahead of the listener sound is made: enough to bridge a busy device, little enough to change course. */
const AHEAD_SECONDS = 20;
/** Made before Play is pressed, so that it answers at once. */
const PREPARED_SECONDS = 3;

export interface NarratorDeps {
  readonly player: Player;
  readonly planner: Planner;
  readonly keeper: EngineKeeper;
  readonly progress: ProgressTracker;
  readonly holder: SessionStateHolder;
  readonly events: Emitter<SessionEvents>;
  readonly settings: () => SessionSettings;
}

/** What is to be read: a text, by a voice. */
export interface Task {
  readonly document: Promise<TextDocument>;
  readonly voice: Voice;
}

/** `finished`: all is queued, and some of it perhaps not yet heard. */
type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' | 'finished'; readonly controller: AbortController };

/** Carries a text from a place in it into the player, and the player's news back to the session. */
export class Narrator {
  readonly #deps: NarratorDeps;
  readonly #gate = new Gate();
  #reading: Reading = { kind: 'none' };
  #output: OutputState['kind'] = 'closed';
  #pausedByOutput = false;
  /** Where speech must go on after a failure. */
  #resumeAt: number | null = null;

  constructor(deps: NarratorDeps) {
    this.#deps = deps;
    const { player, events } = deps;
    player.on('word', (playing) => this.#onWord(playing));
    player.on('mark', (mark) => events.emit('mark', mark));
    player.on('drained', () => this.#onDrained());
    player.on('progress', () => this.#onProgress());
    player.on('output', (output) => this.#onOutput(output));
  }

  get isReading(): boolean {
    return this.#reading.kind !== 'none';
  }

  /** The listener paused: an output that wakes must not speak by itself. */
  silence(): void {
    this.#pausedByOutput = false;
    void this.#deps.player.pause();
  }

  /** Ends what is being read; what was queued and not heard is dropped. */
  abandon(): void {
    if (this.#reading.kind !== 'none') this.#reading.controller.abort();
    this.#reading = { kind: 'none' };
    this.#resumeAt = null;
    this.#deps.player.flush();
    this.#deps.progress.forgetAhead();
    this.#deps.holder.know({ hasSound: false });
  }

  /** Reads from the current place: only a little until Play is pressed. */
  async start(task: Task): Promise<void> {
    this.abandon();
    const controller = new AbortController();
    this.#reading = { kind: 'running', controller };
    this.#deps.holder.know({ ended: false, failure: null });
    const outcome = await this.#read(task, controller.signal).catch((thrown) =>
      outcomeOf(thrown, null),
    );
    if (!controller.signal.aborted) this.#finish(outcome, controller);
  }

  /** Lets what is queued be heard, and more be made. */
  sound(): void {
    const { player, holder } = this.#deps;
    this.#gate.notify();
    // Before the first opening there is nothing to start: reading opens the output and comes back here.
    if (player.output.kind === 'closed') return;
    if (this.#isHeardOut()) return this.#onDrained();
    player.play().catch((thrown: unknown) => {
      holder.know({ intent: 'pause' });
      holder.notify('warning', asSottoError(thrown, { operation: 'play', component: 'session' }));
    });
  }

  report(): void {
    const { events, progress, player, settings } = this.#deps;
    events.emit('progress', progress.snapshot(settings().speed));
    events.emit('stats', progress.stats(player.stats));
  }

  async #read({ document, voice }: Task, signal: AbortSignal): Promise<ReadingOutcome> {
    const { holder, keeper, player, planner, progress, settings } = this.#deps;
    const opened = await document;
    signal.throwIfAborted();
    // The engine takes longest: text and output get ready beside it.
    const utterances = begun(
      utterancesFrom(
        opened,
        { offset: progress.offset, isAwaited: true },
        planner,
        settings(),
        signal,
      ),
    );
    const [{ synthesizer, info }] = await Promise.all([
      keeper.ensure(voice, settings()),
      player.open(voice.sampleRate),
    ]);
    signal.throwIfAborted();
    progress.engine = info;
    if (holder.facts.intent === 'play' || this.#pausedByOutput) this.sound();
    return read({
      utterances,
      synthesizer,
      options: () => settings().synthesis,
      player: { push: (sound) => this.#push(sound), end: () => player.end() },
      room: () => this.#gate.until(() => this.#hasRoom(), signal),
      onSpoken: (utterance, result) => progress.spoken(utterance, result),
      signal,
    });
  }

  #push(sound: QueuedSound): void {
    this.#deps.player.push(sound);
    this.#deps.progress.rendered(sound);
    this.#deps.holder.know({ hasSound: true, preparation: null });
    this.report();
  }

  #hasRoom(): boolean {
    const { holder, player } = this.#deps;
    const limit = holder.facts.intent === 'stopped' ? PREPARED_SECONDS : AHEAD_SECONDS;
    return player.stats.bufferedSeconds < limit;
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

  /** An output that fell asleep pauses the session; when it wakes by itself, speech goes on. */
  #onOutput(output: OutputState): void {
    const { holder } = this.#deps;
    const before = this.#output;
    this.#output = output.kind;
    switch (output.kind) {
      case 'closed':
        return;
      case 'suspended':
        // A new output sleeps until sound is wanted of it.
        if (before === 'closed' || holder.facts.intent !== 'play') return;
        this.#pausedByOutput = true;
        holder.know({ intent: 'pause' });
        if (output.error !== null) holder.notify('warning', output.error);
        return;
      case 'running':
        if (this.#pausedByOutput && holder.facts.intent === 'pause')
          holder.know({ intent: 'play' });
        this.#pausedByOutput = false;
        return;
    }
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
