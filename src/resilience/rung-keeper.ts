/** The voices of a ladder: made when first wanted, let go of when they fail. */
import type { FailureType, Rung, RungState } from '../contracts/resilience';
import { RUNGS } from '../contracts/resilience';
import type { Backend, EngineInfo, Synthesizer } from '../contracts/speech';

/** How to make each rung's synthesizer; rungs that are left out do not exist. */
export type RungFactories = Readonly<
  { chosen: () => Synthesizer } & Partial<Record<Rung, () => Synthesizer>>
>;

interface Entry {
  readonly rung: Rung;
  readonly make: () => Synthesizer;
  synthesizer: Synthesizer | null;
  state: RungState;
  /** Counts how often its synthesizer was let go of: what was under way then is to be tried again. */
  generation: number;
  info: EngineInfo | null;
  /** It ran on this when it was last loaded; null: it never was. */
  backend: Backend | null;
  /** Compute time for a phoneme, of recent utterances. */
  msPerSymbol: number | null;
  lostUtterances: number;
}

/** How much the newest utterance tells of the next. */
const NEWEST_WEIGHT = 0.3;

export class RungKeeper {
  readonly #entries = new Map<Rung, Entry>();
  readonly #onChange: () => void;

  /** @param onChange A rung came up, went down, was loaded or let go of. */
  constructor(factories: RungFactories, onChange: () => void) {
    this.#onChange = onChange;
    for (const rung of RUNGS) {
      const make = factories[rung];
      if (make === undefined) continue;
      const fresh = { synthesizer: null, generation: 0, info: null, lostUtterances: 0 };
      const unknown = { backend: null, msPerSymbol: null };
      this.#entries.set(rung, { rung, make, state: { kind: 'up' }, ...fresh, ...unknown });
    }
  }

  has(rung: Rung): boolean {
    return this.#entries.has(rung);
  }

  synthesizer(rung: Rung): Synthesizer {
    const entry = this.#entry(rung);
    if (entry.synthesizer !== null) return entry.synthesizer;
    const made = entry.make();
    entry.synthesizer = made;
    made.onState((state) => {
      entry.info = state.kind === 'ready' ? state.info : null;
      entry.backend = entry.info?.backend ?? entry.backend;
      this.#onChange();
    });
    return made;
  }

  state(rung: Rung): RungState {
    return this.#entry(rung).state;
  }

  generation(rung: Rung): number {
    return this.#entry(rung).generation;
  }

  /** Null until it is loaded. */
  info(rung: Rung): EngineInfo | null {
    return this.#entry(rung).info;
  }

  get states(): Readonly<Partial<Record<Rung, RungState>>> {
    return Object.fromEntries([...this.#entries].map(([rung, { state }]) => [rung, state]));
  }

  /** Best first: rungs that exist, are up, and differ from the one above them. */
  get usable(): readonly Rung[] {
    return [...this.#entries.values()]
      .filter(({ rung, state }) => state.kind === 'up' && !this.repeatsChosen(rung))
      .map(({ rung }) => rung);
  }

  /** The CPU as a rung of its own is of use only below a GPU. */
  repeatsChosen(rung: Rung): boolean {
    return rung === 'wasm' && this.#entries.get('chosen')?.backend === 'wasm';
  }

  /** @param symbols Phonemes that took `computeMs`. */
  spoke(rung: Rung, symbols: number, computeMs: number): void {
    const entry = this.#entry(rung);
    entry.lostUtterances = 0;
    if (symbols === 0) return;
    const newest = computeMs / symbols;
    entry.msPerSymbol =
      entry.msPerSymbol === null
        ? newest
        : entry.msPerSymbol + NEWEST_WEIGHT * (newest - entry.msPerSymbol);
  }

  /** By what it took before; null when it has not spoken yet. */
  expectedMs(rung: Rung, symbols: number): number | null {
    const { msPerSymbol } = this.#entry(rung);
    return msPerSymbol === null ? null : msPerSymbol * symbols;
  }

  /** An utterance had to be spoken by another rung. Returns how many in a row. */
  lost(rung: Rung): number {
    return ++this.#entry(rung).lostUtterances;
  }

  lostUtterances(rung: Rung): number {
    return this.#entry(rung).lostUtterances;
  }

  set(rung: Rung, state: RungState): void {
    const entry = this.#entry(rung);
    entry.state = state;
    if (state.kind === 'up') entry.lostUtterances = 0;
    this.#onChange();
  }

  down(rung: Rung, failure: FailureType, sinceMs: number): void {
    this.set(rung, { kind: 'down', failure, sinceMs });
  }

  /** Gives worker, memory and GPU back; the next load starts anew. */
  release(rung: Rung): void {
    const entry = this.#entry(rung);
    entry.generation++;
    entry.synthesizer?.dispose();
  }

  /** As `release`, for one that is stuck: others that speak with it get another, too. */
  discard(rung: Rung): void {
    const { synthesizer } = this.#entry(rung);
    synthesizer?.discard?.();
    this.release(rung);
  }

  releaseAll(): void {
    for (const rung of this.#entries.keys()) this.release(rung);
  }

  #entry(rung: Rung): Entry {
    const entry = this.#entries.get(rung);
    if (entry === undefined) throw new Error(`This ladder has no rung "${rung}".`);
    return entry;
  }
}
