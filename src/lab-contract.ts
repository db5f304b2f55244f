/** What the lab page offers as `window.sottoLab`. */
import type { SessionStats } from './contracts/session';
import type { Backend, BackendPreference, StageTimings } from './contracts/speech';
import type { DocumentFormat, Language, Span, Utterance } from './contracts/text';

export interface LabRequest {
  readonly text: string;
  readonly format?: DocumentFormat;
  readonly voice?: string;
  readonly language?: Language;
  readonly backend?: BackendPreference;
  /** 0 lets the engine choose. */
  readonly threads?: number;
  readonly steps?: number;
  readonly temperature?: number;
  readonly pace?: number;
  readonly seed?: number;
  readonly sharedMemory?: 'auto' | 'off';
}

export interface LabReport {
  readonly voice: string;
  readonly backend: Backend;
  readonly backendReason: string | null;
  readonly threads: number;
  readonly crossOriginIsolated: boolean;
  readonly steps: number;
  readonly seed: number;
  readonly utterances: number;
  readonly characters: number;
  readonly audioSeconds: number;
  /** Text, synthesis and file together, after a warm-up, without loading. */
  readonly wallSeconds: number;
  /** wallSeconds / audioSeconds. */
  readonly rtf: number;
  readonly loadMs: number;
  readonly timeToFirstChunkMs: number;
}

export interface StageReport extends LabReport {
  /** Sums over all utterances. */
  readonly stages: Pick<StageTimings, 'encodeMs' | 'flowMs' | 'vocodeMs' | 'totalMs'>;
  readonly frames: number;
  readonly heapBytes: number | null;
}

export interface ListenRequest extends LabRequest {
  /** Stops after so long; otherwise at the end of the text. */
  readonly forSeconds?: number;
}

export interface HeardWord extends Span {
  /** `performance.now()` when it began to sound. */
  readonly atMs: number;
}

export interface ListenReport {
  readonly words: readonly HeardWord[];
  readonly stats: SessionStats;
}

export interface Lab {
  /** Speaks the text into a WAV file, offered as a download named `speech.wav`. */
  say(request: LabRequest): Promise<LabReport>;
  /** Speaks the text into nothing, `repeats` times after one warm-up, and tells where the time went. */
  stages(request: LabRequest & { readonly repeats: number }): Promise<StageReport>;
  /** Plays the text aloud, in real time. */
  listen(request: ListenRequest): Promise<ListenReport>;
  /** What the text front-end makes of a text. */
  plan(request: LabRequest): Promise<readonly Utterance[]>;
}

declare global {
  interface Window {
    sottoLab?: Lab;
  }
}
