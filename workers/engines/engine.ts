/** What every engine offers, and what it is given. A new engine is one file and one line in registry.ts. */
import type { VoiceId } from '../../src/base/ids';
import type { EngineInfo, SynthesisOptions } from '../../src/contracts/speech';
import type { Utterance } from '../../src/contracts/text';
import { ownerOf, weightsOf, type Voice } from '../../src/contracts/voices';
import type { EngineOutput } from '../../src/contracts/workers';
import type { SessionProvider } from '../ort/session';

/** Where an engine reads its voice from. */
export interface VoiceReader {
  read(voiceId: VoiceId, fileName: string): Promise<Uint8Array>;
}

/** Calls never overlap: the worker queues them. */
export interface Engine {
  readonly supports: EngineInfo['supports'];
  /** Watches `signal` between its steps and then rejects with kind `cancelled`. */
  synthesize(
    utterance: Utterance,
    options: SynthesisOptions,
    signal: AbortSignal,
  ): Promise<EngineOutput>;
  /** A little sound from fixed input: two backends are compared by it. Also warms the engine up. */
  selfTest(): Promise<Float32Array>;
  components(): readonly Component[];
  release(): Promise<void>;
}

/** A part of an engine with weights of its own. */
export interface Component {
  readonly name: string;
  /** Bytes of weights held. */
  readonly weightBytes: number;
  release(): Promise<void>;
}

export interface EngineDeps {
  readonly provider: SessionProvider;
  readonly files: VoiceFiles;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Lets waiting messages, such as a cancel, be heard. */
  readonly breathe: () => Promise<void>;
}

export interface VoiceFiles {
  readonly voice: Voice;
  read(fileName: string): Promise<Uint8Array>;
  /** A file kept under another name, such as that of a voice to blend in; not held. */
  readFrom(owner: VoiceId, fileName: string): Promise<Uint8Array>;
}

export interface HeldVoiceFiles extends VoiceFiles {
  /** Lets go of what was read: the runtime has its own copy of the weights. */
  forget(): void;
}

export interface LoadEngine {
  (deps: EngineDeps): Promise<Engine>;
  /**
   * Why this voice is not to be run on a GPU, as a plain sentence; null where it may be. Asked before anything
   * is loaded; absent where the engine is sound on both. It says nothing bad of the listener's device.
   */
  readonly avoidsGpu?: (voice: Voice) => string | null;
}

/**
 * A voice's files, all asked for at once, so that reading goes on while the runtime gets ready; each
 * read once however many backends are tried.
 * @param others Reads what other voices keep, also when this voice is long loaded.
 */
export function voiceFiles(
  voice: Voice,
  reader: VoiceReader,
  others: VoiceReader = reader,
): HeldVoiceFiles {
  const reads = new Map(
    voice.files.map((file) => [file.name, reader.read(ownerOf(voice, file), file.name)]),
  );
  const owners = new Map(voice.files.map((file) => [file.name, ownerOf(voice, file)]));
  // A failure is reported to whoever wants the file.
  for (const read of reads.values()) read.catch(() => undefined);
  return {
    voice,
    read: (fileName) =>
      reads.get(fileName) ?? reader.read(owners.get(fileName) ?? weightsOf(voice), fileName),
    readFrom: (owner, fileName) => others.read(owner, fileName),
    forget: () => reads.clear(),
  };
}
