import type { SottoError } from '../base/errors';
import type { Emitter } from '../base/events';
import type { Notice, SessionEvents, SessionState } from '../contracts/session';
import { INITIAL_FACTS, deriveState, type SessionFacts } from './state';

/** Holds a session's facts and tells when the state that follows from them changed. */
export class SessionStateHolder {
  readonly #events: Emitter<SessionEvents>;
  #facts: SessionFacts = INITIAL_FACTS;
  #state: SessionState = deriveState(INITIAL_FACTS);
  #notices = 0;

  constructor(events: Emitter<SessionEvents>) {
    this.#events = events;
  }

  get facts(): SessionFacts {
    return this.#facts;
  }

  get state(): SessionState {
    return this.#state;
  }

  know(change: Partial<SessionFacts>): void {
    const before = this.#state;
    this.#facts = { ...this.#facts, ...change };
    this.#state = deriveState(this.#facts);
    if (!sameState(before, this.#state)) this.#events.emit('state', this.#state);
  }

  /** The same id again takes the place of what was told before. */
  tell(notice: Notice): void {
    this.#events.emit('notice', notice);
  }

  notify(severity: Notice['severity'], error: SottoError): void {
    const text = `${error.message} ${error.suggestion}`;
    this.#events.emit('notice', { id: `notice-${this.#notices++}`, severity, text, error });
  }
}

function sameState(a: SessionState, b: SessionState): boolean {
  if (a.kind === 'preparing' && b.kind === 'preparing') return a.step === b.step;
  if (a.kind === 'failed' && b.kind === 'failed') return a.error === b.error;
  return a.kind === b.kind;
}
