/** How limits follow from measured good speech. */

/**
 * By statistic: the worst of the good chunks, this factor further out, but no tighter than `floor`, below which
 * nobody would hear a fault. Energies get 3 dB and more, levels 1.5 to 4 times.
 *
 * @type {Readonly<Record<string, { worst: 'most' | 'least', factor: number, floor: number }>>}
 */
export const RULES = {
  peak: { worst: 'most', factor: 1.5, floor: 2 },
  offset: { worst: 'most', factor: 4, floor: 0.01 },
  clippedShare: { worst: 'most', factor: 4, floor: 0.002 },
  rms: { worst: 'most', factor: 1.5, floor: 0.05 },
  highShare: { worst: 'most', factor: 1.4, floor: 0.3 },
  clearHighShare: { worst: 'most', factor: 2, floor: 0.005 },
  highFloor: { worst: 'most', factor: 2, floor: 1e-4 },
  variation: { worst: 'least', factor: 1 / 1.5, floor: 0.6 },
  repeats: { worst: 'most', factor: 2, floor: 4 },
  deadSeconds: { worst: 'most', factor: 1.5, floor: 0.03 },
  quietestWordRms: { worst: 'least', factor: 1 / 4, floor: 5e-3 },
};

/**
 * Never looser than the general limits: those hold for every voice.
 *
 * @param {readonly import('../src/audio/statistics').SoundStatistics[]} good
 * @param {import('../src/audio/thresholds').InspectionLimits} general
 */
export function deriveLimits(good, general) {
  const entries = Object.entries(RULES).map(([key, { worst, factor, floor }]) => {
    const values = good.map((statistics) => statistics[key]);
    const [outer, tighter] = worst === 'most' ? [Math.max, Math.min] : [Math.min, Math.max];
    const derived = outer(factor * values.reduce((a, b) => outer(a, b)), floor);
    return [key, Number(tighter(derived, general[key]).toPrecision(3))];
  });
  return Object.fromEntries(entries);
}
