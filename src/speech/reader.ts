/** How one reading is put together: what is said, by which engine, with which options, how far ahead. */
import type { Player, QueuedSound } from '../contracts/playback';
import type { SessionSettings } from '../contracts/session';
import type { SynthesisOptions, SynthesisResult, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import type { Quality } from '../quality/quality';
import { applyLevel } from '../quality/tiers';
import type { TextDocument } from '../text/document';
import type { EngineKeeper } from './engine-keeper';
import type { Gate } from './gate';
import { handOver, nextWordAfter } from './hand-over';
import type { Listening } from './listening';
import { waitingSpeaker } from './opening-speaker';
import type { Openings } from './openings';
import type { ProgressTracker } from './progress';
import { read, type ReadingDeps, type ReadingOutcome } from './reading';
import type { SessionStateHolder } from './session-state';
import { begun, utterancesFrom, type Planner } from './utterances';

/** How far ahead of the listener sound is made: enough to bridge a busy device, little enough to change course. */
export const AHEAD_SECONDS = 20;
/** Fewer steps than this cost little less and sound much worse. */
export const VOICE_LIMITS = { fewestSteps: 2 };
/** Made before Play is pressed, so that it answers at once. */
const PREPARED_SECONDS = 3;

/** What is to be read: a text, by a voice. */
export interface Task {
  readonly document: Promise<TextDocument>;
  readonly voice: Voice;
}

export interface ReaderDeps {
  readonly player: Player;
  readonly planner: Planner;
  readonly keeper: EngineKeeper;
  readonly openings: Openings | null;
  readonly progress: ProgressTracker;
  readonly holder: SessionStateHolder;
  readonly settings: () => SessionSettings;
  readonly listening: Listening;
  readonly quality: Quality;
}

export interface ReaderHooks {
  /** Notified when there may be room again. */
  readonly gate: Gate;
  /** The output is open: what is queued may sound from here on. */
  readonly onOpen: () => void;
  readonly push: (sound: QueuedSound) => void;
}

/** Reads a task to its end; who calls it holds the signal that ends it sooner. */
export class Reader {
  readonly #deps: ReaderDeps;
  readonly #hooks: ReaderHooks;

  constructor(deps: ReaderDeps, hooks: ReaderHooks) {
    this.#deps = deps;
    this.#hooks = hooks;
  }

  async read({ document, voice }: Task, signal: AbortSignal): Promise<ReadingOutcome> {
    const { openings, player, progress, settings } = this.#deps;
    const opened = await document;
    signal.throwIfAborted();
    // The engine takes longest: text and output get ready beside it.
    const utterances = this.#planned(opened, voice, progress.offset, signal);
    const engine = this.#engine(voice, signal);
    // Its failure is the first utterance's.
    engine.catch(() => undefined);
    const speaker =
      openings?.speaker({ voice, engine, wanted: () => settings().synthesis }) ??
      waitingSpeaker(engine);
    await player.open(voice.sampleRate);
    signal.throwIfAborted();
    this.#hooks.onOpen();
    return read({ ...this.#reading(signal), utterances, speaker });
  }

  /** Reads on from where the last voice can be taken over, once this one is ready. */
  async handOver(
    { document, voice }: Task,
    last: QueuedSound,
    signal: AbortSignal,
  ): Promise<ReadingOutcome> {
    const { player, progress } = this.#deps;
    // Let go of the old engine and load the new one at once; its failure is the first utterance's.
    const engine = this.#successor(voice, signal);
    await Promise.allSettled([engine, document]);
    const opened = await document;
    signal.throwIfAborted();
    return handOver({
      player,
      endsAt: nextWordAfter(last),
      signal,
      read: (offset, takeTurn, own) => {
        const reading = this.#reading(own);
        let isFirst = true;
        return read({
          ...reading,
          utterances: this.#planned(opened, voice, offset, own),
          speaker: waitingSpeaker(engine),
          // The first is made however much of the old voice is queued: it takes the place of that.
          room: () => (isFirst ? Promise.resolve() : reading.room()),
          player: {
            ...reading.player,
            push: (sound) => {
              if (isFirst && !takeTurn()) return;
              if (isFirst) progress.forgetFrom(offset);
              isFirst = false;
              this.#hooks.push(sound);
            },
          },
        });
      },
    });
  }

  #planned(
    document: TextDocument,
    voice: Voice,
    offset: number,
    signal: AbortSignal,
  ): AsyncIterable<Utterance> {
    const { planner, settings } = this.#deps;
    const options = { ...settings(), locale: voice.locale };
    const start = { offset, isAwaited: true };
    return begun(utterancesFrom(document, start, planner, options, signal));
  }

  #reading(signal: AbortSignal): Omit<ReadingDeps, 'utterances' | 'speaker'> {
    const { listening, player } = this.#deps;
    return {
      options: (utterance) => this.#options(utterance),
      circumstances: listening,
      player: { push: this.#hooks.push, end: () => player.end() },
      room: () => this.#hooks.gate.until(() => this.#hasRoom(), signal),
      onSpoken: (utterance, result) => this.#onSpoken(utterance, result),
      signal,
    };
  }

  /** As `#engine`, but what is queued is heard out before the wait for it counts. */
  async #successor(voice: Voice, signal: AbortSignal): Promise<Synthesizer> {
    const { listening, player } = this.#deps;
    const { synthesizer, ready } = this.#loading(voice);
    const tooLate = this.#hooks.gate
      .until(() => player.stats.bufferedSeconds === 0, signal)
      .then(() => {
        listening.begins();
        return listening.untilImpatient(signal);
      });
    await Promise.race([ready, tooLate]);
    return synthesizer;
  }

  /** Loaded, or not yet where the listener has waited long enough: then a simpler voice begins. */
  async #engine(voice: Voice, signal: AbortSignal): Promise<Synthesizer> {
    const { listening } = this.#deps;
    listening.begins();
    const { synthesizer, ready } = this.#loading(voice);
    await Promise.race([ready, listening.untilImpatient(signal)]);
    return synthesizer;
  }

  #loading(voice: Voice) {
    const { keeper, progress, settings } = this.#deps;
    const synthesizer = keeper.take(voice, settings());
    const ready = keeper.ensure(voice, settings());
    ready.then(
      ({ info }) => (progress.engine = info),
      () => undefined,
    );
    return { synthesizer, ready };
  }

  #options(utterance: Utterance): SynthesisOptions {
    const { quality, listening, player, settings } = this.#deps;
    const untilGap = listening.secondsUntilGap();
    // A start has its moment of grace with the ladder; to judge the load, what is queued counts.
    const isStart = Number.isFinite(untilGap) && player.stats.bufferedSeconds === 0;
    const level = quality.levelFor(utterance, isStart ? 0 : untilGap);
    return applyLevel(level, settings().synthesis, VOICE_LIMITS);
  }

  #onSpoken(utterance: Utterance, result: SynthesisResult | null): void {
    if (result !== null) this.#deps.quality.heard(result);
    this.#deps.progress.spoken(utterance, result);
  }

  #hasRoom(): boolean {
    const { holder, player } = this.#deps;
    const limit = holder.facts.intent === 'stopped' ? PREPARED_SECONDS : AHEAD_SECONDS;
    return player.stats.bufferedSeconds < limit;
  }
}
