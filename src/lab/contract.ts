/** What the lab page offers as `window.sottoLab`. */
import type { Expectation } from '../audio/inspect';
import type { ErrorDetail } from '../base/errors';
import type { LoadedEngine, ResourceReport } from '../contracts/resources';
import type { SessionStats } from '../contracts/session';
import type {
  Backend,
  BackendPreference,
  BlendShare,
  PcmChunk,
  StageTimings,
} from '../contracts/speech';
import type { DocumentFormat, Language, Span, Utterance } from '../contracts/text';

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
  /** Other voices mixed in, which must be on the device; `chunks` alone regards it. */
  readonly blend?: readonly BlendShare[];
  readonly sharedMemory?: 'auto' | 'off';
  /** Nothing adapts and nothing falls back: for comparing samples and measuring the engine alone. */
  readonly isSteady?: boolean;
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

/** Median time of an utterance beside what the engine computes: messages, inspection, and the ladder. */
export interface LadderCost {
  readonly utterances: number;
  readonly bareMs: number;
  readonly ladderMs: number;
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

export interface SwitchRequest extends LabRequest {
  /** Of the second voice, by name; base64. */
  readonly files: Readonly<Record<string, string>>;
  readonly times: number;
  readonly everyMs: number;
  /** Both voices are at work before the switches begin, and memory is measured after each of them. */
  readonly measuresMemory?: boolean;
}

export interface WorkerMemory {
  /** `engine` of `engine.worker.ts`. */
  readonly script: string;
  /** Its heaps, WebAssembly's with them. */
  readonly bytes: number;
}

export interface MemoryMoment {
  /** One entry for each that is alive; largest first. */
  readonly workers: readonly WorkerMemory[];
  /** All that is no worker's. */
  readonly pageBytes: number;
  /** Those that ought to have a worker. */
  readonly engines: readonly LoadedEngine[];
}

export interface SwitchReport extends ListenReport {
  /** Every state the session went through. */
  readonly states: readonly string[];
  /** Null where it was not asked for. */
  readonly memory: {
    /** Before the switches, when each part was there and had all it needs. */
    readonly atWork: MemoryMoment;
    /** After each switch. */
    readonly after: readonly MemoryMoment[];
  } | null;
  /** After the session let go. */
  readonly resources: ResourceReport;
  /** The second voice is the one that speaks at the end. */
  readonly isOther: boolean;
}

/** What the engine made of one clause, before the guard had its say. */
export interface LabChunk extends Omit<PcmChunk, 'pcm'> {
  /** The samples' bytes, base64. */
  readonly pcm: string;
  readonly expected: Expectation;
  /** Why the guard would refuse it; null when it would not. */
  readonly refusal: ErrorDetail | null;
  readonly inspectMs: number;
  readonly computeMs: number;
  readonly backend: Backend;
  readonly backendReason: string | null;
}

export interface FormantRequest {
  readonly text: string;
  readonly language?: Language;
  readonly pace?: number;
}

export interface FormantClause extends Omit<PcmChunk, 'pcm'> {
  /** The samples' bytes, base64. */
  readonly pcm: string;
  readonly utterance: Utterance;
  readonly pauseAfterMs: number;
  readonly speakMs: number;
}

export interface FormantReport {
  /** As the worker tells, without its own start. */
  readonly loadMs: number;
  /** From before the worker was spawned to the first clause's sound. */
  readonly firstSoundMs: number;
  readonly clauses: readonly FormantClause[];
}

export interface Lab {
  /** Speaks the text into a WAV file, offered as a download named `speech.wav`. */
  say(request: LabRequest): Promise<LabReport>;
  /** Speaks the text into nothing, `repeats` times after one warm-up, and tells where the time went. */
  stages(request: LabRequest & { readonly repeats: number }): Promise<StageReport>;
  /** What the ladder adds while nothing fails. */
  ladderCost(request: LabRequest & { readonly repeats: number }): Promise<LadderCost>;
  /** Plays the text aloud, in real time. */
  listen(request: ListenRequest): Promise<ListenReport>;
  /** Reads the text aloud and goes back and forth between two voices meanwhile, in real time. */
  switching(request: SwitchRequest): Promise<SwitchReport>;
  /** Speaks the text clause by clause and gives the sound with what the guard says of it. */
  chunks(request: LabRequest): Promise<readonly LabChunk[]>;
  /** Speaks the text with the formant voice alone. */
  formant(request: FormantRequest): Promise<FormantReport>;
  /** What the text front-end makes of a text. */
  plan(request: LabRequest): Promise<readonly Utterance[]>;
}

declare global {
  interface Window {
    sottoLab?: Lab;
  }
}
