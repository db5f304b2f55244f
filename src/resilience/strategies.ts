/** What is tried against a failure, in which order and how often: data, no code (spec: resilience, section 3). */
import type { FailureType, RecoveryAction } from '../contracts/resilience';

export const STRATEGIES: Readonly<Record<FailureType, readonly RecoveryAction[]>> = {
  modelLoadingFailure: ['releaseGpu', 'retryDownload', 'applyMemorySavings', 'fallBackToFormant'],
  memoryExhaustion: [
    'releaseGpu',
    'applyMemorySavings',
    'useWasm',
    'reduceGenerationParams',
    'fallBackToFormant',
  ],
  pipelineError: ['releaseGpu', 'restartPipeline', 'applyMemorySavings', 'fallBackToFormant'],
  audioInvalid: ['releaseGpu', 'restartPipeline', 'applyMemorySavings', 'fallBackToFormant'],
  hardwareOptimizationFailure: ['healthCheck', 'useWasm', 'fallBackToFormant'],
  systemResourceError: ['healthCheck', 'applyMemorySavings', 'fallBackToFormant'],
  networkError: ['retryDownload', 'fallBackToFormant'],
  deviceLost: ['restartPipeline', 'useWasm', 'fallBackToFormant'],
  workerDied: ['restartPipeline', 'useWasm', 'fallBackToFormant'],
};

export interface Limits {
  /** Recovery attempts of one failure type before the breaker opens. */
  readonly attempts: number;
  /** How long the breaker stays open; also the quiet spell after which attempts are forgotten. */
  readonly cooldownMs: number;
}
export const LIMITS: Limits = { attempts: 3, cooldownMs: 30_000 };

export interface Retry {
  /** The first try included. */
  readonly attempts: number;
  readonly delayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
}

const ONCE: Retry = { attempts: 1, delayMs: 0, factor: 1, maxDelayMs: 0 };
const DOWNLOAD: Retry = { attempts: 3, delayMs: 5_000, factor: 2, maxDelayMs: 60_000 };
const MODEL_LOAD: Retry = { attempts: 2, delayMs: 2_000, factor: 1.5, maxDelayMs: 10_000 };
const PIPELINE_RESTART: Retry = { attempts: 2, delayMs: 2_000, factor: 1.5, maxDelayMs: 10_000 };

export const RETRIES: Readonly<Record<RecoveryAction, Retry>> = {
  retryDownload: DOWNLOAD,
  releaseGpu: MODEL_LOAD,
  useWasm: MODEL_LOAD,
  restartPipeline: PIPELINE_RESTART,
  applyMemorySavings: ONCE,
  reduceGenerationParams: ONCE,
  fallBackToFormant: ONCE,
  healthCheck: ONCE,
};

/** Of one try. A download watches its own progress; the others load a model at most. */
export const ACTION_DEADLINES_MS: Readonly<Record<RecoveryAction, number>> = {
  retryDownload: 15 * 60_000,
  releaseGpu: 60_000,
  useWasm: 60_000,
  restartPipeline: 60_000,
  applyMemorySavings: 60_000,
  reduceGenerationParams: 10_000,
  fallBackToFormant: 30_000,
  healthCheck: 10_000,
};

export const PROBE_DEADLINE_MS = 30_000;
