/** What the numbers of a synthesis may be; files, settings and sliders all go by it. */
import type { SynthesisOptions } from './speech';

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** Options that are one number each. */
export type NumericOption = Exclude<keyof SynthesisOptions, 'blend' | 'emotions'>;

export const SYNTHESIS_RANGES: Readonly<Record<NumericOption, Range>> = {
  steps: { min: 1, max: 64, integer: true },
  temperature: { min: 0, max: 1.5, integer: false },
  guidance: { min: 0, max: 5, integer: false },
  pace: { min: 0.5, max: 2, integer: false },
  pitchSemitones: { min: -12, max: 12, integer: false },
  seed: { min: 0, max: 2 ** 31 - 1, integer: true },
  maxFramesPerChunk: { min: 0, max: 10_000, integer: true },
  energy: { min: 0.25, max: 2, integer: false },
};
/** How much of a voice or of an emotion; also what all shares of a mix come to. */
export const SHARE_RANGE: Range = { min: 0, max: 1, integer: false };

export function isInRange(value: number, { min, max, integer }: Range): boolean {
  return value >= min && value <= max && (!integer || Number.isInteger(value));
}

/** `a whole number from 1 to 64` */
export function rangeInWords({ min, max, integer }: Range): string {
  return `a ${integer ? 'whole ' : ''}number from ${min} to ${max}`;
}

/** The sum of shares, without the dust that adding decimals leaves. */
export function sumOfShares(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  return Math.round(sum * 1e6) / 1e6;
}
