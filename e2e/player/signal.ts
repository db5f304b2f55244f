/** The tone that the page plays and the test looks for: the same numbers on both sides. */
export const RATE = 24_000;
export const PITCH_HZ = 150;

/** A vowel-like tone that never repeats exactly: its loudness drifts. */
export function voice(seconds: number, seed = 0): number[] {
  return Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    const t = (2 * Math.PI * PITCH_HZ * i) / RATE;
    const tone = Math.sin(t) + 0.5 * Math.sin(2 * t + 1) + 0.3 * Math.sin(5 * t + 2);
    return Math.fround(0.3 * tone * (1 + 0.2 * Math.sin(i / (3000 + seed))));
  });
}
