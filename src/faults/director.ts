/** Has the faults of a plan strike at their places, wherever they are made. */
import type { UtteranceId } from '../base/ids';
import { stageOf, strikesJob, type FaultName } from './names';
import type { PlannedFault } from './plan';

/** Where a fault waits for its occasion. */
export type Station =
  /** A job on its way to the formant worker. */
  | 'formant'
  /** A block on its way to the text worker. */
  | 'plan'
  /** A voice about to be loaded by an engine worker. */
  | 'load'
  /** A voice about to be fetched by the weights worker. */
  | 'ensure'
  /** An engine's answer on its way to the inspection. */
  | 'answer'
  /** A sound about to be queued. */
  | 'push';

export interface Strike {
  readonly fault: FaultName;
  readonly utterance: number;
  readonly attempt: number;
  /** By the clock that was handed in. */
  readonly atMs: number;
}

/** What is done to the page at once. */
export interface Effects {
  /** The output closes, falls asleep or fails. */
  breakOutput(fault: FaultName): void;
  /** The stored voice is spoilt or gone. */
  spoilStore(fault: FaultName): void;
}

export class Director {
  readonly strikes: Strike[] = [];
  readonly #plan: ReadonlyMap<string, PlannedFault>;
  readonly #places: ReadonlyMap<UtteranceId, number>;
  readonly #effects: Effects;
  readonly #now: () => number;
  readonly #attempts = new Map<number, number>();
  readonly #waiting = new Map<Station, Strike[]>();
  /** Utterances that no neural voice may speak, so that the turn comes to the formant voice. */
  readonly #barred = new Set<number>();

  /** @param utterances In the order of the text; jobs about others (probes) are let alone. */
  constructor(
    plan: readonly PlannedFault[],
    utterances: readonly UtteranceId[],
    effects: Effects,
    now: () => number,
  ) {
    this.#plan = new Map(plan.map((planned) => [placeOf(planned), planned]));
    this.#places = new Map(utterances.map((id, index) => [id, index]));
    this.#effects = effects;
    this.#now = now;
  }

  /** A job is on its way to a neural engine: what is to be armed in its worker first. */
  onJob(id: UtteranceId): FaultName[] {
    const utterance = this.#places.get(id);
    if (utterance === undefined) return [];
    const attempt = (this.#attempts.get(utterance) ?? 0) + 1;
    this.#attempts.set(utterance, attempt);
    const planned = this.#plan.get(placeOf({ utterance, attempt }));
    const armed = planned === undefined ? [] : this.#strike(planned);
    return this.#barred.has(utterance) ? [...armed, 'flow.throw'] : armed;
  }

  /** The faults that waited for this occasion. */
  take(station: Station): FaultName[] {
    const strikes = this.#waiting.get(station) ?? [];
    this.#waiting.delete(station);
    for (const strike of strikes) this.strikes.push({ ...strike, atMs: this.#now() });
    return strikes.map(({ fault }) => fault);
  }

  #strike({ fault, utterance, attempt }: PlannedFault): FaultName[] {
    const strike = { fault, utterance, attempt, atMs: this.#now() };
    if (strikesJob(fault)) {
      this.strikes.push(strike);
      return [fault];
    }
    const station = stationOf(fault);
    if (station === null) this.strikes.push(strike);
    else this.#waiting.set(station, [...(this.#waiting.get(station) ?? []), strike]);
    switch (stageOf(fault)) {
      case 'play':
        this.#effects.breakOutput(fault);
        return [];
      case 'formant':
        this.#barred.add(utterance);
        return [];
      case 'store':
      case 'fetch':
        // Stored weights are looked at only when an engine is made anew.
        if (fault !== 'store.read') this.#effects.spoilStore(fault);
        return ['engine.crash'];
      default:
        return [];
    }
  }
}

/** Null for what strikes at once. */
function stationOf(fault: FaultName): Station | null {
  switch (stageOf(fault)) {
    case 'text':
      return 'plan';
    case 'formant':
      return 'formant';
    case 'inspect':
      return 'answer';
    case 'queue':
      return 'push';
    case 'fetch':
      return 'ensure';
    case 'store':
      if (fault === 'store.read') return 'load';
      return fault === 'store.quota' ? 'ensure' : null;
    default:
      return null;
  }
}

function placeOf({ utterance, attempt }: Pick<PlannedFault, 'utterance' | 'attempt'>): string {
  return `${utterance}/${attempt}`;
}
