import { SottoError, cancelled } from '../base/errors';
import type { Preparation, SessionSettings } from '../contracts/session';
import type { BackendPreference, EngineInfo, Synthesizer } from '../contracts/speech';
import type { Voice, VoiceShelf } from '../contracts/voices';

export type CreateSynthesizer = (voice: Voice, backend: BackendPreference) => Synthesizer;

export interface ReadyEngine {
  readonly synthesizer: Synthesizer;
  readonly info: EngineInfo;
}

interface Kept {
  readonly key: string;
  readonly synthesizer: Synthesizer;
  ready: Promise<ReadyEngine> | null;
}

/** Weights are held by the runtime about twice: as stored and as it packs them for its kernels. */
const RESIDENT_PER_STORED = 2;
const RUNTIME_BYTES = 64 * 2 ** 20;

/** Keeps the one engine a session speaks with: fetches its voice, loads it, replaces it on change. */
export class EngineKeeper {
  readonly #shelf: VoiceShelf;
  readonly #create: CreateSynthesizer;
  readonly #onPreparation: (step: Preparation | null) => void;
  #current: Kept | null = null;

  constructor(
    shelf: VoiceShelf,
    create: CreateSynthesizer,
    onPreparation: (step: Preparation | null) => void,
  ) {
    this.#shelf = shelf;
    this.#create = create;
    this.#onPreparation = onPreparation;
  }

  /** Calls for one voice share one load; a failed load is forgotten, so that the next call tries again. */
  ensure(
    voice: Voice,
    settings: Pick<SessionSettings, 'backend' | 'memoryLimitBytes'>,
  ): Promise<ReadyEngine> {
    const key = `${voice.id}/${settings.backend}`;
    if (this.#current?.key !== key) {
      this.dispose();
      const synthesizer = this.#create(voice, settings.backend);
      this.#current = { key, synthesizer, ready: null };
    }
    const current: Kept = this.#current;
    if (current.synthesizer.state.kind === 'error') current.ready = null;
    current.ready ??= this.#load(voice, current, settings.memoryLimitBytes).catch(
      (thrown: unknown) => {
        current.ready = null;
        throw thrown;
      },
    );
    return current.ready;
  }

  dispose(): void {
    this.#current?.synthesizer.dispose();
    this.#current = null;
  }

  async #load(voice: Voice, kept: Kept, memoryLimitBytes: number | null): Promise<ReadyEngine> {
    assertFits(voice, memoryLimitBytes);
    const { synthesizer } = kept;
    const tell = (step: Preparation | null) => {
      if (this.#current === kept) this.#onPreparation(step);
    };
    const stopWatching = this.#shelf.onChange((changed, status) => {
      if (changed.id !== voice.id || status.kind !== 'downloading') return;
      tell({ kind: 'download', progress: status.progress });
    });
    try {
      await this.#shelf.download(voice);
    } finally {
      stopWatching();
    }
    // Replaced while it was fetched: a voice nobody waits for must not take memory.
    if (this.#current !== kept) throw cancelled('load', 'engine-keeper');
    tell({ kind: 'engine' });
    try {
      return { synthesizer, info: await synthesizer.load() };
    } finally {
      tell(null);
    }
  }
}

function assertFits(voice: Voice, memoryLimitBytes: number | null): void {
  const storedBytes = voice.files.reduce((sum, file) => sum + file.bytes, 0);
  const neededBytes = RUNTIME_BYTES + RESIDENT_PER_STORED * storedBytes;
  if (memoryLimitBytes === null || neededBytes <= memoryLimitBytes) return;
  throw new SottoError(
    `The voice ${voice.name} needs about ${Math.ceil(neededBytes / 2 ** 20)} MB of memory, more than the limit.`,
    { kind: 'resource', type: 'memory' },
    {
      operation: 'load',
      component: 'engine-keeper',
      suggestion: 'Raise the memory limit or choose a smaller voice.',
    },
  );
}
