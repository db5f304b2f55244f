import { unreachable } from '../base/never';
import type { Rung } from '../contracts/resilience';
import type { Circumstances } from '../contracts/speech';

/** A short pause in the chosen voice is better than another voice without one. */
const BEARABLE_GAP_SECONDS = 0.3;
const LEAST_NEURAL_SECONDS = 0.3;
/** What a lower voice needs to be in time, when the wait for this one cannot be judged. */
const LEAD_SECONDS = 0.5;
/** Below the formant voice there is only silence: on a device that is overrun it, too, takes its time. */
const LEAST_FORMANT_SECONDS = 15;
/** So much slower than it was is stuck, not slow; loads come and go within less than the least. */
const STUCK_FACTOR = 6;
const LEAST_STUCK_MS = 4000;
/** The formant voice takes hundredths of a second, and is made anew in tenths. */
const STUCK_FORMANT_MS = { loaded: 1500, loading: 4000 };
/** A wait of so many times what it used to take speaks for a rung that hangs, not one that lags. */
const SUSPECT_FACTOR = 4;
const LEAST_SUSPECT_MS = 2500;

/** How long a rung may take for its next chunk before a lower one takes over; Infinity: nobody waits. */
export function patienceMs(rung: Rung, isLoaded: boolean, circumstances: Circumstances): number {
  const left = circumstances.secondsUntilGap();
  switch (rung) {
    case 'chosen':
    case 'wasm':
    case 'smaller':
      // Loading may go on for a minute yet, and would leave a gap at every clause.
      if (!isLoaded) return 1000 * Math.max(0, left - LEAD_SECONDS);
      return 1000 * Math.max(LEAST_NEURAL_SECONDS, left + BEARABLE_GAP_SECONDS);
    case 'formant':
      return 1000 * Math.max(LEAST_FORMANT_SECONDS, left);
    case 'silence':
      return Infinity;
    default:
      return unreachable(rung);
  }
}

/**
 * After which time a rung is held for stuck, however long the listener could still wait.
 * @param expectedMs By what it took before; null when that is not known.
 */
export function stuckAfterMs(rung: Rung, isLoaded: boolean, expectedMs: number | null): number {
  switch (rung) {
    case 'chosen':
    case 'wasm':
    case 'smaller':
      if (!isLoaded || expectedMs === null) return Infinity;
      return Math.max(LEAST_STUCK_MS, STUCK_FACTOR * expectedMs);
    case 'formant':
      if (!isLoaded) return STUCK_FORMANT_MS.loading;
      return Math.max(STUCK_FORMANT_MS.loaded, STUCK_FACTOR * (expectedMs ?? 0));
    case 'silence':
      return Infinity;
    default:
      return unreachable(rung);
  }
}

/** Whether a rung that was given up after `waitedMs`, because the listener could not wait, seems to hang. */
export function seemsStuck(waitedMs: number, expectedMs: number | null): boolean {
  return expectedMs !== null && waitedMs >= Math.max(LEAST_SUSPECT_MS, SUSPECT_FACTOR * expectedMs);
}
