/** The Compute Pressure API where the browser has it: how busy the whole device is. */
import { Emitter, type Unsubscribe } from '../base/events';
import type { Pressure } from '../contracts/health';

export interface PressureSource {
  /** Null: not known, because the browser cannot or may not tell. */
  readonly state: Pressure | null;
  onChange(listener: (state: Pressure | null) => void): Unsubscribe;
  dispose(): void;
}

/** What we use of `PressureObserver`; TypeScript's library does not know it yet. */
export interface PressureObserverLike {
  observe(source: 'cpu', options?: { readonly sampleInterval?: number }): Promise<void>;
  disconnect(): void;
}
export type PressureObserverClass = new (
  onRecords: (records: readonly { readonly state: string }[]) => void,
) => PressureObserverLike;

const SAMPLE_INTERVAL_MS = 1000;
export const PRESSURES: readonly Pressure[] = ['nominal', 'fair', 'serious', 'critical'];

/** @param Observer `pressureObserverOf(globalThis)`; null where there is none. */
export function createPressureSource(Observer: PressureObserverClass | null): PressureSource {
  return new ObservedPressure(Observer);
}

export function pressureObserverOf(scope: object): PressureObserverClass | null {
  const found: unknown = 'PressureObserver' in scope ? scope.PressureObserver : null;
  return typeof found === 'function' ? (found as PressureObserverClass) : null;
}

class ObservedPressure implements PressureSource {
  readonly #events = new Emitter<{ change: Pressure | null }>();
  #observer: PressureObserverLike | null = null;
  #state: Pressure | null = null;

  constructor(Observer: PressureObserverClass | null) {
    if (Observer === null) return;
    // Refused by a permissions policy or an unknown source: speech does without.
    const onFailure = () => this.#stop();
    try {
      this.#observer = new Observer((records) => this.#onRecords(records));
      const options = { sampleInterval: SAMPLE_INTERVAL_MS };
      this.#observer.observe('cpu', options).catch(onFailure);
    } catch {
      onFailure();
    }
  }

  get state(): Pressure | null {
    return this.#state;
  }

  onChange(listener: (state: Pressure | null) => void): Unsubscribe {
    return this.#events.on('change', listener);
  }

  dispose(): void {
    this.#stop();
  }

  #onRecords(records: readonly { readonly state: string }[]): void {
    const latest = records.at(-1);
    if (this.#observer !== null && latest !== undefined) this.#become(pressureOf(latest.state));
  }

  #stop(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#become(null);
  }

  #become(state: Pressure | null): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.emit('change', state);
  }
}

function pressureOf(state: string): Pressure | null {
  return PRESSURES.find((known) => known === state) ?? null;
}
