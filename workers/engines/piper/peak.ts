/** Below this there is no sound to speak of, and to raise it would raise noise. */
const SILENCE = 1e-8;

/** As loud as it can be, as the reference does it: voices were recorded at very different levels. */
export function normalisePeak(pcm: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const peak = pcm.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  if (peak < SILENCE) return new Float32Array(pcm.length);
  return pcm.map((sample) => sample / peak);
}
