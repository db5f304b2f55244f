/** What of the device's memory the voices hold, and for whom (spec: synthesis, resource manager). */
import type { VoiceId } from '../base/ids';
import type { Backend } from './speech';

export interface ResourceLimits {
  /** Of this tab's engines together. */
  readonly memoryBytes: number;
  readonly gpuBytes: number;
}

/** A worker that holds a voice or gets ready to. Bytes are estimates: no browser tells them by worker. */
export interface LoadedEngine {
  readonly voiceId: VoiceId;
  readonly name: string;
  /** Null until it is loaded. */
  readonly backend: Backend | null;
  readonly memoryBytes: number;
  readonly gpuBytes: number;
}

/** A voice with its ladder, and who holds it. */
export interface SharedVoice {
  readonly voiceId: VoiceId;
  readonly name: string;
  /** Sessions, exports, embeds. */
  readonly clients: number;
  /** `speaking`: a call is under way; `held`: someone may want it at any moment; `idle`: nobody holds it. */
  readonly use: 'speaking' | 'held' | 'idle';
  /** Since it was last asked for anything. */
  readonly quietSeconds: number;
}

export interface ResourceReport {
  readonly engines: readonly LoadedEngine[];
  readonly shared: readonly SharedVoice[];
  readonly memory: { readonly usedBytes: number; readonly limitBytes: number };
  readonly gpuMemory: { readonly usedBytes: number; readonly limitBytes: number };
  /** Since the page was opened. */
  readonly counts: {
    /** Let go of unasked: idle too long, or to make room. */
    readonly unloaded: number;
    /** Wanted again while it was still there. */
    readonly reused: number;
    /** Not admitted for want of memory. */
    readonly refused: number;
  };
}
