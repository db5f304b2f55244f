/** What each level changes (spec: resilience, section 4). */
import type { QualityLevel, SynthesisOptions } from '../contracts/speech';

/** What a voice can do. */
export interface VoiceLimits {
  /** Flow steps below which it is no longer worth hearing. */
  readonly fewestSteps: number;
}

interface Tier {
  readonly steps: (asked: number, limits: VoiceLimits) => number;
  /** Cap on pieces made at once, in mel frames: between two pieces work can be called off. 0 is none. */
  readonly maxFramesPerChunk: number;
  /** Seconds of sound to make in a second; null: whatever it takes to be in time. */
  readonly aimedSpeed: number | null;
}

/** Half the steps, but not fewer than this: two are much better than one. */
const FEWER_STEPS = 2;
const SHORT_CHUNK_FRAMES = 200;

const fewest = (_asked: number, { fewestSteps }: VoiceLimits) => fewestSteps;

export const TIERS: Readonly<Record<QualityLevel, Tier>> = {
  normal: { steps: (asked) => asked, maxFramesPerChunk: 0, aimedSpeed: 20 },
  high: {
    steps: (asked, { fewestSteps }) => Math.max(FEWER_STEPS, fewestSteps, Math.ceil(asked / 2)),
    maxFramesPerChunk: 0,
    aimedSpeed: 10,
  },
  critical: { steps: fewest, maxFramesPerChunk: SHORT_CHUNK_FRAMES, aimedSpeed: 5 },
  // The ladder takes the formant voice; these are for a ladder that has none.
  overload: { steps: fewest, maxFramesPerChunk: SHORT_CHUNK_FRAMES, aimedSpeed: null },
};

/** Never more than was asked for. */
export function stepsAt(level: QualityLevel, asked: number, limits: VoiceLimits): number {
  return Math.min(asked, TIERS[level].steps(asked, limits));
}

export function applyLevel(
  level: QualityLevel,
  options: SynthesisOptions,
  limits: VoiceLimits,
): SynthesisOptions {
  if (level === 'normal') return options;
  return {
    ...options,
    steps: stepsAt(level, options.steps, limits),
    maxFramesPerChunk: tighter(options.maxFramesPerChunk, TIERS[level].maxFramesPerChunk),
  };
}

/** Of two caps the smaller; 0 is none. */
function tighter(a: number, b: number): number {
  return a === 0 || b === 0 ? Math.max(a, b) : Math.min(a, b);
}
