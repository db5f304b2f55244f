import type { Findings, TakenFiles, VoiceFinder } from '../../contracts/voice-finder';
import type { Voice } from '../../contracts/voices';

/** The finder as the page sees it: it is fetched when the voices are opened, not before. */
export class FinderState {
  /** Null until what was kept has been read. */
  findings = $state.raw<Findings | null>(null);
  /** The part of the app that finds voices could not be fetched. */
  isMissing = $state(false);
  /** What became of the files that were given last. */
  taken = $state.raw<TakenFiles | null>(null);
  isTaking = $state(false);
  readonly #load: () => Promise<VoiceFinder>;
  #finder: Promise<VoiceFinder> | null = null;

  constructor(load: () => Promise<VoiceFinder>) {
    this.#load = load;
  }

  /** Asks nobody but this device. */
  async open(): Promise<void> {
    try {
      const finder = await this.#opened();
      await finder.recall();
      this.findings = finder.findings;
      this.isMissing = false;
    } catch {
      this.isMissing = true;
    }
  }

  async look(): Promise<void> {
    try {
      await (await this.#opened()).look();
    } catch {
      this.isMissing = true;
    }
  }

  async choose(voice: Voice): Promise<Voice> {
    return (await this.#opened()).choose(voice);
  }

  async take(files: readonly File[]): Promise<TakenFiles> {
    this.isTaking = true;
    try {
      this.taken = await (await this.#opened()).take(files);
      return this.taken;
    } finally {
      this.isTaking = false;
    }
  }

  /** A failed load is forgotten, so that the next call tries again. */
  #opened(): Promise<VoiceFinder> {
    this.#finder ??= this.#load().then(
      (finder) => {
        finder.onChange((findings) => (this.findings = findings));
        return finder;
      },
      (thrown: unknown) => {
        this.#finder = null;
        throw thrown;
      },
    );
    return this.#finder;
  }
}
