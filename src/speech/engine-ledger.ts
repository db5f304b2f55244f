/** Keeps account of the workers that hold a voice, and keeps the files they were loaded from. */
import type { LoadedEngine } from '../contracts/resources';
import type { BackendPreference, Synthesizer } from '../contracts/speech';
import type { Voice } from '../contracts/voices';
import { gpuBytesOf, memoryBytesOf } from './engine-size';

export interface EngineLedgerDeps {
  /** Keeps the voice's files from being removed to free room, until the returned function is called. */
  readonly lease: (voice: Voice) => () => void;
  /** `auto` will mean a graphics processor, as far as is known before an engine is loaded. */
  readonly hasGpu: boolean;
}

interface Entry {
  readonly voice: Voice;
  readonly wanted: BackendPreference;
  readonly engine: Synthesizer;
  readonly release: () => void;
}

export class EngineLedger {
  readonly #deps: EngineLedgerDeps;
  readonly #entries = new Map<Synthesizer, Entry>();

  constructor(deps: EngineLedgerDeps) {
    this.#deps = deps;
  }

  get loaded(): readonly LoadedEngine[] {
    return [...this.#entries.values()].map((entry) => this.#account(entry));
  }

  get memoryBytes(): number {
    return this.loaded.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  }

  get gpuBytes(): number {
    return this.loaded.reduce((sum, { gpuBytes }) => sum + gpuBytes, 0);
  }

  /** An engine has a worker from the moment it is made, until it is disposed of or has failed. */
  watch(engine: Synthesizer, voice: Voice, wanted: BackendPreference): Synthesizer {
    const enter = () => {
      if (this.#entries.has(engine)) return;
      this.#entries.set(engine, { voice, wanted, engine, release: this.#deps.lease(voice) });
    };
    const leave = () => {
      this.#entries.get(engine)?.release();
      this.#entries.delete(engine);
    };
    enter();
    engine.onState(({ kind }) => {
      if (kind === 'error' || kind === 'uninitialized') leave();
      else enter();
    });
    return {
      id: engine.id,
      get state() {
        return engine.state;
      },
      onState: (listener) => engine.onState(listener),
      load: (signal) => engine.load(signal),
      synthesize: (...request) => engine.synthesize(...request),
      dispose: () => {
        engine.dispose();
        leave();
      },
    };
  }

  #account({ voice, wanted, engine }: Entry): LoadedEngine {
    const { state } = engine;
    const backend = state.kind === 'ready' || state.kind === 'degraded' ? state.info.backend : null;
    const isOnGpu = (backend ?? (this.#mayUseGpu(wanted) ? 'webgpu' : 'wasm')) === 'webgpu';
    return {
      voiceId: voice.id,
      name: voice.name,
      backend,
      memoryBytes: memoryBytesOf(voice),
      gpuBytes: isOnGpu ? gpuBytesOf(voice) : 0,
    };
  }

  #mayUseGpu(wanted: BackendPreference): boolean {
    return wanted === 'webgpu' || (wanted === 'auto' && this.#deps.hasGpu);
  }
}
