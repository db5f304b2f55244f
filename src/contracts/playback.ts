/** What a player and a reading session promise to whoever shows them. */
import type { SottoError } from '../base/errors';
import type { Unsubscribe } from '../base/events';
import type { PcmChunk } from './speech';
import type { Span, Utterance } from './text';

export type OutputState =
  | { readonly kind: 'closed' }
  /** The browser wants a gesture, or the device went away; `resume` tries again. */
  | { readonly kind: 'suspended'; readonly error: SottoError | null }
  | { readonly kind: 'running' };

/** One utterance's sound as it is queued: chunk plus the pauses around it. */
export interface QueuedSound {
  readonly utterance: Utterance;
  readonly chunk: PcmChunk;
  readonly pauseBeforeMs: number;
  readonly pauseAfterMs: number;
  /** Null unless a lower rung of the ladder spoke. */
  readonly rung: string | null;
}

export interface PlayingWord {
  readonly utterance: Utterance;
  /** Null during pauses: the last word stays in `utterance`. */
  readonly word: Span | null;
}

export interface PlayerStats {
  /** Sound queued and not yet heard. */
  readonly bufferedSeconds: number;
  /** Times the output ran dry although more was to come. */
  readonly underruns: number;
  readonly playedSeconds: number;
  readonly transport: 'sharedMemory' | 'messages';
}

export interface PlayerEvents {
  output: OutputState;
  /** A word, sentence or pause began to sound; null when nothing does. */
  word: PlayingWord | null;
  mark: { readonly name: string };
  /** About ten times a second while sounding: time to push more. */
  progress: PlayerStats;
  /** All that was queued has been heard, after `end` was called. */
  drained: undefined;
}

/**
 * Queue in, ears out. It knows nothing of where sound comes from. Seeking is `flush` and push again.
 */
export interface Player {
  /** Opens the audio device at the voice's rate; needs a user gesture the first time. */
  open(sampleRate: number): Promise<void>;
  /** Appends one utterance; watch `stats.bufferedSeconds` and `progress` for back-pressure. */
  push(sound: QueuedSound): void;
  /** As of the last report from the audio thread. */
  readonly stats: PlayerStats;
  readonly output: OutputState;
  /** No more comes: running dry from now on is the end, not an underrun. */
  end(): void;
  /** Drops all that is queued, without a click. */
  flush(): void;
  /** The first queued utterance that sounds in `seconds` or later; null: all that is queued sounds sooner. */
  jointAfter(seconds: number): Utterance | null;
  /**
   * Drops that utterance and all behind it; what is queued before is heard out, and what is pushed next
   * follows it. False, and nothing is dropped, where it sounds or is about to.
   */
  cutBefore(utterance: Utterance): boolean;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** 0.5 to 3, without a change of pitch. */
  setSpeed(speed: number): void;
  /** 0 to 1. */
  setVolume(volume: number): void;
  on<Name extends keyof PlayerEvents>(
    name: Name,
    listener: (payload: PlayerEvents[Name]) => void,
  ): Unsubscribe;
  close(): Promise<void>;
}
