/** What is known of the page at one moment, judged by the thresholds of the spec (resilience, section 6). */
import type { HealthIssue, HealthSnapshot, Pressure } from '../contracts/health';
import type { Rung, SynthesizerHealth } from '../contracts/resilience';
import type { ResourceReport } from '../contracts/resources';
import type { QualityLevel } from '../contracts/speech';

/** Figures that are not known are null and raise no issue. */
export interface HealthFacts {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly synthesisFunctional: boolean | null;
  readonly textFunctional: boolean | null;
  readonly bufferedSeconds: number;
  /** Sound plays and there is more to come: an empty buffer would be heard. */
  readonly isMoreWanted: boolean;
  /** Since the last look. */
  readonly newUnderruns: number;
  /** 0 to 1. */
  readonly errorRate: number;
  readonly load: number | null;
  readonly pressure: Pressure | null;
  readonly memory: HealthSnapshot['memory'];
  readonly gpuMemory: HealthSnapshot['gpuMemory'];
  readonly storage: HealthSnapshot['storage'];
  readonly level: QualityLevel;
  readonly rung: Rung;
  readonly synthesizer: SynthesizerHealth | null;
  readonly resources?: ResourceReport;
}

interface Threshold {
  readonly warning: number;
  readonly critical: number;
}

export const THRESHOLDS = {
  load: { warning: 0.8, critical: 0.95 },
  memory: { warning: 0.8, critical: 0.95 },
  gpuMemory: { warning: 0.9, critical: 0.95 },
  storage: { warning: 0.9, critical: 0.95 },
  errorRate: { warning: 0.05, critical: 0.1 },
} as const satisfies Readonly<Record<string, Threshold>>;

const LEAST_BUFFERED_SECONDS = 1;

export function assess(facts: HealthFacts): HealthSnapshot {
  const found = CHECKS.flatMap((check) => check(facts) ?? []);
  const has = (name: HealthIssue['name']) => found.some((issue) => issue.name === name);
  return {
    status: statusOf(found),
    timestamp: facts.timestamp,
    synthesisFunctional: facts.synthesisFunctional,
    textFunctional: facts.textFunctional,
    bufferHealthy: !has('buffer'),
    storageHealthy: !has('storage'),
    errorRate: facts.errorRate,
    load: facts.load,
    pressure: facts.pressure,
    memory: facts.memory,
    gpuMemory: facts.gpuMemory,
    storage: facts.storage,
    level: facts.level,
    rung: facts.rung,
    synthesizer: facts.synthesizer,
    ...(facts.resources === undefined ? {} : { resources: facts.resources }),
    issues: found,
  };
}

/** What a listener hears or is about to; a device that is busy or full speaks all the same. */
const AUDIBLE: readonly HealthIssue['name'][] = [
  'synthesis',
  'text',
  'fallback',
  'errorRate',
  'buffer',
  'memory',
  'gpuMemory',
];

function statusOf(issues: readonly HealthIssue[]): HealthSnapshot['status'] {
  const isGrave = ({ name, severity }: HealthIssue) =>
    severity === 'critical' && AUDIBLE.includes(name);
  if (issues.some(isGrave)) return 'unhealthy';
  return issues.length > 0 ? 'degraded' : 'healthy';
}

function severityOf(value: number, threshold: Threshold): HealthIssue['severity'] | null {
  if (value >= threshold.critical) return 'critical';
  return value >= threshold.warning ? 'warning' : null;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

type Check = (facts: HealthFacts) => HealthIssue | null;

const checkSynthesis: Check = ({ synthesisFunctional }) =>
  synthesisFunctional === false
    ? {
        name: 'synthesis',
        severity: 'critical',
        message: 'A short trial of the voice gave no sound.',
        recommendation: 'The voice is being started again. Reload the page if that does not help.',
        action: 'restartPipeline',
      }
    : null;

const checkText: Check = ({ textFunctional }) =>
  textFunctional === false
    ? {
        name: 'text',
        severity: 'critical',
        message: 'The part that reads the text does not answer.',
        recommendation: 'It starts again by itself. Reload the page if it stays away.',
        action: null,
      }
    : null;

const checkErrorRate: Check = ({ errorRate, rung, level }) => {
  const severity = severityOf(errorRate, THRESHOLDS.errorRate);
  if (severity === null) return null;
  // Below the chosen rung the ladder repairs by itself; in overload another voice speaks on purpose.
  const isOurs = severity === 'critical' && rung === 'chosen' && level !== 'overload';
  return {
    name: 'errorRate',
    severity,
    message: `The chosen voice did not speak ${percent(errorRate)} of the last sentences.`,
    recommendation: 'Let it recover; choose a smaller voice if it happens again.',
    action: isOurs ? 'restartPipeline' : null,
  };
};

const checkLoad: Check = ({ load }) => {
  const severity = load === null ? null : severityOf(load, THRESHOLDS.load);
  if (load === null || severity === null) return null;
  return {
    name: 'load',
    severity,
    message: `Making sound takes ${percent(load)} of the time there is.`,
    recommendation: 'Close busy tabs and programs, or choose a smaller voice.',
    action: severity === 'critical' ? 'reduceGenerationParams' : null,
  };
};

const checkPressure: Check = ({ pressure }) =>
  pressure === 'serious' || pressure === 'critical'
    ? {
        name: 'pressure',
        severity: pressure === 'critical' ? 'critical' : 'warning',
        message: 'The processor of this device is very busy or hot.',
        recommendation: 'Close busy programs; let the device cool down or plug it in.',
        action: null,
      }
    : null;

const checkMemory: Check = ({ memory }) => {
  const share = memory === null ? 0 : memory.usedBytes / memory.limitBytes;
  const severity = severityOf(share, THRESHOLDS.memory);
  if (severity === null) return null;
  return {
    name: 'memory',
    severity,
    message: `${percent(share)} of the memory the page may use is taken.`,
    recommendation: 'Idle voices are let go of. Close other tabs, or choose a smaller voice.',
    action: 'applyMemorySavings',
  };
};

const checkGpuMemory: Check = ({ gpuMemory }) => {
  const share = gpuMemory === null ? 0 : gpuMemory.usedBytes / gpuMemory.limitBytes;
  const severity = severityOf(share, THRESHOLDS.gpuMemory);
  if (severity === null) return null;
  return {
    name: 'gpuMemory',
    severity,
    message: `${percent(share)} of the memory of the graphics processor is taken.`,
    recommendation: 'Close tabs with games, maps or video.',
    action: severity === 'critical' ? 'releaseGpu' : 'applyMemorySavings',
  };
};

const checkStorage: Check = ({ storage }) => {
  const share = storage === null ? 0 : storage.usedBytes / storage.quotaBytes;
  const severity = severityOf(share, THRESHOLDS.storage);
  if (severity === null) return null;
  return {
    name: 'storage',
    severity,
    message: `${percent(share)} of the storage the browser allows is taken.`,
    recommendation: 'Remove voices that you do not use, or free space on this device.',
    action: null,
  };
};

const checkBuffer: Check = ({ isMoreWanted, newUnderruns, bufferedSeconds }) => {
  const isLow = isMoreWanted && bufferedSeconds < LEAST_BUFFERED_SECONDS;
  if (newUnderruns === 0 && !isLow) return null;
  return {
    name: 'buffer',
    severity: newUnderruns > 0 ? 'critical' : 'warning',
    message:
      newUnderruns > 0
        ? 'There was a gap in the sound.'
        : 'There is less than a second of sound ahead.',
    recommendation: 'Quality is lowered by itself. Close busy tabs and programs.',
    action: null,
  };
};

const checkFallback: Check = ({ rung }) =>
  rung === 'chosen'
    ? null
    : {
        name: 'fallback',
        severity: rung === 'silence' ? 'critical' : 'warning',
        message:
          rung === 'silence'
            ? 'No voice can speak at the moment.'
            : 'Another voice than the chosen one speaks at the moment.',
        recommendation: 'The chosen voice is tried again by itself after a while.',
        action: null,
      };

/** The gravest matters first. */
const CHECKS: readonly Check[] = [
  checkSynthesis,
  checkText,
  checkFallback,
  checkErrorRate,
  checkBuffer,
  checkMemory,
  checkGpuMemory,
  checkLoad,
  checkPressure,
  checkStorage,
];
