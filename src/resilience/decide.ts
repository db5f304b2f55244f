/** What a failure leads to, decided in one place and pure; others act on the answer. */
import { unreachable } from '../base/never';
import type { FailureType, Manner, Rung } from '../contracts/resilience';

export interface Situation {
  /** Null: no rung would do better (classify.ts). */
  readonly failure: FailureType | null;
  readonly rung: Rung;
  readonly manner: Manner;
  /** Failures of this utterance on this rung, this one included. */
  readonly failures: number;
  /** Utterances in a row that this rung failed to speak, this one included. */
  readonly lostUtterances: number;
  readonly secondsUntilGap: number;
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly isFallbackEnabled: boolean;
  /** 0 to 1. */
  readonly jitter: number;
}

export type Decision =
  | { readonly kind: 'retry'; readonly manner: Manner; readonly delayMs: number }
  /** `isDown`: nobody speaks with the rung until it was repaired. */
  | { readonly kind: 'descend'; readonly isDown: boolean }
  | { readonly kind: 'giveUp' };

/** With less than this a rung that failed gets no second chance: a lower one is sure to be in time. */
const HURRY_SECONDS = 0.3;
/** Before a gap there must be time for the next try itself. */
const TIME_TO_TRY_SECONDS = 1;
/** So many utterances in a row that could not wait for it: it is not the utterances. */
const LOST_BEFORE_DOWN = 3;
/** Tries of the formant voice on one utterance, before silence. */
const FORMANT_TRIES = 2;

export function decide(situation: Situation): Decision {
  const { failure, rung, isFallbackEnabled } = situation;
  if (failure === null) return { kind: 'giveUp' };
  switch (rung) {
    case 'chosen':
    case 'wasm':
    case 'smaller':
      return decideNeural(situation, failure);
    case 'formant':
      return situation.failures < FORMANT_TRIES
        ? { kind: 'retry', manner: 'plain', delayMs: 0 }
        : { kind: 'descend', isDown: false };
    case 'silence':
      return isFallbackEnabled
        ? { kind: 'retry', manner: 'plain', delayMs: 0 }
        : { kind: 'giveUp' };
    default:
      return unreachable(rung);
  }
}

function decideNeural(situation: Situation, failure: FailureType): Decision {
  const { failures, secondsUntilGap, isFallbackEnabled } = situation;
  const next = nextManner(situation, failure);
  if (next !== null && (secondsUntilGap > HURRY_SECONDS || !isFallbackEnabled)) {
    return { kind: 'retry', manner: next, delayMs: delayMs(situation) };
  }
  if (!isFallbackEnabled) return { kind: 'giveUp' };
  const isDown = next === null || situation.lostUtterances >= LOST_BEFORE_DOWN || failures > 2;
  return { kind: 'descend', isDown };
}

/** Null: trying the same rung again is of no use. */
function nextManner({ failures, maxRetries }: Situation, failure: FailureType): Manner | null {
  if (failures > maxRetries) return null;
  switch (failure) {
    case 'memoryExhaustion':
      return 'simplified';
    case 'audioInvalid':
    case 'pipelineError':
    case 'workerDied':
      return failures === 1 ? 'plain' : 'simplified';
    // What the text is like does not matter to these: once more, then it needs repair.
    case 'modelLoadingFailure':
    case 'hardwareOptimizationFailure':
    case 'systemResourceError':
    case 'networkError':
    case 'deviceLost':
      return failures === 1 ? 'plain' : null;
    default:
      return unreachable(failure);
  }
}

/** The first retry is at once: most failures were of that one moment. */
function delayMs({ failures, retryDelayMs, secondsUntilGap, jitter }: Situation): number {
  if (failures === 1) return 0;
  const wanted = retryDelayMs * (0.5 + 0.5 * jitter);
  return Math.min(wanted, 1000 * Math.max(0, secondsUntilGap - TIME_TO_TRY_SECONDS));
}
