/** Which faults strike where in one reading: the same for the same seed. */
import { seededRandom, type Random } from '../base/random';
import { FAULT_NAMES, strikesJob, type FaultName } from './names';

/** Strikes once, when this attempt at this utterance is asked of the engine. */
export interface PlannedFault {
  readonly fault: FaultName;
  /** Counted from 0 in the order of the text. */
  readonly utterance: number;
  /** Counted from 1. */
  readonly attempt: number;
}

export interface PlanRequest {
  readonly seed: number;
  readonly utterances: number;
  /** How many faults; fewer when the text has no room for them. */
  readonly faults: number;
  /** By default all there are. */
  readonly only?: readonly FaultName[];
}

/** How many attempts in a row a fault of the engine strikes: mostly one, at times all that a rung is given. */
const BURSTS = [1, 1, 1, 1, 1, 1, 2, 2, 3, 5] as const;
/** Guards against a text too short for what is asked. */
const TRIES_PER_FAULT = 20;

/** In the order in which they strike; no two at one place. */
export function planFaults({ seed, utterances, faults, only }: PlanRequest): PlannedFault[] {
  const random = seededRandom(seed);
  const names = only ?? FAULT_NAMES;
  const places = new Map<number, PlannedFault>();
  for (let i = 0; i < TRIES_PER_FAULT * faults && places.size < faults; i++) {
    for (const planned of burst(random, names, utterances)) {
      const place = planned.utterance * 1000 + planned.attempt;
      if (places.size < faults && !places.has(place)) places.set(place, planned);
    }
  }
  return [...places.entries()].sort(([a], [b]) => a - b).map(([, planned]) => planned);
}

function burst(random: Random, names: readonly FaultName[], utterances: number): PlannedFault[] {
  const fault = pick(random, names);
  const length = pick(random, BURSTS);
  const utterance = Math.floor(random.uniform() * utterances);
  if (fault === undefined || length === undefined || utterances === 0) return [];
  const attempts = strikesJob(fault) ? length : 1;
  return Array.from({ length: attempts }, (_, i) => ({ fault, utterance, attempt: 1 + i }));
}

function pick<T>(random: Random, from: readonly T[]): T | undefined {
  return from[Math.floor(random.uniform() * from.length)];
}
