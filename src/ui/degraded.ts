/** Who speaks and how well, in plain words: whatever is less than the best is told, with the reason. */
import { unreachable } from '../base/never';
import type { Rung } from '../contracts/resilience';
import type { SessionStats } from '../contracts/session';
import type { QualityLevel } from '../contracts/speech';

export const RUNG_NAMES: Readonly<Record<Rung, string>> = {
  chosen: 'chosen voice',
  wasm: 'chosen voice on the processor',
  smaller: 'smaller voice',
  formant: 'formant voice',
  silence: 'silence',
};

const RUNG_SENTENCES: Readonly<Record<Rung, string>> = {
  chosen: 'The chosen voice speaks.',
  wasm: 'The chosen voice speaks, on the processor in place of the graphics card.',
  smaller: 'A smaller voice of the same language speaks.',
  formant: 'The formant voice speaks: plain and robotic, but every word is said.',
  silence: 'No voice can speak: there are pauses as long as the words would take.',
};

export const LEVEL_NAMES: Readonly<Record<QualityLevel, string>> = {
  normal: 'full quality',
  high: 'fewer steps',
  critical: 'fewest steps',
  overload: 'formant voice',
};

const LEVEL_SENTENCES: Readonly<Record<QualityLevel, string>> = {
  normal: 'Quality is full.',
  high: 'Fewer steps: the device is busy.',
  critical: 'Fewest steps, in shorter pieces: the device is very busy.',
  overload: 'The formant voice helps out: the device cannot keep up.',
};

type Standing = Pick<SessionStats, 'rung' | 'level'>;

/** For the chip; null when the chosen voice speaks. */
export function rungInBrief(rung: Rung): { readonly whole: string; readonly short: string } | null {
  switch (rung) {
    case 'chosen':
      return null;
    case 'silence':
      return { whole: 'No voice can speak', short: 'No voice' };
    case 'wasm':
      return { whole: 'Speaking with the chosen voice on the processor', short: 'Processor' };
    case 'smaller':
      return { whole: 'Speaking with a smaller voice', short: 'Smaller voice' };
    case 'formant':
      return { whole: 'Speaking with the formant voice', short: 'Formant voice' };
    default:
      return unreachable(rung);
  }
}

/** For the chip; null when quality is full. */
export function levelInBrief(level: QualityLevel): string | null {
  if (level === 'normal') return null;
  return level === 'overload' ? 'the device cannot keep up' : LEVEL_NAMES[level];
}

/** @param recovering Whether something is being done about it this moment. */
export function degradations({ rung, level }: Standing, recovering: boolean): readonly string[] {
  const why = level === 'normal' ? [] : [LEVEL_SENTENCES[level]];
  // The level alone explains the formant voice then.
  if (rung === 'chosen' || (level === 'overload' && rung === 'formant')) return why;
  return [rungSentence(rung, recovering), ...why];
}

export function standing(stats: Standing, recovering: boolean): string {
  const told = degradations(stats, recovering);
  const all = [RUNG_SENTENCES.chosen, LEVEL_SENTENCES.normal];
  return (told.length === 0 ? all : told).join(' ');
}

function rungSentence(rung: Rung, recovering: boolean): string {
  if (!recovering || rung === 'silence') return RUNG_SENTENCES[rung];
  return `Speaking with the ${RUNG_NAMES[rung]} while the voice is being restarted.`;
}
