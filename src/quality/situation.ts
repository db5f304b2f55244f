/** What the controller looks at before an utterance, and the questions it asks of that. */
import type { Pressure } from '../contracts/health';
import type { Span } from '../contracts/text';
import type { NeuralLevel, Tuning } from './tuning';

/** Compute time / time that its audio lasts for the listener: above 1 the buffer shrinks. */
export interface Load {
  /** Over the last clauses. */
  readonly fast: number;
  /** Over the last paragraph. */
  readonly slow: number;
}

export interface Situation {
  readonly nowMs: number;
  readonly sentence: Span;
  /** How long the utterance, and what is left of its sentence from there on, will last for the listener. */
  readonly utteranceSeconds: number;
  readonly sentenceSeconds: number;
  /** Infinity: nobody waits; 0: silence already. */
  readonly secondsUntilGap: number;
  /** How far away the gap is when the buffer is full. */
  readonly fullSeconds: number;
  /** What the voice would take at each level; null before it was heard. */
  readonly loads: Readonly<Record<NeuralLevel, Load>> | null;
  readonly formantLoad: number;
  readonly pressure: Pressure | null;
}

/** Why a level changes. `trial`: out of overload, to see whether the voice is fast enough again. */
export type Reason = 'load' | 'pressure' | 'gapNear' | 'recovered' | 'trial';

/** How full the buffer is, 0 to 1. */
export function fillOf({ secondsUntilGap, fullSeconds }: Situation): number {
  return Math.min(1, secondsUntilGap / fullSeconds);
}

/** The load of a level, made worse by an empty buffer and a busy device. */
export function strain(
  level: NeuralLevel,
  now: Situation,
  tuning: Tuning,
  average: keyof Load = 'fast',
): number {
  const { emptyFill, emptyWeight, fullRelief } = tuning;
  const fill = fillOf(now);
  const weight =
    fill < emptyFill
      ? 1 + emptyWeight[level] * (1 - fill / emptyFill)
      : 1 - fullRelief * ((fill - emptyFill) / (1 - emptyFill));
  const pressure = now.pressure === null ? 0 : tuning.pressureLoad[now.pressure];
  return (now.loads?.[level][average] ?? 0) * weight + pressure;
}

/** Would this utterance at this level come too late? Where silence is already, nothing can be too late. */
export function isGapNear(level: NeuralLevel, now: Situation, tuning: Tuning): boolean {
  const { loads, utteranceSeconds, formantLoad, secondsUntilGap } = now;
  if (loads === null || secondsUntilGap <= 0) return false;
  const formantSeconds = formantLoad * tuning.longClauseSeconds;
  const left = Math.max(tuning.reserveSeconds, formantSeconds - utteranceSeconds);
  return loads[level].fast * utteranceSeconds * tuning.surprise + left > secondsUntilGap;
}

/** Can the rest of the sentence be risked at the least quality of the voice, even if it is as slow as it was? */
export function isAffordable(now: Situation, tuning: Tuning): boolean {
  const { loads, sentenceSeconds, secondsUntilGap } = now;
  if (loads === null) return true;
  const load = Math.max(loads.critical.fast, loads.critical.slow);
  return load * sentenceSeconds * tuning.surprise + tuning.reserveSeconds <= secondsUntilGap;
}
