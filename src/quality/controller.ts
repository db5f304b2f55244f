/**
 * Which level an utterance is spoken at: pure, a state and a situation give the next state and why it
 * differs. Down at once and as far as needed, up slowly and one level at a time; within a sentence only
 * overload may strike, where a gap is near.
 */
import { QUALITY_LEVELS, type QualityLevel } from '../contracts/speech';
import type { Span } from '../contracts/text';
import { fillOf, isAffordable, isGapNear, strain, type Reason, type Situation } from './situation';
import type { NeuralLevel, Tuning } from './tuning';

export interface ControllerState {
  readonly level: QualityLevel;
  /** The sentence of the last utterance. */
  readonly sentence: Span | null;
  readonly lastMove: Move | null;
  /** How long a climb waits after a way down: longer after each climb that failed. */
  readonly climbWaitMs: number;
}

interface Move {
  readonly kind: 'up' | 'down';
  readonly from: QualityLevel;
  readonly atMs: number;
}

export interface Decision {
  readonly state: ControllerState;
  /** Null: the level stays. */
  readonly because: Reason | null;
}

export function initialState(tuning: Tuning): ControllerState {
  return {
    level: 'normal',
    sentence: null,
    lastMove: null,
    climbWaitMs: tuning.climbAfterDownMs,
  };
}

/** To be asked before each utterance. */
export function decide(before: ControllerState, now: Situation, tuning: Tuning): Decision {
  const state = { ...settled(before, now, tuning), sentence: now.sentence };
  if (isSameSpan(before.sentence, now.sentence)) return withinSentence(state, now, tuning);
  const bearable = bearableLevel(state, now, tuning);
  if (bearable.level === state.level) return climb(state, now, tuning);
  return down(state, bearable.level, bearable.because, now, tuning);
}

function withinSentence(state: ControllerState, now: Situation, tuning: Tuning): Decision {
  const { level } = state;
  return level !== 'overload' && isGapNear(level, now, tuning)
    ? down(state, 'overload', 'gapNear', now, tuning)
    : { state, because: null };
}

interface Bearable {
  readonly level: QualityLevel;
  /** What stands against the level above it. */
  readonly because: Reason;
}

/** The best level, from the present one down, that can go on. */
function bearableLevel(state: ControllerState, now: Situation, tuning: Tuning): Bearable {
  let because: Reason = 'load';
  for (const level of QUALITY_LEVELS.slice(QUALITY_LEVELS.indexOf(state.level))) {
    const obstacle = level === 'overload' ? null : obstacleTo(level, state, now, tuning);
    if (obstacle === null) return { level, because };
    because = obstacle;
  }
  return { level: 'overload', because };
}

function obstacleTo(
  level: NeuralLevel,
  state: ControllerState,
  now: Situation,
  tuning: Tuning,
): Reason | null {
  if (isGapNear(level, now, tuning)) return 'gapNear';
  const ceiling = tuning.ceilings[level];
  if (strain(level, now, tuning) <= ceiling) return null;
  // There is nothing left but the formant voice: not while enough is there to wait for better times.
  const canWait = fillOf(now) >= tuning.lowFill && !isTrial(state, now, tuning);
  if (level === 'critical' && canWait) return null;
  return strain(level, { ...now, pressure: null }, tuning) > ceiling ? 'load' : 'pressure';
}

function down(
  state: ControllerState,
  level: QualityLevel,
  because: Reason,
  now: Situation,
  tuning: Tuning,
): Decision {
  const hasClimbFailed = state.lastMove?.kind === 'up';
  const climbWaitMs = hasClimbFailed
    ? Math.min(2 * state.climbWaitMs, tuning.longestClimbWaitMs)
    : state.climbWaitMs;
  const lastMove = { kind: 'down', from: state.level, atMs: now.nowMs } as const;
  return { state: { ...state, level, lastMove, climbWaitMs }, because };
}

function climb(state: ControllerState, now: Situation, tuning: Tuning): Decision {
  const better = QUALITY_LEVELS[QUALITY_LEVELS.indexOf(state.level) - 1];
  if (better === undefined || better === 'overload') return { state, because: null };
  const isTime = hasWaited(state, now, tuning) && fillOf(now) >= tuning.healthyFill;
  const isTrying = state.level === 'overload';
  const isPossible = isTrying ? isAffordable(now, tuning) : isRelieved(better, now, tuning);
  if (!isTime || !isPossible) return { state, because: null };
  const lastMove = { kind: 'up', from: state.level, atMs: now.nowMs } as const;
  return {
    state: { ...state, level: better, lastMove },
    because: isTrying ? 'trial' : 'recovered',
  };
}

function hasWaited(state: ControllerState, now: Situation, tuning: Tuning): boolean {
  const { lastMove } = state;
  if (lastMove === null) return true;
  const afterDownMs = isRisky(state, now, tuning) ? state.climbWaitMs : tuning.climbAfterDownMs;
  const waitMs = lastMove.kind === 'down' ? afterDownMs : tuning.climbAfterUpMs;
  return now.nowMs - lastMove.atMs >= waitMs;
}

/** Whether a climb may fail again, and that would matter: out of overload not if nobody waits for it. */
function isRisky({ level }: ControllerState, now: Situation, tuning: Tuning): boolean {
  const { secondsUntilGap } = now;
  if (level !== 'overload') return true;
  return Number.isFinite(secondsUntilGap) && !isRelieved('critical', now, tuning);
}

function isRelieved(level: NeuralLevel, now: Situation, tuning: Tuning): boolean {
  const limit = tuning.ceilings[level] - tuning.climbMargin;
  const isLoadLow = (['fast', 'slow'] as const).every(
    (average) => strain(level, now, tuning, average) <= limit,
  );
  return isLoadLow && !isGapNear(level, now, tuning);
}

/** A climb that lasted its trial has succeeded: the next one waits no longer than usual. */
function settled(state: ControllerState, now: Situation, tuning: Tuning): ControllerState {
  const { lastMove } = state;
  if (lastMove?.kind !== 'up' || now.nowMs - lastMove.atMs <= tuning.trialMs) return state;
  return { ...state, lastMove: null, climbWaitMs: tuning.climbAfterDownMs };
}

/** The voice has just been let speak again, to see whether it is fast enough. */
function isTrial({ lastMove }: ControllerState, now: Situation, tuning: Tuning): boolean {
  return (
    lastMove?.kind === 'up' &&
    lastMove.from === 'overload' &&
    now.nowMs - lastMove.atMs <= tuning.trialMs
  );
}

function isSameSpan(a: Span | null, b: Span): boolean {
  return a !== null && a.start === b.start && a.end === b.end;
}
