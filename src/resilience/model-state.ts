import type { SottoError } from '../base/errors';
import type { Rung } from '../contracts/resilience';
import type { EngineInfo, ModelState } from '../contracts/speech';

/** What a ladder's state follows from. */
export interface ModelFacts {
  readonly failure: SottoError | null;
  /** Who speaks, or would. */
  readonly rung: Rung;
  /** Of that rung; null while it is not loaded. */
  readonly info: EngineInfo | null;
  readonly chosen: ModelState['kind'];
  /** The chosen voice is down or being repaired. */
  readonly isBroken: boolean;
}

/** Derived from the rungs, so that no transition can be forgotten. */
export function modelState({ failure, rung, info, chosen, isBroken }: ModelFacts): ModelState {
  if (failure !== null) return { kind: 'error', error: failure };
  if (info !== null) {
    return rung === 'chosen' ? { kind: 'ready', info } : { kind: 'degraded', info, rung, isBroken };
  }
  return { kind: chosen === 'uninitialized' && rung === 'chosen' ? 'uninitialized' : 'loading' };
}

export function sameModelState(a: ModelState, b: ModelState): boolean {
  if (a.kind === 'ready' && b.kind === 'ready') return a.info === b.info;
  if (a.kind === 'degraded' && b.kind === 'degraded') {
    return a.info === b.info && a.rung === b.rung && a.isBroken === b.isBroken;
  }
  if (a.kind === 'error' && b.kind === 'error') return a.error === b.error;
  return a.kind === b.kind;
}
