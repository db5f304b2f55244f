/** The recovery ladder and what repairs its rungs (spec: resilience, sections 2 to 4). */
import type { SottoError } from '../base/errors';
import type { UtteranceId } from '../base/ids';
import type { ModelState, SynthesisResult, Synthesizer } from './speech';

export const FAILURE_TYPES = [
  'modelLoadingFailure',
  'memoryExhaustion',
  'pipelineError',
  'hardwareOptimizationFailure',
  'systemResourceError',
  'networkError',
  'deviceLost',
  'workerDied',
  'audioInvalid',
] as const;
export type FailureType = (typeof FAILURE_TYPES)[number];

export const RECOVERY_ACTIONS = [
  'fallBackToFormant',
  'retryDownload',
  'applyMemorySavings',
  'restartPipeline',
  'releaseGpu',
  'reduceGenerationParams',
  'useWasm',
  'healthCheck',
] as const;
export type RecoveryAction = (typeof RECOVERY_ACTIONS)[number];

/** Voices of the ladder from best to last; each speaks the same utterance. */
export const RUNGS = ['chosen', 'wasm', 'smaller', 'formant', 'silence'] as const;
export type Rung = (typeof RUNGS)[number];

/** How one utterance is tried on a rung: as it is, or in shorter pieces with fewer steps. */
export type Manner = 'plain' | 'simplified';

export type RungState =
  | { readonly kind: 'up' }
  /** It failed too often; recovery may bring it back. Nobody speaks with it meanwhile. */
  | { readonly kind: 'down'; readonly failure: FailureType; readonly sinceMs: number }
  | { readonly kind: 'recovering'; readonly failure: FailureType };

/** What happened on the ladder; for logs, metrics, notices and the health page. */
export type LadderEvent =
  | {
      readonly kind: 'failed';
      readonly utteranceId: UtteranceId | null;
      readonly rung: Rung;
      readonly manner: Manner;
      readonly failure: FailureType;
      readonly error: SottoError;
    }
  /** It could not be waited for; a lower rung speaks. */
  | {
      readonly kind: 'late';
      readonly utteranceId: UtteranceId;
      readonly rung: Rung;
      readonly waitedMs: number;
    }
  /** Every utterance, once. `fallback` is in the result. */
  | { readonly kind: 'spoke'; readonly rung: Rung; readonly result: SynthesisResult }
  /** From now on utterances begin at another rung. */
  | {
      readonly kind: 'moved';
      readonly from: Rung;
      readonly to: Rung;
      readonly because: 'failure' | 'recovered' | 'asked';
      readonly error: SottoError | null;
    };

/** Spec: resilience, section 2. */
export interface SynthesizerHealth {
  readonly state: ModelState['kind'];
  readonly errorCount: number;
  readonly lastError: SottoError | null;
  /** Milliseconds since the epoch. */
  readonly lastSuccessfulSynthesis: number | null;
  readonly modelLoaded: boolean;
  readonly configLoaded: boolean;
  /** The voice's own data (its conditioning) is there. */
  readonly voiceReady: boolean;
  readonly webgpuAvailable: boolean;
  readonly crossOriginIsolated: boolean;
  readonly threads: number;
  readonly fallbackEnabled: boolean;
  readonly activeRung: Rung;
  readonly rungs: Readonly<Partial<Record<Rung, RungState>>>;
}

/** A synthesizer that does not fail: whatever goes wrong, the utterance is spoken by a lower rung. */
export interface SafeSynthesizer extends Synthesizer {
  getHealth(): SynthesizerHealth;
  /** Makes worker and session anew from stored weights; true if the chosen voice is ready again. */
  reload(): Promise<boolean>;
  onEvent(listener: (event: LadderEvent) => void): () => void;
  /** What recovery may do to this pipeline. */
  readonly tools: RecoveryTools;
  /** Runs the strategy of a failure on the chosen rung, as if that had failed. */
  recover(failure: FailureType, trigger: RecoveryRecord['trigger']): Promise<RecoveryRecord>;
}

/**
 * What recovery does to the pipeline. Each resolves when it was done and rejects with the reason when it
 * could not be; whether it helped is judged by `probe` alone.
 */
export interface RecoveryTools {
  restartPipeline(signal: AbortSignal): Promise<void>;
  releaseGpu(signal: AbortSignal): Promise<void>;
  useWasm(signal: AbortSignal): Promise<void>;
  retryDownload(signal: AbortSignal): Promise<void>;
  applyMemorySavings(signal: AbortSignal): Promise<void>;
  reduceGenerationParams(signal: AbortSignal): Promise<void>;
  fallBackToFormant(signal: AbortSignal): Promise<void>;
  /** A real synthesis of about 0.1 s by the best rung that is wanted; true if it is sound. */
  probe(signal: AbortSignal): Promise<boolean>;
}

export interface RecoveryAttempt {
  readonly action: RecoveryAction;
  readonly outcome: 'helped' | 'didNotHelp' | 'failed';
  readonly durationMs: number;
  readonly error: SottoError | null;
}

export interface RecoveryRecord {
  readonly id: string;
  /** Null: no strategy ran, only one action (`Recovery.act`). */
  readonly failure: FailureType | null;
  readonly trigger: 'automatic' | 'asked' | 'proactive';
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly attempts: readonly RecoveryAttempt[];
  /** `degraded`: speech goes on, by the formant voice. `refused`: cooldown or open breaker. */
  readonly outcome: 'running' | 'recovered' | 'degraded' | 'failed' | 'refused';
}

/** Times are milliseconds since the epoch. */
export type BreakerState =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'halfOpen' };

export interface RecoveryStatus {
  readonly running: RecoveryRecord | null;
  /** Newest first. */
  readonly history: readonly RecoveryRecord[];
  readonly breakers: Readonly<Record<FailureType, BreakerState>>;
}

/** Runs the strategy of a failure type: one at a time for each pipeline, within its limits. */
export interface Recovery {
  readonly status: RecoveryStatus;
  /** Resolves with the finished record; never rejects. */
  recover(
    failure: FailureType,
    trigger: RecoveryRecord['trigger'],
    tools: RecoveryTools,
  ): Promise<RecoveryRecord>;
  /** One action by itself, past the breakers; judged and recorded like a strategy. Never rejects. */
  act(
    action: RecoveryAction,
    trigger: RecoveryRecord['trigger'],
    tools: RecoveryTools,
  ): Promise<RecoveryRecord>;
  /** Closes breakers, forgets cooldowns and ends what is running. History stays. */
  reset(): void;
  onChange(listener: (status: RecoveryStatus) => void): () => void;
}
