/** Voices beyond those of the app: on public hubs and on the listener's own disk. */
import type { SottoError } from '../base/errors';
import type { Voice } from './voices';

/** Nobody is asked before the listener wants it; what a hub told is kept on the device. */
export interface VoiceFinder {
  readonly findings: Findings;
  /** Reads what was kept of earlier visits; asks nobody. */
  recall(): Promise<void>;
  /** Asks the hubs what voices there are. Never rejects: `findings` tells what went wrong. */
  look(): Promise<void>;
  /**
   * Puts a voice on the shelf, its terms as its makers state them. Fetching it is the shelf's.
   * Resolves with the voice as it is on the shelf.
   */
  choose(voice: Voice): Promise<Voice>;
  /** Takes files of the listener's in as voices; what cannot be taken is refused with a reason. */
  take(files: readonly File[]): Promise<TakenFiles>;
  onChange(listener: (findings: Findings) => void): () => void;
}

export interface Findings {
  readonly isLooking: boolean;
  readonly voices: readonly Voice[];
  readonly sources: readonly SourceReport[];
  /** The host that `look` asks, e.g. `huggingface.co`. */
  readonly host: string;
}

export interface SourceReport {
  readonly name: string;
  /** As the listener reads it. */
  readonly title: string;
  readonly voices: number;
  /** Milliseconds since the epoch when its lists were fetched; null where they never were. */
  readonly fetchedAt: number | null;
  /** Why it could not be brought up to date; the lists of before still stand. */
  readonly error: SottoError | null;
}

export interface TakenFiles {
  readonly voices: readonly Voice[];
  readonly refusals: readonly {
    readonly fileName: string;
    /** Whole sentences. */
    readonly reason: string;
  }[];
}
