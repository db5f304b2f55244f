/** Long inputs in overlapping pieces, so that memory stays bounded and a cancel is heard soon. */

/** Frames to compute (`from` to `to`) and those of them to keep (`keepFrom` to `keepTo`). Half open. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly keepFrom: number;
  readonly keepTo: number;
}

export interface WindowOptions {
  /** Most frames kept of one window; 0 is no limit. */
  readonly maxFrames: number;
  /** Frames either side that a kept frame depends on: the network's receptive field. */
  readonly contextFrames: number;
}

/**
 * Windows of nearly equal size that keep every frame once, in order. All bounds are even when `total`
 * and `contextFrames` are.
 */
export function windows(total: number, { maxFrames, contextFrames }: WindowOptions): Window[] {
  if (total === 0) return [];
  const limit = maxFrames > 0 ? Math.max(2, maxFrames) : total;
  const count = Math.ceil(total / limit);
  const size = 2 * Math.ceil(total / count / 2);
  const result: Window[] = [];
  for (let keepFrom = 0; keepFrom < total; keepFrom += size) {
    const keepTo = Math.min(total, keepFrom + size);
    const from = Math.max(0, keepFrom - contextFrames);
    const to = Math.min(total, keepTo + contextFrames);
    result.push({ from, to, keepFrom, keepTo });
  }
  return result;
}
