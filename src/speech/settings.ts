import { SottoError } from '../base/errors';
import type { SessionSettings } from '../contracts/session';
import {
  isInRange,
  rangeInWords,
  SHARE_RANGE,
  sumOfShares,
  SYNTHESIS_RANGES,
  type NumericOption,
  type Range,
} from '../contracts/ranges';
import { EMOTIONS, type SynthesisOptions } from '../contracts/speech';

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
  for (const field of Object.keys(SYNTHESIS_RANGES) as NumericOption[]) {
    assertInRange(field, options[field] ?? 1, SYNTHESIS_RANGES[field]);
  }
  const blend = options.blend ?? [];
  for (const part of ['timbre', 'prosody'] as const) {
    for (const share of blend) assertInRange(`blend.${part}`, share[part], SHARE_RANGE);
    const total = sumOfShares(blend.map((share) => share[part]));
    assertInRange(`blend.${part}`, total, SHARE_RANGE);
  }
  for (const emotion of EMOTIONS) {
    assertInRange(`emotions.${emotion}`, options.emotions?.[emotion] ?? 0, SHARE_RANGE);
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
  if (isInRange(value, range)) return;
  const what = rangeInWords(range);
  throw new SottoError(
    `“${field}” must be ${what}, not ${value}.`,
    { kind: 'validation', field },
    {
      operation: 'validate',
      component: 'settings',
      suggestion: `Choose ${what}.`,
    },
  );
}
