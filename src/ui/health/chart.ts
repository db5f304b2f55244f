/** Geometry and words of the live charts; no DOM. Positions are percent of the plot, from top left. */
import type { HealthSample } from '../../contracts/health';

/** How far back the charts look. */
export const WINDOW_MS = 5 * 60_000;
/** A hole between samples longer than this is drawn as a hole: the page was hidden, or nothing spoke. */
const LONGEST_STEP_MS = 5_000;
/** Where load changes the quality (spec: resilience, section 4). */
export const LOAD_LIMITS = [0.6, 0.8, 0.95] as const;

export interface Point {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number | null;
}

export interface Summary {
  /** The newest; null: not measured now. */
  readonly now: number | null;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export interface Stretch<Kind> {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  readonly leftPercent: number;
  readonly widthPercent: number;
}

export function pointsOf(
  samples: readonly HealthSample[],
  figure: (sample: HealthSample) => number | null,
): readonly Point[] {
  return samples.map((sample) => ({ at: sample.timestamp, value: figure(sample) }));
}

/** The samples of the last five minutes. */
export function recent(samples: readonly HealthSample[], now: number): readonly HealthSample[] {
  const first = samples.findIndex(({ timestamp }) => timestamp >= now - WINDOW_MS);
  return first === -1 ? [] : samples.slice(first);
}

export function xPercent(at: number, now: number): number {
  return clamp(100 * (1 - (now - at) / WINDOW_MS));
}

/** What is higher than the top is drawn at the top. */
export function yPercent(value: number, top: number): number {
  return clamp(100 * (1 - value / top));
}

/** SVG paths for all that is known; they are lifted where nothing is. */
export interface Drawing {
  readonly line: string;
  /** What is under the line. */
  readonly area: string;
}

export function draw(points: readonly Point[], now: number, top: number): Drawing {
  const pieces = connected(points).map((piece) =>
    piece.map(({ at, value }) => [round(xPercent(at, now)), round(yPercent(value, top))] as const),
  );
  const lines = pieces.map((piece) => piece.map(([x, y]) => `${x} ${y}`).join('L'));
  const areas = lines.map((line, i) => {
    const [first, last] = [pieces[i]?.at(0)?.[0] ?? 0, pieces[i]?.at(-1)?.[0] ?? 0];
    return `M${first} 100L${line}L${last} 100Z`;
  });
  return { line: lines.map((line) => `M${line}`).join(''), area: areas.join('') };
}

interface KnownPoint extends Point {
  readonly value: number;
}

/** Runs of points without a hole. */
function connected(points: readonly Point[]): readonly (readonly KnownPoint[])[] {
  const pieces: KnownPoint[][] = [];
  let open: KnownPoint[] | null = null;
  for (const { at, value } of points) {
    if (value === null) {
      open = null;
      continue;
    }
    const before = open?.at(-1);
    if (open === null || before === undefined || at - before.at > LONGEST_STEP_MS) {
      open = [];
      pieces.push(open);
    }
    open.push({ at, value });
  }
  return pieces;
}

/** The smallest of 1, 2, 5, 10, … that is not below the highest value, and not below `least`. */
export function niceTop(points: readonly Point[], least: number): number {
  const highest = points.reduce((top, { value }) => Math.max(top, value ?? 0), least);
  const power = 10 ** Math.floor(Math.log10(highest));
  const factor = [1, 2, 5, 10].find((step) => step * power >= highest * 0.999_999) ?? 10;
  return factor * power;
}

export function summary(points: readonly Point[]): Summary | null {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  return {
    now: points.at(-1)?.value ?? null,
    min: Math.min(...values),
    max: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

/** Runs of samples of one kind (a level, a rung), each until the next begins or nothing was measured. */
export function stretches<Kind>(
  samples: readonly HealthSample[],
  kindOf: (sample: HealthSample) => Kind,
  now: number,
): readonly Stretch<Kind>[] {
  const runs: { kind: Kind; start: number; end: number }[] = [];
  for (const { kind, at } of samples.map((one) => ({ kind: kindOf(one), at: one.timestamp }))) {
    const last = runs.at(-1);
    const isNext = last !== undefined && at - last.end <= LONGEST_STEP_MS;
    if (isNext) last.end = at;
    if (!isNext || last.kind !== kind) runs.push({ kind, start: at, end: at });
  }
  return runs.map((run) => {
    const leftPercent = xPercent(run.start, now);
    return { ...run, leftPercent, widthPercent: xPercent(run.end, now) - leftPercent };
  });
}

/** How often one kind followed another. */
export function changesOf<Kind>(runs: readonly Stretch<Kind>[]): number {
  return runs.filter(({ kind }, i) => i > 0 && runs[i - 1]?.kind !== kind).length;
}

/** How long each kind lasted, in the order in which they first came. */
export function totals<Kind>(
  runs: readonly Stretch<Kind>[],
): readonly { kind: Kind; ms: number }[] {
  const sums = new Map<Kind, number>();
  for (const { kind, start, end } of runs) sums.set(kind, (sums.get(kind) ?? 0) + end - start);
  return [...sums].map(([kind, ms]) => ({ kind, ms }));
}

export interface TableRow {
  readonly from: number;
  readonly load: Summary | null;
  readonly rtf: Summary | null;
  readonly buffered: Summary | null;
  readonly levels: readonly HealthSample['level'][];
  readonly rungs: readonly HealthSample['rung'][];
}

/** The charts in figures: one row for each half minute that has samples, newest first. */
export function tableRows(samples: readonly HealthSample[], rowMs = 30_000): readonly TableRow[] {
  const rows = new Map<number, HealthSample[]>();
  for (const sample of samples) {
    const from = Math.floor(sample.timestamp / rowMs) * rowMs;
    rows.set(from, [...(rows.get(from) ?? []), sample]);
  }
  return [...rows]
    .map(([from, row]) => ({
      from,
      load: summary(pointsOf(row, ({ load }) => load)),
      rtf: summary(pointsOf(row, ({ rtf }) => rtf)),
      buffered: summary(pointsOf(row, ({ bufferedSeconds }) => bufferedSeconds)),
      levels: [...new Set(row.map(({ level }) => level))],
      rungs: [...new Set(row.map(({ rung }) => rung))],
    }))
    .reverse();
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}
