/** Counters, gauges and histograms, in memory. What they count is up to whoever names them. */
import type { Clock } from '../base/clock';
import { SlidingWindow } from './window';

export interface HistogramSummary {
  /** Values in the window; the figures below are of these. */
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Of all values since the page was opened. */
export interface HistogramTotal {
  readonly count: number;
  readonly sum: number;
}

export interface MetricsSnapshot<
  Counter extends string,
  Gauge extends string,
  Histogram extends string,
> {
  readonly counters: Readonly<Partial<Record<Counter, number>>>;
  readonly gauges: Readonly<Partial<Record<Gauge, number>>>;
  readonly histograms: Readonly<Partial<Record<Histogram, HistogramSummary>>>;
  readonly totals: Readonly<Partial<Record<Histogram, HistogramTotal>>>;
}

export interface MetricsOptions {
  readonly clock: Clock;
  /** Most values a histogram keeps. */
  readonly windowValues?: number;
  /** Age at which a histogram forgets a value. */
  readonly windowMs?: number;
}

const WINDOW_VALUES = 1024;
const WINDOW_MS = 5 * 60_000;

/** The type parameters are unions of the allowed names: a name that nobody agreed on does not compile. */
export class Metrics<Counter extends string, Gauge extends string, Histogram extends string> {
  readonly #clock: Clock;
  readonly #windowValues: number;
  readonly #windowMs: number;
  readonly #counters = new Map<Counter, number>();
  readonly #gauges = new Map<Gauge, number>();
  readonly #histograms = new Map<Histogram, SlidingWindow>();
  readonly #totals = new Map<Histogram, HistogramTotal>();

  constructor({ clock, windowValues = WINDOW_VALUES, windowMs = WINDOW_MS }: MetricsOptions) {
    this.#clock = clock;
    this.#windowValues = windowValues;
    this.#windowMs = windowMs;
  }

  count(name: Counter, by = 1): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + by);
  }

  gauge(name: Gauge, value: number): void {
    this.#gauges.set(name, value);
  }

  /** A value that is no number is left out: it would spoil every figure. */
  record(name: Histogram, value: number): void {
    if (!Number.isFinite(value)) return;
    const window =
      this.#histograms.get(name) ?? new SlidingWindow(this.#windowValues, this.#windowMs);
    this.#histograms.set(name, window);
    window.add(value, this.#clock.now());
    const { count, sum } = this.#totals.get(name) ?? { count: 0, sum: 0 };
    this.#totals.set(name, { count: count + 1, sum: sum + value });
  }

  /** Starts a timer; the returned function stops it and records the milliseconds. */
  time(name: Histogram): () => void {
    const startedMs = this.#clock.now();
    return () => this.record(name, this.#clock.now() - startedMs);
  }

  /** Null when there is nothing in the window. */
  summary(name: Histogram): HistogramSummary | null {
    const values = this.#histograms.get(name)?.sorted(this.#clock.now());
    return values === undefined ? null : summarise(values);
  }

  snapshot(): MetricsSnapshot<Counter, Gauge, Histogram> {
    const histograms: Partial<Record<Histogram, HistogramSummary>> = {};
    for (const name of this.#histograms.keys()) {
      const summary = this.summary(name);
      if (summary !== null) histograms[name] = summary;
    }
    return {
      counters: Object.fromEntries(this.#counters) as Partial<Record<Counter, number>>,
      gauges: Object.fromEntries(this.#gauges) as Partial<Record<Gauge, number>>,
      histograms,
      totals: Object.fromEntries(this.#totals) as Partial<Record<Histogram, HistogramTotal>>,
    };
  }
}

/** @param sorted Ascending. */
function summarise(sorted: Float64Array): HistogramSummary | null {
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  return {
    count: sorted.length,
    min,
    mean: sorted.reduce((sum, value) => sum + value / sorted.length, 0),
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
    max,
  };
}

/** Nearest rank: always one of the values themselves. */
function percentile(sorted: Float64Array, percent: number): number {
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}
