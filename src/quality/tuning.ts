/** The numbers that the controller goes by. */
import type { Pressure } from '../contracts/health';
import type { QualityLevel } from '../contracts/speech';

/** Levels at which the neural voice speaks. */
export type NeuralLevel = Exclude<QualityLevel, 'overload'>;

export interface Tuning {
  /** Load that a level bears (spec: resilience, section 4); above the last one is overload. */
  readonly ceilings: Readonly<Record<NeuralLevel, number>>;
  /**
   * How much more the load counts when the buffer is empty, from `emptyFill` down: it has to be filled.
   * Little at the last level of the voice, so that a seek is not overload by itself.
   */
  readonly emptyWeight: Readonly<Record<NeuralLevel, number>>;
  /** How much less the load counts when the buffer is full. */
  readonly fullRelief: number;
  /**
   * Added to the load. Little, because our own work makes pressure too: it can tip a load that is near
   * its ceiling, and never by itself degrade a voice that is far faster than speech.
   */
  readonly pressureLoad: Readonly<Record<Pressure, number>>;
  /** Climbing needs a load so far below the better level's ceiling. */
  readonly climbMargin: number;
  readonly climbAfterDownMs: number;
  readonly climbAfterUpMs: number;
  /** A climb that has to be taken back within this time has failed: the next one waits twice as long. */
  readonly trialMs: number;
  readonly longestClimbWaitMs: number;
  /** Shares of a full buffer: below `low` overload strikes, from `healthy` on levels may climb. */
  readonly emptyFill: number;
  readonly lowFill: number;
  readonly healthyFill: number;
  /** A clause takes so many times what is expected, where that must not surprise. */
  readonly surprise: number;
  readonly reserveSeconds: number;
  /** After a clause there must be time for the formant voice to say one as long as this. */
  readonly longClauseSeconds: number;
}

export const TUNING: Tuning = {
  ceilings: { normal: 0.6, high: 0.8, critical: 0.95 },
  emptyWeight: { normal: 2, high: 2, critical: 0.15 },
  fullRelief: 0.15,
  pressureLoad: { nominal: 0, fair: 0, serious: 0.05, critical: 0.15 },
  climbMargin: 0.1,
  climbAfterDownMs: 10_000,
  climbAfterUpMs: 5_000,
  trialMs: 30_000,
  longestClimbWaitMs: 80_000,
  emptyFill: 0.15,
  lowFill: 0.4,
  healthyFill: 0.6,
  surprise: 1.3,
  reserveSeconds: 0.1,
  longClauseSeconds: 14,
};
