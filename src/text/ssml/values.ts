import { isSpokenLanguage, languageOf } from '../../contracts/languages';
import type { Language, Prosody, SayAs } from '../../contracts/text';

/** A value that markup may not have; the message completes "…: ". */
export class BadValue extends Error {}

const RATES: Readonly<Record<string, number>> = {
  'x-slow': 0.6,
  slow: 0.8,
  medium: 1,
  default: 1,
  fast: 1.25,
  'x-fast': 1.6,
};
const PITCHES: Readonly<Record<string, number>> = {
  'x-low': -6,
  low: -3,
  medium: 0,
  default: 0,
  high: 3,
  'x-high': 6,
};
const VOLUMES: Readonly<Record<string, number>> = {
  silent: 0,
  'x-soft': 0.35,
  soft: 0.6,
  medium: 1,
  default: 1,
  loud: 1.4,
  'x-loud': 2,
};
const STRENGTHS_MS: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 80,
  weak: 150,
  medium: 300,
  strong: 600,
  'x-strong': 1000,
};
const EMPHASES: Readonly<Record<string, Prosody>> = {
  strong: { rate: 0.88, pitchSemitones: 1.5, gain: 1.3 },
  moderate: { rate: 0.94, pitchSemitones: 1, gain: 1.15 },
  none: { rate: 1, pitchSemitones: 0, gain: 1 },
  reduced: { rate: 1.1, pitchSemitones: -0.5, gain: 0.8 },
};
const SAY_AS: Readonly<Record<string, SayAs>> = {
  characters: 'characters',
  'spell-out': 'characters',
  verbatim: 'characters',
  cardinal: 'cardinal',
  number: 'cardinal',
  ordinal: 'ordinal',
  digits: 'digits',
  date: 'date',
  time: 'time',
  telephone: 'telephone',
  currency: 'currency',
  fraction: 'fraction',
  unit: 'unit',
};
const MAX_BREAK_MS = 60_000;
const RATE_RANGE = [0.25, 4] as const;
const MAX_PITCH_SEMITONES = 24;
const MAX_GAIN = 4;

/** A factor: a name, "80%", "+20%" or "1.2". */
export function rate(value: string): number {
  const factor = RATES[value] ?? percent(value) ?? number(value);
  if (factor === null || factor < RATE_RANGE[0] || factor > RATE_RANGE[1]) {
    throw new BadValue(`rate is a name such as "slow", or a percentage from 25% to 400%`);
  }
  return factor;
}

/** Semitones: a name, "+2st" or "+10%". */
export function pitch(value: string): number {
  if (/hz$/i.test(value)) {
    throw new BadValue(
      'pitch in Hz is not possible with these voices; use semitones such as "+2st"',
    );
  }
  const semitones = /^([+-]?\d+(?:\.\d+)?)st$/.exec(value)?.[1];
  const factor = percent(value);
  const shift =
    PITCHES[value] ??
    (semitones === undefined ? null : Number(semitones)) ??
    (factor === null || factor <= 0 ? null : 12 * Math.log2(factor));
  if (shift === null || Math.abs(shift) > MAX_PITCH_SEMITONES) {
    throw new BadValue('pitch is a name such as "high", semitones such as "+2st" or a percentage');
  }
  return shift;
}

/** A linear gain: a name, "+6dB" or, as of old, 0 to 100. */
export function volume(value: string): number {
  const decibels = /^([+-]?\d+(?:\.\d+)?)dB$/i.exec(value)?.[1];
  const level = number(value);
  const gain =
    VOLUMES[value] ??
    (decibels === undefined ? null : 10 ** (Number(decibels) / 20)) ??
    (level === null || level > 100 ? null : level / 100);
  if (gain === null || gain > MAX_GAIN) {
    throw new BadValue('volume is a name such as "loud", or decibels such as "-6dB", 12 at most');
  }
  return gain;
}

export function breakMs(time: string | undefined, strength: string | undefined): number {
  if (time !== undefined) {
    const match = /^\+?(\d+(?:\.\d+)?|\.\d+)(ms|s)$/.exec(time);
    const ms = match === null ? null : Number(match[1]) * (match[2] === 's' ? 1000 : 1);
    if (ms === null || ms > MAX_BREAK_MS) {
      throw new BadValue('time is such as "500ms" or "1.5s", 60 s at most');
    }
    return ms;
  }
  return lookUp(STRENGTHS_MS, strength ?? 'medium', 'strength');
}

export const emphasis = (level: string): Prosody => lookUp(EMPHASES, level, 'level');

export const sayAs = (reading: string): SayAs => lookUp(SAY_AS, reading, 'interpret-as');

export function language(tag: string): Language {
  const known = languageOf(tag);
  if (isSpokenLanguage(known)) return known;
  throw new BadValue(`the language "${tag}" is none that can be spoken`);
}

const IPA_SLIPS: Readonly<Record<string, string>> = { "'": 'ˈ', g: 'ɡ', ':': 'ː' };

/** IPA as the voices know it: primes and colons in their proper form, no ties, dots or brackets. */
export function ipa(text: string): string {
  const symbols = text
    .replace(/[\u0361\u035c./[\]_‿]/g, '')
    .replace(/[':g]/g, (slip) => IPA_SLIPS[slip] ?? slip)
    .replace(/\s+/g, ' ')
    .trim();
  if (!/\p{L}/u.test(symbols) || /[\p{N}\p{Cc}\p{Surrogate}"<>@{}|\\]/u.test(symbols)) {
    throw new BadValue(
      'ph holds symbols of the International Phonetic Alphabet, such as "təˈmeɪtoʊ"',
    );
  }
  return symbols;
}

function percent(value: string): number | null {
  const match = /^([+-]?)(\d+(?:\.\d+)?)%$/.exec(value);
  if (match === null) return null;
  const share = Number(match[2]) / 100;
  if (match[1] === '') return share;
  return match[1] === '+' ? 1 + share : 1 - share;
}

function number(value: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : null;
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string, name: string): T {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  if (value !== undefined) return value;
  throw new BadValue(`${name} is one of ${Object.keys(table).join(', ')}`);
}
