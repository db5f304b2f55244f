import type { Clock } from '../base/clock';
import { unreachable } from '../base/never';
import { RUNGS, type Rung } from '../contracts/resilience';
import type { ModelState } from '../contracts/speech';
import type { SessionStateHolder } from './session-state';

const NOTICE_ID = 'rung';
/** A voice that comes and goes is not told as often as it does. */
const STEADY_MS = 15_000;

/** Tells the listener, in plain words and once, that another voice speaks, and when that is over. */
export class RungNews {
  readonly #holder: SessionStateHolder;
  readonly #clock: Clock;
  #told: Rung = 'chosen';
  #stopWaiting = () => {};

  constructor(holder: SessionStateHolder, clock: Clock) {
    this.#holder = holder;
    this.#clock = clock;
  }

  modelled(state: ModelState): void {
    switch (state.kind) {
      case 'degraded':
        this.#stopWaiting();
        return this.#tell(RUNGS.find((rung) => rung === state.rung) ?? 'chosen', state.isBroken);
      case 'ready':
        this.#stopWaiting();
        if (this.#told === 'chosen') return;
        this.#stopWaiting = this.#clock.after(STEADY_MS, () => this.#tell('chosen', false));
        return;
      case 'uninitialized':
        this.#stopWaiting();
        this.#told = 'chosen';
        return;
      case 'loading':
      case 'error':
        return;
      default:
        return unreachable(state);
    }
  }

  #tell(rung: Rung, isBroken: boolean): void {
    if (rung === this.#told) return;
    this.#told = rung;
    const severity = rung === 'chosen' ? 'info' : 'warning';
    this.#holder.tell({ id: NOTICE_ID, severity, text: textFor(rung, isBroken), error: null });
  }
}

function textFor(rung: Rung, isBroken: boolean): string {
  switch (rung) {
    case 'chosen':
      return 'The chosen voice speaks again.';
    case 'wasm':
      return 'The graphics processor stopped computing the voice. Speaking goes on with the processor.';
    case 'smaller':
      return isBroken
        ? 'The chosen voice has stopped. A smaller voice reads on while it is being repaired.'
        : 'The chosen voice is too slow just now. A smaller voice reads on. Closing other busy tabs helps.';
    case 'formant':
      return isBroken
        ? 'The chosen voice has stopped. A simple voice reads on while it is being repaired.'
        : 'The chosen voice cannot keep up just now. A simple voice reads on until it is back. Closing other busy tabs helps.';
    case 'silence':
      return 'No voice can speak just now. The text goes on in silence while they are being repaired; reload the page if it lasts.';
    default:
      return unreachable(rung);
  }
}
