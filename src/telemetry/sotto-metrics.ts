/** The metrics of Sotto (spec: resilience, section 6): their names as types, and what is told of each. */
import type { FailureType, RecoveryRecord, Rung } from '../contracts/resilience';
import type { QualityLevel } from '../contracts/speech';
import { Metrics, type MetricsOptions, type MetricsSnapshot } from './metrics';

/** `name.label`: one counter for each value of its label. */
export type SottoCounter =
  | `utterances.${Rung}`
  | `failures.${FailureType}`
  | `recoveries.${RecoveryRecord['outcome']}`
  | `levels.${QualityLevel}`
  | 'late'
  | 'moves'
  | 'underruns'
  | 'audioSeconds';

export type SottoGauge =
  | 'bufferedSeconds'
  | 'load'
  | 'errorRate'
  | 'memoryBytes'
  | 'storageBytes'
  | 'storageQuotaBytes'
  | 'engines'
  | 'engineMemoryBytes'
  | 'engineGpuBytes'
  | 'enginesUnloaded'
  | 'healthy';

export type SottoHistogram =
  | 'textMs'
  | 'encodeMs'
  | 'flowMs'
  | 'vocodeMs'
  | 'totalMs'
  | 'melFrames'
  | 'tokens'
  | 'rtf'
  | 'firstAudioMs'
  | 'recoveryMs'
  | 'probeMs';

export type SottoMetrics = Metrics<SottoCounter, SottoGauge, SottoHistogram>;
export type SottoSnapshot = MetricsSnapshot<SottoCounter, SottoGauge, SottoHistogram>;

export function createMetrics(options: MetricsOptions): SottoMetrics {
  return new Metrics(options);
}

export interface MetricDescription {
  readonly title: string;
  /** Name on the wire, base unit included. */
  readonly wireName: string;
  /** What a value is multiplied by to be in the base unit. */
  readonly scale: number;
  readonly unit: '' | 'ms' | 's' | 'B';
}

type BaseName<Name extends string> = Name extends `${infer Base}.${string}` ? Base : Name;

const plain = (title: string, wireName: string): MetricDescription => ({
  title,
  wireName,
  scale: 1,
  unit: '',
});
const milliseconds = (title: string, wireName: string): MetricDescription => ({
  title,
  wireName,
  scale: 1e-3,
  unit: 'ms',
});
const bytes = (title: string, wireName: string): MetricDescription => ({
  ...plain(title, wireName),
  unit: 'B',
});
const seconds = (title: string, wireName: string): MetricDescription => ({
  ...plain(title, wireName),
  unit: 's',
});

export const COUNTERS: Readonly<
  Record<BaseName<SottoCounter>, MetricDescription & { readonly label?: string }>
> = {
  utterances: { ...plain('Utterances spoken, by rung', 'sotto_utterances_total'), label: 'rung' },
  failures: {
    ...plain('Failures, by type', 'sotto_failures_total'),
    label: 'failure_type',
  },
  recoveries: {
    ...plain('Recoveries, by outcome', 'sotto_recoveries_total'),
    label: 'outcome',
  },
  levels: {
    ...plain('Changes to a quality level', 'sotto_quality_changes_total'),
    label: 'level',
  },
  late: plain('Utterances that could not be waited for', 'sotto_late_utterances_total'),
  moves: plain('Moves on the ladder', 'sotto_rung_moves_total'),
  underruns: plain('Times the output ran dry', 'sotto_underruns_total'),
  audioSeconds: seconds('Sound made', 'sotto_audio_seconds_total'),
};

export const GAUGES: Readonly<Record<SottoGauge, MetricDescription>> = {
  bufferedSeconds: seconds('Sound queued and not yet heard', 'sotto_buffered_seconds'),
  load: plain('Compute time by audio time', 'sotto_load_ratio'),
  errorRate: plain('Share of utterances the chosen voice did not speak', 'sotto_error_ratio'),
  memoryBytes: bytes('Memory in use', 'sotto_memory_bytes'),
  storageBytes: bytes('Storage in use', 'sotto_storage_bytes'),
  storageQuotaBytes: bytes('Storage the browser allows', 'sotto_storage_quota_bytes'),
  engines: plain('Voices loaded, each in a worker', 'sotto_engines'),
  engineMemoryBytes: bytes('Memory of loaded voices, estimated', 'sotto_engine_memory_bytes'),
  engineGpuBytes: bytes('GPU memory of loaded voices, estimated', 'sotto_engine_gpu_bytes'),
  enginesUnloaded: plain('Voices let go of to free memory', 'sotto_engines_unloaded'),
  healthy: plain('1 healthy, 0.5 degraded, 0 unhealthy', 'sotto_health_ratio'),
};

export const HISTOGRAMS: Readonly<Record<SottoHistogram, MetricDescription>> = {
  textMs: milliseconds('Text stage, per utterance', 'sotto_text_seconds'),
  encodeMs: milliseconds('Encoder stage, per utterance', 'sotto_encode_seconds'),
  flowMs: milliseconds('Flow stage, per utterance', 'sotto_flow_seconds'),
  vocodeMs: milliseconds('Vocoder stage, per utterance', 'sotto_vocode_seconds'),
  totalMs: milliseconds('All stages, per utterance', 'sotto_synthesis_seconds'),
  melFrames: plain('Mel frames, per utterance', 'sotto_mel_frames'),
  tokens: plain('Tokens, per utterance', 'sotto_tokens'),
  rtf: plain('Compute time by audio time, per utterance', 'sotto_real_time_factor_ratio'),
  firstAudioMs: milliseconds('Time to first audio', 'sotto_first_audio_seconds'),
  recoveryMs: milliseconds('Time of a recovery', 'sotto_recovery_seconds'),
  probeMs: milliseconds('Time of a health probe', 'sotto_probe_seconds'),
};
