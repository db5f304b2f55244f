/** What the chaos page offers as `window.sottoChaos`. */
import type { BadSound } from '../faults/sound-judge';
import type { FaultName } from '../faults/names';
import type { PlannedFault } from '../faults/plan';
import type { Span } from '../contracts/text';

export interface ChaosRequest {
  readonly text: string;
  readonly seed: number;
  readonly faults: number;
  readonly only?: readonly FaultName[];
  /** Instead of a plan drawn by the seed. */
  readonly plan?: readonly PlannedFault[];
  /**
   * `live`: a real output, in real time. `hurried`: an output that swallows at once all but a few seconds
   * of what is queued, and those in real time: short runs, and less in hand than in real life.
   */
  readonly output: 'live' | 'hurried';
  /** After so long it counts as stuck. */
  readonly limitSeconds: number;
}

export interface StruckFault extends PlannedFault {
  /** Until the next sound was queued; null when none was. */
  readonly resumedMs: number | null;
  /** Until the chosen voice spoke again. */
  readonly backMs: number | null;
}

export interface HeardBadly {
  readonly span: Span;
  readonly rung: string | null;
  readonly defect: BadSound;
}

export interface ChaosReport {
  readonly seed: number;
  readonly planned: readonly PlannedFault[];
  readonly struck: readonly StruckFault[];
  readonly words: {
    readonly expected: number;
    readonly spokenOnce: number;
    /** The words themselves. */
    readonly repeated: readonly string[];
    readonly lost: readonly string[];
    readonly outOfOrder: readonly string[];
    /** Silence of their length stood for them. */
    readonly silent: readonly string[];
  };
  readonly badSounds: readonly HeardBadly[];
  /** Samples in the ring that are not finite or far too loud. */
  readonly badSamples: number;
  /** Sounds by the rung that spoke. */
  readonly rungs: Readonly<Record<string, number>>;
  /** Beyond the pauses that were planned: the output had nothing to play. */
  readonly longestGapMs: number;
  readonly gaps: number;
  /** Times the session gave up and Play had to be pressed again. */
  readonly stops: readonly string[];
  readonly notices: readonly string[];
  /** What happened on the ladder, but for what went well. */
  readonly ladder: readonly string[];
  readonly isStuck: boolean;
  readonly seconds: number;
  readonly wallSeconds: number;
}

export interface Chaos {
  run(request: ChaosRequest): Promise<ChaosReport>;
  /** Kills and restarts the engine so many times; tells when each spoke again, in milliseconds. */
  restart(times: number): Promise<readonly number[]>;
}

declare global {
  interface Window {
    sottoChaos?: Chaos;
  }
}
