import type { SottoError } from '../base/errors';
import type { Preparation, SessionState } from '../contracts/session';

/** What a session knows of itself; its state is derived from this and nowhere stored. */
export interface SessionFacts {
  readonly hasText: boolean;
  /** What the listener last asked for. */
  readonly intent: 'stopped' | 'play' | 'pause';
  /** What sound is waiting for; null when nothing is in its way. */
  readonly preparation: Preparation | null;
  /** Sound is queued or being heard. */
  readonly hasSound: boolean;
  readonly ended: boolean;
  readonly failure: SottoError | null;
}

export const WAITING_FOR_SOUND: Preparation = { kind: 'sound' };

export const INITIAL_FACTS: SessionFacts = {
  hasText: false,
  intent: 'stopped',
  preparation: null,
  hasSound: false,
  ended: false,
  failure: null,
};

export function deriveState(facts: SessionFacts): SessionState {
  // What is already queued is still heard after a failure; the failure shows when it has run out.
  if (facts.failure !== null && !(facts.hasSound && facts.intent !== 'stopped')) {
    return { kind: 'failed', error: facts.failure };
  }
  if (!facts.hasText) return { kind: 'empty' };
  switch (facts.intent) {
    case 'stopped':
      return { kind: facts.ended ? 'ended' : 'idle' };
    case 'pause':
      return { kind: 'paused' };
    case 'play':
      return facts.preparation === null || facts.hasSound
        ? { kind: 'playing' }
        : { kind: 'preparing', step: facts.preparation };
  }
}
