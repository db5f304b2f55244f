import type { SynthesisOptions } from '../contracts/speech';
import type { Voice } from '../contracts/voices';

export type PresetName = 'highQuality' | 'fast' | 'streaming' | 'lowLatency';

interface Preset {
  readonly temperature: number;
  readonly steps: number;
  readonly guidance: number;
  readonly maxFramesPerChunk: number;
}

/** As the specification states them, for a flow model that has not been distilled. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  highQuality: { temperature: 0.7, steps: 50, guidance: 0.7, maxFramesPerChunk: 0 },
  fast: { temperature: 0.9, steps: 10, guidance: 0, maxFramesPerChunk: 0 },
  streaming: { temperature: 0.8, steps: 15, guidance: 0, maxFramesPerChunk: 500 },
  lowLatency: { temperature: 0.9, steps: 5, guidance: 0, maxFramesPerChunk: 200 },
};

/** The preset that a voice's own defaults are taken to equal. */
const REFERENCE = { steps: 10, temperature: 0.9 };

/**
 * A preset scaled to a voice. Ours are distilled to few steps: where the specification says 10, a
 * voice whose default is 4 takes 4, and 50 becomes 20; the noise scales likewise.
 */
export function presetOptions(
  name: PresetName,
  voice: Voice,
): Pick<SynthesisOptions, 'steps' | 'temperature' | 'guidance' | 'maxFramesPerChunk'> {
  const preset = PRESETS[name];
  const steps = Math.round((preset.steps * voice.defaults.steps) / REFERENCE.steps);
  const temperature = (preset.temperature * voice.defaults.temperature) / REFERENCE.temperature;
  return {
    steps: Math.max(1, steps),
    temperature: Math.round(temperature * 100) / 100,
    guidance: preset.guidance,
    maxFramesPerChunk: preset.maxFramesPerChunk,
  };
}
