import type { Clock } from '../base/clock';
import type { MessageWindow, WindowMessage } from '../ops/recovery-messages';
import { Budget } from './budget';

/** The part of `window` that is used. */
export interface GuardedWindow extends MessageWindow {
  readonly parent: unknown;
}

const MOST_AT_ONCE = 50;
const PER_SECOND = 5;

/** A window that hears the one around it alone, and no more than it can bear. */
export function guardedWindow(window: GuardedWindow, clock: Clock): MessageWindow {
  const budget = new Budget(clock, MOST_AT_ONCE, PER_SECOND);
  const guards = new Map<unknown, (event: WindowMessage) => void>();
  return {
    addEventListener: (type, listener) => {
      const guard = (event: WindowMessage) => {
        if (event.source === window.parent && budget.take()) listener(event);
      };
      guards.set(listener, guard);
      window.addEventListener(type, guard);
    },
    removeEventListener: (type, listener) => {
      const guard = guards.get(listener);
      if (guard !== undefined) window.removeEventListener(type, guard);
    },
  };
}
