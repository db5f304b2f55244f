/** The order in which a page is read: an XY cut (Nagy and Seth, 1984) that looks for columns first. */
import type { Fragment } from './fragments';

/** A line of running text, and the column it stands in. */
export interface Line extends Fragment {
  readonly column: Column;
}

export interface Column {
  readonly page: number;
  readonly left: number;
  readonly right: number;
}

/** In parts of the type size. */
const LEAST_GUTTER = 0.9;
const ASCENT = 0.8;
const DESCENT = 0.25;
/** Narrower than this share of the text, and it is bullets or page numbers, no column. */
const LEAST_COLUMN = 0.18;
/** Fewer lines side by side are a table or a chance. */
const LEAST_LINES = 3;
const SAME_LINE = 0.45;
/** How far above its column such a line may stand. */
const LOOSE_TOP = 2;

export function linesInOrder(fragments: readonly Fragment[], page: number): Line[] {
  return columnsOf(fragments).flatMap((column) => linesOf(column, page));
}

/** Stacks of columns from top to bottom, each from left to right. */
function columnsOf(fragments: readonly Fragment[]): Fragment[][] {
  const columns: Fragment[][] = [];
  for (const stack of withLooseTops(stacksOf(bandsOf(fragments)))) {
    const parts = partsOf(stack);
    const last = columns.at(-1);
    if (parts.length > 1) columns.push(...parts, []);
    else if (last === undefined) columns.push(stack);
    else last.push(...stack);
  }
  return columns.filter((column) => column.length > 0);
}

/** What overlaps in height: rows with nothing but white between them. */
function bandsOf(fragments: readonly Fragment[]): Fragment[][] {
  const bands: Fragment[][] = [];
  let bottom = -Infinity;
  for (const one of [...fragments].sort((a, b) => topOf(a) - topOf(b))) {
    const band = bands.at(-1);
    if (band !== undefined && topOf(one) < bottom) band.push(one);
    else bands.push([one]);
    bottom = Math.max(bottom, one.y + DESCENT * one.size);
  }
  return bands;
}

/** Bands that go on with the same gutter belong together. */
function stacksOf(bands: readonly Fragment[][]): Fragment[][] {
  const stacks: Fragment[][] = [];
  for (const band of bands) {
    const last = stacks.at(-1);
    const both = last === undefined ? band : [...last, ...band];
    if (last !== undefined && guttersOf(both).length > 0) stacks[stacks.length - 1] = both;
    else stacks.push([...band]);
  }
  return stacks;
}

/** A line at the top of one column, higher than the other column begins, is that column's. */
function withLooseTops(stacks: readonly Fragment[][]): Fragment[][] {
  const found: Fragment[][] = [];
  for (const stack of stacks) {
    const columns = [...stack];
    const gutters = partsOf(stack).length > 1 ? guttersOf(stack) : [];
    let above = found.at(-1);
    for (let one = above?.at(-1); gutters.length > 0 && one && above; one = above?.at(-1)) {
      const { left, right, size } = one;
      const crosses = gutters.some((gutter) => left < gutter && right > gutter);
      if (crosses || topOf(columns[0] ?? one) - one.y > LOOSE_TOP * size) break;
      columns.unshift(one);
      above.pop();
      if (above.length === 0) {
        found.pop();
        above = found.at(-1);
      }
    }
    found.push(columns);
  }
  return found;
}

/** One part where there is no real gutter. */
function partsOf(stack: readonly Fragment[]): Fragment[][] {
  const gutters = guttersOf(stack);
  const parts = gutters.reduce<Fragment[][]>(
    (found, gutter) => {
      const rest = found.at(-1) ?? [];
      const before = rest.filter(({ right }) => right <= gutter);
      return [...found.slice(0, -1), before, rest.filter(({ left }) => left >= gutter)];
    },
    [[...stack]],
  );
  return parts.every((part) => part.length >= LEAST_LINES) ? parts : [[...stack]];
}

/** The middles of vertical stripes that nothing crosses, with wide enough columns on both sides. */
function guttersOf(fragments: readonly Fragment[]): number[] {
  const byLeft = [...fragments].sort((a, b) => a.left - b.left);
  const left = byLeft[0]?.left ?? 0;
  const right = byLeft.reduce((most, one) => Math.max(most, one.right), left);
  const gutters: number[] = [];
  let columnStart = left;
  let reach = left;
  for (const one of byLeft) {
    const wide = one.left - reach >= LEAST_GUTTER * one.size;
    const least = (right - left) * LEAST_COLUMN;
    if (wide && reach - columnStart >= least && right - one.left >= least) {
      gutters.push((reach + one.left) / 2);
      columnStart = one.left;
    }
    reach = Math.max(reach, one.right);
  }
  return gutters;
}

function linesOf(fragments: readonly Fragment[], page: number): Line[] {
  const left = Math.min(...fragments.map((one) => one.left));
  const right = Math.max(...fragments.map((one) => one.right));
  const column: Column = { page, left, right };
  const lines: Line[] = [];
  for (const one of [...fragments].sort((a, b) => a.y - b.y || a.left - b.left)) {
    const last = lines.at(-1);
    if (last !== undefined && one.y - last.y <= SAME_LINE * one.size) {
      lines[lines.length - 1] = sideBySide(last, one);
    } else lines.push({ ...one, column });
  }
  return lines;
}

function sideBySide(a: Line, b: Fragment): Line {
  const [first, second] = a.left <= b.left ? [a, b] : [b, a];
  const right = Math.max(a.right, b.right);
  const size = Math.max(a.size, b.size);
  return { ...a, text: `${first.text} ${second.text}`, left: first.left, right, size };
}

function topOf({ y, size }: Fragment): number {
  return y - ASCENT * size;
}
