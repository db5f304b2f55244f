/** Runs recovery actions in order until one helps. What helped is judged by the probe, never by the action. */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { asSottoError } from '../base/errors';
import type { RecoveryAction, RecoveryAttempt, RecoveryTools } from '../contracts/resilience';
import { retrying, type BackoffDeps } from './backoff';
import { ACTION_DEADLINES_MS, PROBE_DEADLINE_MS, RETRIES } from './strategies';

export type RunOutcome = 'recovered' | 'degraded' | 'failed';

export interface Run {
  readonly actions: readonly RecoveryAction[];
  readonly tools: RecoveryTools;
  readonly signal: AbortSignal;
  readonly onAttempt: (attempt: RecoveryAttempt) => void;
}

/** Never rejects. An aborted run ends as failed, after the attempt that was cut short. */
export async function runActions(run: Run, deps: BackoffDeps): Promise<RunOutcome> {
  for (const action of run.actions) {
    if (run.signal.aborted) return 'failed';
    const attempt = await tryAction(action, run, deps);
    run.onAttempt(attempt);
    if (attempt.outcome === 'helped') {
      return action === 'fallBackToFormant' ? 'degraded' : 'recovered';
    }
  }
  return 'failed';
}

async function tryAction(
  action: RecoveryAction,
  { tools, signal }: Run,
  deps: BackoffDeps,
): Promise<RecoveryAttempt> {
  const startedMs = deps.clock.now();
  const finish = (outcome: RecoveryAttempt['outcome'], error: RecoveryAttempt['error']) => ({
    action,
    outcome,
    durationMs: deps.clock.now() - startedMs,
    error,
  });
  const within = deadlines(deps.clock, signal);
  const once = () =>
    within(action, ACTION_DEADLINES_MS[action], async (own) => {
      if (action !== 'healthCheck') await tools[action](own);
    });
  try {
    await retrying(once, RETRIES[action], deps, signal);
    const isSound = await within('probe', PROBE_DEADLINE_MS, async (own) => tools.probe(own));
    return finish(isSound ? 'helped' : 'didNotHelp', null);
  } catch (thrown) {
    return finish('failed', asSottoError(thrown, { operation: action, component: 'recovery' }));
  }
}

/** Work that outlives its deadline or its caller is told to stop. */
function deadlines(clock: Clock, signal: AbortSignal) {
  return async <T>(
    operation: string,
    ms: number,
    work: (own: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const own = new AbortController();
    const both = AbortSignal.any([signal, own.signal]);
    const context = { operation, component: 'recovery', clock };
    try {
      return await withDeadline(work(both), ms, context, signal);
    } catch (thrown) {
      own.abort();
      throw thrown;
    }
  };
}
