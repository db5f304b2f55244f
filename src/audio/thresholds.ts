/**
 * Where good speech ends. Derived from measured good speech by `npm run bench -- --only inspect --write`,
 * which writes thresholds.json; the rule stands in bench/inspect.mjs and docs/performance.md.
 */
import type { SoundStatistics } from './statistics';
import derived from './thresholds.json';

/** By statistic (statistics.ts): the least for `quietestWordRms` and `variation`, the most for the others. */
export type InspectionLimits = Readonly<Record<keyof SoundStatistics, number>>;

/** Safe for any voice: no speech we could measure, made or recorded, comes near. */
export const GENERAL_LIMITS: InspectionLimits = derived.general;

const byVoice: Readonly<Record<string, InspectionLimits>> = derived.voices;

/** A measured voice's own limits, else the general ones. */
export function limitsFor(voiceId: string): InspectionLimits {
  return byVoice[voiceId] ?? GENERAL_LIMITS;
}
