/**
 * The bulkhead: one recovery at a time for a pipeline, and pipelines apart from each other. Each lane has
 * its own breakers, so that a voice that cannot be repaired takes no attempts from the others.
 */
import type { FailureType } from '../contracts/resilience';
import { afterAttempt, breakerAt, CLOSED, type Breaker } from './breaker';
import type { Limits } from './strategies';

export class RecoveryLane<Result> {
  readonly #limits: Limits;
  readonly #breakers = new Map<FailureType, Breaker>();
  /** By what is being repaired; who asks for the same joins. */
  readonly #pending = new Map<string, Promise<Result>>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  pending(key: string): Promise<Result> | undefined {
    return this.#pending.get(key);
  }

  /** @param job Gets the result of the job it had to wait for. Must not reject. */
  enqueue(key: string, job: (before: Result | null) => Promise<Result>): Promise<Result> {
    const before = [...this.#pending.values()].at(-1) ?? null;
    const result = this.#tail.then(async () => job(before === null ? null : await before));
    const done = result.finally(() => this.#pending.delete(key));
    this.#pending.set(key, done);
    this.#tail = done;
    return done;
  }

  breaker(failure: FailureType, nowMs: number): Breaker {
    return breakerAt(this.#breakers.get(failure) ?? CLOSED, nowMs, this.#limits);
  }

  attempted(failure: FailureType, recovered: boolean, nowMs: number): void {
    const before = this.breaker(failure, nowMs);
    this.#breakers.set(failure, afterAttempt(before, recovered, nowMs, this.#limits));
  }

  /** Nothing runs and nothing is remembered: the lane is as good as a new one. */
  isIdle(nowMs: number): boolean {
    const failures = [...this.#breakers.keys()];
    return (
      this.#pending.size === 0 &&
      failures.every((failure) => this.breaker(failure, nowMs) === CLOSED)
    );
  }
}
