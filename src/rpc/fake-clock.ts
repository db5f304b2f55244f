/** Time that stands still until a test lets it go on. */
import type { Clock } from '../base/clock';

export interface FakeClock extends Clock {
  /** Lets `ms` pass, firing what falls due in order; what is set meanwhile fires too. */
  pass(ms: number): void;
  /** Lets `ms` pass while no timer fires, as on a blocked or sleeping thread; the next `pass` fires them late. */
  block(ms: number): void;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

export function fakeClock(): FakeClock {
  let nowMs = 0;
  const timers = new Set<Timer>();
  const nextDue = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
  return {
    now: () => nowMs,
    after: (ms, callback) => {
      const timer = { dueMs: nowMs + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: (ms) => {
      const untilMs = nowMs + ms;
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.callback();
      }
      nowMs = untilMs;
    },
    block: (ms) => {
      nowMs += ms;
    },
  };
}
