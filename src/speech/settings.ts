import { SottoError } from '../base/errors';
import type { SessionSettings } from '../contracts/session';
import type { SynthesisOptions } from '../contracts/speech';

interface Range {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

const SYNTHESIS_RANGES: Readonly<Record<keyof SynthesisOptions, Range>> = {
  steps: { min: 1, max: 64, integer: true },
  temperature: { min: 0, max: 1.5, integer: false },
  guidance: { min: 0, max: 5, integer: false },
  pace: { min: 0.5, max: 2, integer: false },
  pitchSemitones: { min: -12, max: 12, integer: false },
  seed: { min: 0, max: 2 ** 31 - 1, integer: true },
  maxFramesPerChunk: { min: 0, max: 10_000, integer: true },
};

const MIB = 2 ** 20;
const MEMORY_LIMIT_RANGE: Range = { min: 64 * MIB, max: 65_536 * MIB, integer: true };

export const DEFAULT_SETTINGS: SessionSettings = {
  language: 'en',
  lexicon: [],
  synthesis: {
    steps: 4,
    temperature: 0.5,
    guidance: 0,
    pace: 1,
    pitchSemitones: 0,
    seed: 1,
    maxFramesPerChunk: 0,
  },
  backend: 'auto',
  speed: 1,
  volume: 1,
  memoryLimitBytes: null,
};

/** Throws kind `validation` with the name of the first field out of its range. */
function validateSynthesis(options: SynthesisOptions): SynthesisOptions {
  for (const field of Object.keys(SYNTHESIS_RANGES) as (keyof SynthesisOptions)[]) {
    assertInRange(field, options[field], SYNTHESIS_RANGES[field]);
  }
  return options;
}

export function validateSettings(settings: SessionSettings): SessionSettings {
  validateSynthesis(settings.synthesis);
  assertInRange('speed', settings.speed, { min: 0.5, max: 3, integer: false });
  assertInRange('volume', settings.volume, { min: 0, max: 1, integer: false });
  if (settings.memoryLimitBytes !== null) {
    assertInRange('memoryLimit', settings.memoryLimitBytes, MEMORY_LIMIT_RANGE);
  }
  return settings;
}

/** Whether the change makes another plan of the text or another engine: reading then starts anew. */
export function replans(before: SessionSettings, after: SessionSettings): boolean {
  const fields = ['language', 'lexicon', 'backend'] as const;
  return fields.some((field) => after[field] !== before[field]);
}

function assertInRange(field: string, value: number, range: Range): void {
  const inside = value >= range.min && value <= range.max;
  if (inside && (!range.integer || Number.isInteger(value))) return;
  const what = range.integer ? 'a whole number' : 'a number';
  throw new SottoError(
    `“${field}” must be ${what} from ${range.min} to ${range.max}, not ${value}.`,
    { kind: 'validation', field },
    {
      operation: 'validate',
      component: 'settings',
      suggestion: `Choose ${what} from ${range.min} to ${range.max}.`,
    },
  );
}
