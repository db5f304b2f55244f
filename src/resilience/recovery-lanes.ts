/** The lanes of all pipelines, and their breakers as one. */
import type { Clock } from '../base/clock';
import { unreachable } from '../base/never';
import { FAILURE_TYPES } from '../contracts/resilience';
import type {
  BreakerState,
  FailureType,
  RecoveryRecord,
  RecoveryStatus,
  RecoveryTools,
} from '../contracts/resilience';
import { CLOSED, nextChangeMs, type Breaker } from './breaker';
import { RecoveryLane } from './recovery-lane';
import type { Limits } from './strategies';

export interface LanesDeps {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
}

export class RecoveryLanes {
  readonly #deps: LanesDeps;
  readonly #limits: Limits;
  /** A pipeline is known by its tools. */
  readonly #lanes = new Map<RecoveryTools, RecoveryLane<RecoveryRecord>>();

  constructor(deps: LanesDeps, limits: Limits) {
    this.#deps = deps;
    this.#limits = limits;
  }

  of(tools: RecoveryTools): RecoveryLane<RecoveryRecord> {
    const known = this.#lanes.get(tools);
    if (known !== undefined) return known;
    const nowMs = this.#deps.clock.now();
    for (const [key, lane] of this.#lanes) if (lane.isIdle(nowMs)) this.#lanes.delete(key);
    const lane = new RecoveryLane<RecoveryRecord>(this.#limits);
    this.#lanes.set(tools, lane);
    return lane;
  }

  /** New lanes: what is being called off in the old ones is not joined any more. */
  reset(): void {
    this.#lanes.clear();
  }

  /** For each failure type the breaker that is farthest from closed. */
  get breakers(): RecoveryStatus['breakers'] {
    const nowMs = this.#deps.clock.now();
    const states = FAILURE_TYPES.map((failure) => {
      const breakers = [...this.#lanes.values()].map((lane) => lane.breaker(failure, nowMs));
      const worst = breakers.reduce((a, b) => (badness(b) > badness(a) ? b : a), CLOSED);
      return [failure, this.#stateOf(worst, nowMs)];
    });
    return Object.fromEntries(states) as Record<FailureType, BreakerState>;
  }

  /** Until time alone changes a breaker; null: none will. */
  get nextChangeInMs(): number | null {
    const nowMs = this.#deps.clock.now();
    const changes = [...this.#lanes.values()].flatMap((lane) =>
      FAILURE_TYPES.flatMap(
        (failure) => nextChangeMs(lane.breaker(failure, nowMs), this.#limits) ?? [],
      ),
    );
    return changes.length === 0 ? null : Math.max(0, Math.min(...changes) - nowMs);
  }

  #stateOf(breaker: Breaker, nowMs: number): BreakerState {
    switch (breaker.kind) {
      case 'closed':
        return { kind: 'closed', failures: breaker.attempts };
      case 'open':
        return { kind: 'open', until: this.#deps.timestamp() + breaker.untilMs - nowMs };
      case 'halfOpen':
        return { kind: 'halfOpen' };
      default:
        return unreachable(breaker);
    }
  }
}

function badness(breaker: Breaker): number {
  const HALF_OPEN = 1_000;
  switch (breaker.kind) {
    case 'closed':
      return breaker.attempts;
    case 'halfOpen':
      return HALF_OPEN;
    case 'open':
      return HALF_OPEN + breaker.untilMs;
    default:
      return unreachable(breaker);
  }
}
