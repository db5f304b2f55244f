/** All that the health page shows, from the parts that know it. */
import type { HealthFeed, LogReader, RecoveryApi } from '../contracts/health';
import type { Recovery, SafeSynthesizer } from '../contracts/resilience';
import { report } from '../telemetry/report';
import type { SottoMetrics } from '../telemetry/sotto-metrics';
import type { HealthMonitor } from './health-monitor';
import { speaking } from './recovery-api';
import type { Sampler } from './sampler';

export interface FeedDeps {
  readonly sampler: Sampler;
  readonly monitor: HealthMonitor;
  readonly recovery: Recovery;
  readonly api: RecoveryApi;
  readonly logs: LogReader;
  readonly metrics: SottoMetrics;
  readonly synthesizer: () => SafeSynthesizer | null;
}

export function createHealthFeed(deps: FeedDeps): HealthFeed {
  const { sampler, monitor, recovery, api, logs, metrics, synthesizer } = deps;
  return {
    get samples() {
      return sampler.samples;
    },
    get snapshot() {
      return monitor.snapshot;
    },
    get status() {
      return recovery.status;
    },
    recovery: api,
    logs,
    onSample: sampler.onSample,
    onSnapshot: (listener) => monitor.onSnapshot(listener),
    onStatus: (listener) => recovery.onChange(listener),
    act: async (action) => recovery.act(action, 'asked', speaking(synthesizer).tools),
    metrics: (format) => report(metrics.snapshot(), format),
  };
}
