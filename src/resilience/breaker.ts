/**
 * The circuit breaker of one failure type, as a value and what time and attempts make of it. Half-opening
 * is what a look at the clock tells: no timer can be missed in a hidden tab.
 */
import { unreachable } from '../base/never';
import type { Limits } from './strategies';

/** Times are those of the monotonic clock. */
export type Breaker =
  | { readonly kind: 'closed'; readonly attempts: number; readonly sinceMs: number }
  | { readonly kind: 'open'; readonly untilMs: number }
  | { readonly kind: 'halfOpen'; readonly sinceMs: number };

export const CLOSED: Breaker = { kind: 'closed', attempts: 0, sinceMs: 0 };

/** The breaker as it is now: an open one half-opens, and a quiet spell closes it and forgets attempts. */
export function breakerAt(breaker: Breaker, nowMs: number, limits: Limits): Breaker {
  const changesMs = nextChangeMs(breaker, limits);
  if (changesMs === null || nowMs < changesMs) return breaker;
  return breaker.kind === 'open'
    ? breakerAt({ kind: 'halfOpen', sinceMs: breaker.untilMs }, nowMs, limits)
    : CLOSED;
}

/** When time alone will change it; null: never. */
export function nextChangeMs(breaker: Breaker, limits: Limits): number | null {
  switch (breaker.kind) {
    case 'closed':
      return breaker.attempts === 0 ? null : breaker.sinceMs + limits.cooldownMs;
    case 'open':
      return breaker.untilMs;
    case 'halfOpen':
      return breaker.sinceMs + limits.cooldownMs;
    default:
      return unreachable(breaker);
  }
}

/**
 * After a recovery ended. One that helped counts too: what breaks again and again within seconds of its
 * repair is not repaired. Only the single try of a half-open breaker can close it at once.
 */
export function afterAttempt(
  breaker: Breaker,
  recovered: boolean,
  nowMs: number,
  limits: Limits,
): Breaker {
  const open: Breaker = { kind: 'open', untilMs: nowMs + limits.cooldownMs };
  const now = breakerAt(breaker, nowMs, limits);
  if (now.kind !== 'closed') return recovered ? CLOSED : open;
  const attempts = now.attempts + 1;
  return attempts >= limits.attempts ? open : { kind: 'closed', attempts, sinceMs: nowMs };
}
