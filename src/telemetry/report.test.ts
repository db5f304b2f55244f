import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock';
import { FAILURE_TYPES } from '../contracts/resilience';
import { report } from './report';
import { COUNTERS, GAUGES, HISTOGRAMS, createMetrics } from './sotto-metrics';
import type { SottoCounter, SottoGauge, SottoHistogram } from './sotto-metrics';

let nowMs = 0;
const clock: Clock = { now: () => nowMs, after: () => () => {} };

interface Family {
  readonly type: string;
  readonly samples: { readonly name: string; readonly labels: string; readonly value: string }[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const VALUE = String.raw`NaN|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (${VALUE})$`);

/** The exposition format's grammar, and its rules about families. Throws where the text breaks one. */
function parse(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  if (text === '') return families;
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  let current = '';
  let helped = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const help = new RegExp(`^# HELP (${NAME}) .+$`).exec(line);
    const type = new RegExp(`^# TYPE (${NAME}) (counter|gauge|summary)$`).exec(line);
    if (help?.[1] !== undefined) {
      helped = help[1];
      continue;
    }
    if (type?.[1] !== undefined && type[2] !== undefined) {
      current = type[1];
      if (families.has(current) || helped !== current) throw new Error(`Twice or unsaid: ${line}`);
      families.set(current, { type: type[2], samples: [] });
      continue;
    }
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    const family = families.get(current);
    const belongs = name === current || (family?.type === 'summary' && /_(sum|count)$/.test(name));
    if (family === undefined || !belongs) throw new Error(`No sample of ${current}: ${line}`);
    if (family.samples.some((other) => other.name === name && other.labels === labels)) {
      throw new Error(`Twice: ${line}`);
    }
    family.samples.push({ name, labels, value });
  }
  return families;
}

const example = () => {
  nowMs = 0;
  const metrics = createMetrics({ clock });
  metrics.count('utterances.chosen', 3);
  metrics.count('underruns');
  metrics.count('utterances.formant');
  metrics.count('failures.deviceLost', 2);
  metrics.gauge('memoryBytes', 3 * 2 ** 20);
  for (const ms of [100, 200, 400]) metrics.record('totalMs', ms);
  return metrics;
};

describe('Prometheus report', () => {
  it('has families with base units, labels in snake case, and quantiles', () => {
    const families = parse(report(example().snapshot(), 'prometheus'));
    expect(families.get('sotto_utterances_total')).toEqual({
      type: 'counter',
      samples: [
        { name: 'sotto_utterances_total', labels: 'rung="chosen"', value: '3' },
        { name: 'sotto_utterances_total', labels: 'rung="formant"', value: '1' },
      ],
    });
    expect(families.get('sotto_failures_total')?.samples[0]?.labels).toBe(
      'failure_type="device_lost"',
    );
    expect(families.get('sotto_memory_bytes')?.samples[0]?.value).toBe('3145728');
    expect(
      families.get('sotto_synthesis_seconds')?.samples.map(({ labels, value }) => [labels, value]),
    ).toEqual([
      ['quantile="0.5"', '0.2'],
      ['quantile="0.95"', '0.4'],
      ['quantile="0.99"', '0.4'],
      ['', '0.7'],
      ['', '3'],
    ]);
  });

  it('says NaN of a quiet window, and keeps its totals', () => {
    const metrics = example();
    nowMs = 3_600_000;
    const samples = parse(report(metrics.snapshot(), 'prometheus')).get(
      'sotto_synthesis_seconds',
    )?.samples;
    expect(samples?.map(({ value }) => value)).toEqual(['NaN', 'NaN', 'NaN', '0.7', '3']);
  });

  it('names each metric once, with its unit last', () => {
    const all = [COUNTERS, GAUGES, HISTOGRAMS].flatMap((table) => Object.values(table));
    const names = all.map(({ wireName }) => wireName);
    expect(new Set(names).size).toBe(names.length);
    for (const { wireName, unit } of all) {
      if (unit === 'ms' || unit === 's') expect(wireName).toMatch(/_seconds(_total)?$/);
      if (unit === 'B') expect(wireName).toMatch(/_bytes$/);
    }
  });

  it('follows the grammar whatever was measured', () => {
    const counter = fc.constantFrom<SottoCounter>(
      'utterances.chosen',
      'utterances.silence',
      'late',
      'recoveries.degraded',
      ...FAILURE_TYPES.map((failure) => `failures.${failure}` as const),
    );
    const gauge = fc.constantFrom(...(Object.keys(GAUGES) as SottoGauge[]));
    const histogram = fc.constantFrom(...(Object.keys(HISTOGRAMS) as SottoHistogram[]));
    const step = fc.oneof(
      fc.record({ kind: fc.constant('count' as const), name: counter, value: fc.nat() }),
      fc.record({ kind: fc.constant('gauge' as const), name: gauge, value: fc.double() }),
      fc.record({ kind: fc.constant('record' as const), name: histogram, value: fc.double() }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const metrics = createMetrics({ clock });
        for (const { kind, name, value } of steps) {
          if (kind === 'count') metrics.count(name, value);
          if (kind === 'gauge') metrics.gauge(name, value);
          if (kind === 'record') metrics.record(name, value);
        }
        parse(report(metrics.snapshot(), 'prometheus'));
        report(metrics.snapshot(), 'text');
        JSON.parse(report(metrics.snapshot(), 'json'));
      }),
    );
  });
});

describe('other reports', () => {
  it('tells people in their units', () => {
    const text = report(example().snapshot(), 'text');
    expect(text).toMatch(/^Failures, by type: deviceLost +2$/m);
    expect(text).toMatch(/^Memory in use +3\.0 MiB$/m);
    expect(text).toMatch(/p50 200\.0 ms, p95 400\.0 ms, p99 400\.0 ms \(3 in all\)$/m);
  });

  it('gives programs all of it', () => {
    expect(JSON.parse(report(example().snapshot(), 'json'))).toMatchObject({
      counters: { underruns: 1, 'utterances.chosen': 3 },
      histograms: { totalMs: { p50: 200 } },
      totals: { totalMs: { count: 3, sum: 700 } },
    });
  });
});
