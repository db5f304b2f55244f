import type { HealthSnapshot } from '../../contracts/health';

const STAGES = { text: 4, encode: 11, flow: 58, vocode: 37, total: 112 };
const QUANTILES = { p50: 1, p95: 1.7, p99: 2.4 };

export function fakeMetrics({
  load,
  errorRate,
}: HealthSnapshot): Record<'text' | 'json' | 'prometheus', string> {
  const gauges = { load: load ?? 0, error_rate: errorRate, buffered_seconds: 18.4, underruns: 0 };
  const stages = Object.entries(STAGES).map(([stage, ms]) => {
    const quantiles = Object.entries(QUANTILES).map(([name, by]) => [name, ms * by] as const);
    return [stage, Object.fromEntries(quantiles)] as const;
  });
  const text = [
    ...Object.entries(gauges).map(([name, value]) => `${name.padEnd(20)}${value}`),
    '',
    `${'milliseconds'.padEnd(20)}p50      p95      p99`,
    ...stages.map(
      ([stage, by]) =>
        stage.padEnd(20) +
        Object.values(by)
          .map((ms) => ms.toFixed(1).padEnd(9))
          .join(''),
    ),
  ];
  const prometheus = [
    ...Object.entries(gauges).flatMap(([name, value]) => [
      `# TYPE sotto_${name} gauge`,
      `sotto_${name} ${value}`,
    ]),
    '# TYPE sotto_stage_seconds summary',
    ...stages.flatMap(([stage, by]) =>
      Object.entries(by).map(
        ([name, ms]) =>
          `sotto_stage_seconds{stage="${stage}",quantile="0.${name.slice(1)}"} ${ms / 1000}`,
      ),
    ),
  ];
  const json = JSON.stringify({ gauges, stages: Object.fromEntries(stages) }, null, 2);
  return { text: text.join('\n'), json, prometheus: prometheus.join('\n') };
}
