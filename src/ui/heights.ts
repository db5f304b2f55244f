/** Heights of many rows and their running sums: a Fenwick tree, so that a row is found and corrected in O(log n). */
export class Heights {
  readonly #heights: Float64Array;
  /** One-based: node i holds the sum of the `i & -i` rows that end with row i - 1. */
  readonly #tree: Float64Array;
  readonly #topStep: number;

  /** @param heights Pixels, one a row; the array is taken over. */
  constructor(heights: Float64Array) {
    this.#heights = heights;
    const n = heights.length;
    this.#tree = new Float64Array(n + 1);
    for (let i = 1; i <= n; i++) {
      this.#tree[i] = (this.#tree[i] ?? 0) + (heights[i - 1] ?? 0);
      const parent = i + (i & -i);
      if (parent <= n) this.#tree[parent] = (this.#tree[parent] ?? 0) + (this.#tree[i] ?? 0);
    }
    this.#topStep = n === 0 ? 0 : 2 ** Math.floor(Math.log2(n));
  }

  get count(): number {
    return this.#heights.length;
  }

  get total(): number {
    return this.topOf(this.count);
  }

  /** Sum of the rows before this one. */
  topOf(row: number): number {
    let sum = 0;
    for (let i = row; i > 0; i -= i & -i) sum += this.#tree[i] ?? 0;
    return sum;
  }

  /** The row that covers `y`; the first or last row outside. */
  rowAt(y: number): number {
    let row = 0;
    let left = y;
    for (let step = this.#topStep; step > 0; step >>= 1) {
      const sum = this.#tree[row + step];
      if (sum === undefined || sum > left) continue;
      row += step;
      left -= sum;
    }
    return Math.max(0, Math.min(row, this.count - 1));
  }

  /** Corrects one row; returns by how much it grew. */
  set(row: number, height: number): number {
    const change = height - (this.#heights[row] ?? 0);
    if (change === 0) return 0;
    this.#heights[row] = height;
    for (let i = row + 1; i <= this.count; i += i & -i) {
      this.#tree[i] = (this.#tree[i] ?? 0) + change;
    }
    return change;
  }
}
