/** For tests: a clock that moves when told to, past everything that waits for it. */
import type { Clock } from '../base/clock';

export interface FakeTime extends Clock {
  /** Fires what is due, in order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
}

export function fakeTime(): FakeTime {
  const timers = new Map<object, { readonly atMs: number; readonly callback: () => void }>();
  let nowMs = 0;
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const nextDue = (untilMs: number) =>
    [...timers]
      .filter(([, { atMs }]) => atMs <= untilMs)
      .sort(([, a], [, b]) => a.atMs - b.atMs)[0];
  return {
    now: () => nowMs,
    after: (ms, callback) => {
      const key = {};
      timers.set(key, { atMs: nowMs + ms, callback });
      return () => timers.delete(key);
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (let due = nextDue(untilMs); due !== undefined; due = nextDue(untilMs)) {
        const [key, { atMs, callback }] = due;
        timers.delete(key);
        nowMs = Math.max(nowMs, atMs);
        callback();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}
