/** A second-order Butterworth high-pass (R. Bristow-Johnson's cookbook); its third feed-forward factor is its first. */
export interface HighPass {
  readonly b0: number;
  readonly b1: number;
  readonly a1: number;
  readonly a2: number;
}

/** `cutoffHz` must be below half the sample rate. */
export function highPass(cutoffHz: number, sampleRate: number): HighPass {
  const angle = (2 * Math.PI * cutoffHz) / sampleRate;
  const cosine = Math.cos(angle);
  const alpha = Math.sin(angle) * Math.SQRT1_2;
  const scale = 1 / (1 + alpha);
  return {
    b0: ((1 + cosine) / 2) * scale,
    b1: -(1 + cosine) * scale,
    a1: -2 * cosine * scale,
    a2: (1 - alpha) * scale,
  };
}
