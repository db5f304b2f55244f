/** The metrics as text for people, as JSON and in the Prometheus exposition format (version 0.0.4). */
import { COUNTERS, GAUGES, HISTOGRAMS } from './sotto-metrics';
import type { MetricDescription, SottoGauge, SottoHistogram, SottoSnapshot } from './sotto-metrics';

export type ReportFormat = 'text' | 'json' | 'prometheus';

export function report(snapshot: SottoSnapshot, format: ReportFormat): string {
  switch (format) {
    case 'text':
      return textReport(snapshot);
    case 'json':
      return JSON.stringify(snapshot, null, 2);
    case 'prometheus':
      return prometheusReport(snapshot);
  }
}

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface CounterRow {
  readonly description: MetricDescription;
  /** Null: the counter has no label. */
  readonly label: { readonly name: string; readonly value: string } | null;
  readonly value: number;
}

/** Grouped by name, as the exposition format asks for. */
function counterRows({ counters }: SottoSnapshot): CounterRow[] {
  return Object.entries(COUNTERS).flatMap(([base, description]) =>
    Object.entries(counters)
      .filter(([name]) => name === base || name.startsWith(`${base}.`))
      .map(([name, value]) => {
        const { label } = description;
        const labelValue = name.slice(base.length + 1);
        return {
          description,
          label: label === undefined ? null : { name: label, value: labelValue },
          value,
        };
      }),
  );
}

function gaugeRows({ gauges }: SottoSnapshot) {
  return (Object.keys(GAUGES) as SottoGauge[]).flatMap((name) => {
    const value = gauges[name];
    return value === undefined ? [] : [{ description: GAUGES[name], value }];
  });
}

function histogramRows({ histograms, totals }: SottoSnapshot) {
  return (Object.keys(HISTOGRAMS) as SottoHistogram[]).flatMap((name) => {
    const total = totals[name];
    const summary = histograms[name] ?? null;
    return total === undefined ? [] : [{ description: HISTOGRAMS[name], total, summary }];
  });
}

function prometheusReport(snapshot: SottoSnapshot): string {
  const written = new Set<string>();
  const head = ({ title, wireName }: MetricDescription, type: string) => {
    if (written.has(wireName)) return [];
    written.add(wireName);
    return [`# HELP ${wireName} ${title}.`, `# TYPE ${wireName} ${type}`];
  };
  const counters = counterRows(snapshot).flatMap(({ description, label, value }) => [
    ...head(description, 'counter'),
    `${description.wireName}${label === null ? '' : `{${label.name}="${snakeCase(label.value)}"}`} ${number(value)}`,
  ]);
  const gauges = gaugeRows(snapshot).flatMap(({ description, value }) => [
    ...head(description, 'gauge'),
    `${description.wireName} ${number(value * description.scale)}`,
  ]);
  const summaries = histogramRows(snapshot).flatMap(({ description, total, summary }) => {
    const { wireName, scale } = description;
    const quantile = (share: string, value: number | undefined) =>
      `${wireName}{quantile="${share}"} ${number((value ?? Number.NaN) * scale)}`;
    return [
      ...head(description, 'summary'),
      quantile('0.5', summary?.p50),
      quantile('0.95', summary?.p95),
      quantile('0.99', summary?.p99),
      `${wireName}_sum ${number(total.sum * scale)}`,
      `${wireName}_count ${total.count}`,
    ];
  });
  return [...counters, ...gauges, ...summaries].map((line) => `${line}\n`).join('');
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(Number(value.toPrecision(12)));
}

/** Labels on the wire are in snake case, like all names there. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function textReport(snapshot: SottoSnapshot): string {
  const rows = [
    ...counterRows(snapshot).map(({ description, label, value }) => [
      label === null ? description.title : `${description.title}: ${label.value}`,
      withUnit(value, description.unit),
    ]),
    ...gaugeRows(snapshot).map(({ description, value }) => [
      description.title,
      withUnit(value, description.unit),
    ]),
    ...histogramRows(snapshot).map(({ description, total, summary }) => [
      description.title,
      summary === null
        ? `${total.count} in all, none of late`
        : `p50 ${withUnit(summary.p50, description.unit)}, p95 ${withUnit(summary.p95, description.unit)}, p99 ${withUnit(summary.p99, description.unit)} (${total.count} in all)`,
    ]),
  ];
  const width = Math.max(0, ...rows.map(([title = '']) => title.length));
  return rows.map(([title = '', value]) => `${title.padEnd(width)}  ${value}\n`).join('');
}

function withUnit(value: number, unit: MetricDescription['unit']): string {
  switch (unit) {
    case '':
      return String(Number(value.toPrecision(3)));
    case 'ms':
      return `${value.toFixed(1)} ms`;
    case 's':
      return `${value.toFixed(1)} s`;
    case 'B':
      return `${(value / 2 ** 20).toFixed(1)} MiB`;
  }
}
