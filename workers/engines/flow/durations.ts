/** How long each symbol sounds. */

/** About two seconds: no symbol is that long unless the prediction has gone astray. */
const MAX_SYMBOL_FRAMES = 190;

/**
 * @param logDurations Natural logarithm of frames per symbol, as the encoder gives them.
 * @param pace 1 is the voice's own; 2 is twice as fast.
 * @returns Frames per symbol, at least one each; their sum is even, as the flow works on pairs.
 */
export function symbolFrames(logDurations: Float32Array, pace: number): Int32Array {
  const frames = new Int32Array(logDurations.length);
  let total = 0;
  logDurations.forEach((logFrames, i) => {
    const rounded = Math.round(Math.exp(logFrames) / pace);
    const count = Math.min(MAX_SYMBOL_FRAMES, Math.max(1, rounded));
    frames[i] = count;
    total += count;
  });
  const last = frames.length - 1;
  if (total % 2 === 1) frames[last] = (frames[last] ?? 0) + 1;
  return frames;
}

/** Each symbol's row of `rows` [symbols, width] repeated for its frames: [frames, width]. */
export function repeatRows(rows: Float32Array, width: number, frames: Int32Array): Float32Array {
  const total = frames.reduce((sum, count) => sum + count, 0);
  const out = new Float32Array(total * width);
  let at = 0;
  frames.forEach((count, i) => {
    const row = rows.subarray(i * width, (i + 1) * width);
    for (let k = 0; k < count; k++, at += width) out.set(row, at);
  });
  return out;
}
