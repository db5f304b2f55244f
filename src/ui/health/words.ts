/** Everything the health page names, in plain words. */
import type { HealthSnapshot, LogSeverity, Pressure } from '../../contracts/health';
import type {
  BreakerState,
  FailureType,
  RecoveryAttempt,
  RecoveryRecord,
  RungState,
} from '../../contracts/resilience';
import { unreachable } from '../../base/never';
import { duration } from './format';

export const STATUS_WORDS: Readonly<Record<HealthSnapshot['status'], string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  unhealthy: 'Unhealthy',
};

export const FAILURE_NAMES: Readonly<Record<FailureType, string>> = {
  modelLoadingFailure: 'Voice could not be loaded',
  memoryExhaustion: 'Out of memory',
  pipelineError: 'Error while speaking',
  hardwareOptimizationFailure: 'Fast hardware unusable',
  systemResourceError: 'Storage or processor short',
  networkError: 'Network error',
  deviceLost: 'Graphics card lost',
  workerDied: 'Engine stopped',
  audioInvalid: 'Sound was bad',
};

export const TRIGGER_NAMES: Readonly<Record<RecoveryRecord['trigger'], string>> = {
  automatic: 'started by itself',
  asked: 'asked for',
  proactive: 'started before a failure',
};

export const OUTCOME_NAMES: Readonly<Record<RecoveryRecord['outcome'], string>> = {
  running: 'Running',
  recovered: 'Recovered',
  degraded: 'Goes on with the formant voice',
  failed: 'Did not help',
  refused: 'Refused: too soon after the last tries',
};

export const ATTEMPT_NAMES: Readonly<Record<RecoveryAttempt['outcome'], string>> = {
  helped: 'helped',
  didNotHelp: 'did not help',
  failed: 'could not be done',
};

export const PRESSURE_NAMES: Readonly<Record<Pressure, string>> = {
  nominal: 'none',
  fair: 'some',
  serious: 'high',
  critical: 'very high',
};

export const SEVERITY_NAMES: Readonly<Record<LogSeverity, string>> = {
  debug: 'Debug',
  info: 'Info',
  warning: 'Warning',
  error: 'Error',
  critical: 'Critical',
};

/** Above what a record is about: a failure, or one action done by itself. */
export function recordTitle(record: RecoveryRecord, nameOf: (action: string) => string): string {
  if (record.failure !== null) return FAILURE_NAMES[record.failure];
  const [only] = record.attempts;
  return only === undefined ? 'One action' : nameOf(only.action);
}

export function rungStateWords(state: RungState): string {
  switch (state.kind) {
    case 'up':
      return 'works';
    case 'down':
      return `down: ${lowerFirst(FAILURE_NAMES[state.failure])}`;
    case 'recovering':
      return `being repaired: ${lowerFirst(FAILURE_NAMES[state.failure])}`;
    default:
      return unreachable(state);
  }
}

/** @param now Milliseconds since the epoch, as `until` is. */
export function breakerWords(state: BreakerState, now: number): string {
  switch (state.kind) {
    case 'closed':
      return state.failures === 0 ? 'Closed' : `Closed, ${failures(state.failures)}`;
    case 'open':
      return state.until > now
        ? `Open, tries again in ${duration(state.until - now)}`
        : 'Open, tries again now';
    case 'halfOpen':
      return 'Half open, the next try decides';
    default:
      return unreachable(state);
  }
}

/** What is said aloud when something asked for has ended. */
export function resultWords(record: RecoveryRecord, nameOf: (action: string) => string): string {
  const helped = record.attempts.find(({ outcome }) => outcome === 'helped');
  const took = duration(record.durationMs);
  switch (record.outcome) {
    case 'recovered':
      return helped === undefined
        ? `Recovered in ${took}.`
        : `“${nameOf(helped.action)}” helped, in ${took}.`;
    case 'degraded':
      return `Nothing brought the voice back in ${took}; the formant voice speaks meanwhile.`;
    case 'failed':
      return `It did not help (${took}).`;
    case 'refused':
      return 'Refused: it was tried too often just now. Wait, or reset the breakers.';
    case 'running':
      return 'Still running.';
    default:
      return unreachable(record.outcome);
  }
}

export function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** `restartPipeline` as `Restart pipeline`: for an action nobody has described. */
export function spacedName(name: string): string {
  const spaced = name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ').toLowerCase();
  return spaced.slice(0, 1).toUpperCase() + spaced.slice(1);
}

function failures(count: number): string {
  return `${count} ${count === 1 ? 'failure' : 'failures'} lately`;
}
