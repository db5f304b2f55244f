/** What the health page, the recovery API and the metrics tell (spec: resilience, sections 6 and 7). */
import type { ResourceReport } from './resources';
import type { FailureType, RecoveryAction, RecoveryRecord } from './resilience';
import type { RecoveryStatus, Rung, SynthesizerHealth } from './resilience';
import type { QualityLevel } from './speech';

export type Pressure = 'nominal' | 'fair' | 'serious' | 'critical';

export interface HealthIssue {
  readonly name:
    | 'load'
    | 'pressure'
    | 'memory'
    | 'gpuMemory'
    | 'storage'
    | 'errorRate'
    | 'synthesis'
    | 'text'
    | 'buffer'
    | 'fallback';
  readonly severity: 'warning' | 'critical';
  /** Plain words: what is the matter. */
  readonly message: string;
  readonly recommendation: string;
  /** What the monitor does about it by itself; null: nothing can be done. */
  readonly action: RecoveryAction | null;
}

/** Figures that are not known (no such browser API) are null and raise no issue. */
export interface HealthSnapshot {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** A real 0.1 s probe spoke; null: not tried yet. */
  readonly synthesisFunctional: boolean | null;
  readonly textFunctional: boolean | null;
  readonly bufferHealthy: boolean;
  readonly storageHealthy: boolean;
  /** Share of recent utterances that the chosen rung did not speak, 0 to 1. */
  readonly errorRate: number;
  /** Compute time / audio time; 1 is as fast as speech. */
  readonly load: number | null;
  readonly pressure: Pressure | null;
  readonly memory: { readonly usedBytes: number; readonly limitBytes: number } | null;
  readonly gpuMemory: { readonly usedBytes: number; readonly limitBytes: number } | null;
  readonly storage: { readonly usedBytes: number; readonly quotaBytes: number } | null;
  readonly level: QualityLevel;
  readonly rung: Rung;
  readonly synthesizer: SynthesizerHealth | null;
  /** What the voices hold of memory; absent where nobody keeps account. */
  readonly resources?: ResourceReport;
  readonly issues: readonly HealthIssue[];
}

/** One point of the live charts, about once a second. */
export interface HealthSample {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly load: number | null;
  readonly rtf: number | null;
  readonly bufferedSeconds: number;
  readonly level: QualityLevel;
  readonly rung: Rung;
}

export interface ActionDescription {
  readonly action: RecoveryAction;
  readonly title: string;
  /** What it does, in plain words. */
  readonly description: string;
}

/** The five operations of the recovery API, in all its forms. All reject with a SottoError. */
export interface RecoveryApi {
  status(): Promise<RecoveryStatus>;
  health(): Promise<HealthSnapshot>;
  trigger(failure: FailureType): Promise<RecoveryRecord>;
  reset(): Promise<void>;
  actions(): Promise<readonly ActionDescription[]>;
}

export type LogSeverity = 'debug' | 'info' | 'warning' | 'error' | 'critical';

/** A log record as it is shown and exported; it never holds the listener's text. */
export interface LogEntry {
  readonly timestamp: number;
  readonly severity: LogSeverity;
  readonly component: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
  readonly error: {
    readonly kind: string;
    readonly operation: string;
    readonly component: string;
    readonly causes: readonly string[];
  } | null;
}

export interface LogReader {
  /** Oldest first; what is kept from earlier visits included. */
  read(filter?: { readonly atLeast?: LogSeverity; readonly limit?: number }): Promise<LogEntry[]>;
  onEntry(listener: (entry: LogEntry) => void): () => void;
  /** One JSON object a line. */
  exportLines(): Promise<Blob>;
  clear(): Promise<void>;
}

/** All that the health page shows. */
export interface HealthFeed {
  /** The last minutes, oldest first. */
  readonly samples: readonly HealthSample[];
  readonly snapshot: HealthSnapshot;
  readonly recovery: RecoveryApi;
  readonly status: RecoveryStatus;
  readonly logs: LogReader;
  onSample(listener: (sample: HealthSample) => void): () => void;
  onSnapshot(listener: (snapshot: HealthSnapshot) => void): () => void;
  onStatus(listener: (status: RecoveryStatus) => void): () => void;
  /** Does one action by itself, as a support person asked for it. */
  act(action: RecoveryAction): Promise<RecoveryRecord>;
  metrics(format: 'text' | 'json' | 'prometheus'): string;
}
