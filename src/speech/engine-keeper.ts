import { SottoError, cancelled } from '../base/errors';
import type { Preparation, SessionSettings } from '../contracts/session';
import type { BackendPreference, EngineInfo, ModelState, Synthesizer } from '../contracts/speech';
import type { Voice, VoiceShelf } from '../contracts/voices';
import { memoryBytesOf } from './engine-size';

export type CreateSynthesizer = (voice: Voice, backend: BackendPreference) => Synthesizer;

export interface ReadyEngine {
  readonly synthesizer: Synthesizer;
  readonly info: EngineInfo;
}

export interface KeeperNews {
  onPreparation?(step: Preparation | null): void;
  onModel?(state: ModelState): void;
}

type Wanted = Pick<SessionSettings, 'backend' | 'memoryLimitBytes'>;

interface Kept {
  readonly key: string;
  readonly synthesizer: Synthesizer;
  readonly stopListening: () => void;
  ready: Promise<ReadyEngine> | null;
}

/** Keeps the one synthesizer a session speaks with: makes it, loads it, replaces it on change. */
export class EngineKeeper {
  readonly #shelf: VoiceShelf;
  readonly #create: CreateSynthesizer;
  readonly #news: KeeperNews;
  #current: Kept | null = null;

  constructor(shelf: VoiceShelf, create: CreateSynthesizer, news: KeeperNews = {}) {
    this.#shelf = shelf;
    this.#create = create;
    this.#news = news;
  }

  get isReady(): boolean {
    const state = this.#current?.synthesizer.state.kind;
    return state === 'ready' || state === 'degraded';
  }

  /** The voice's synthesizer, loaded or not: it loads itself when it is asked to speak. */
  take(voice: Voice, settings: Wanted): Synthesizer {
    return this.#take(voice, settings).synthesizer;
  }

  /** Calls for one voice share one load; a failed load is forgotten, so that the next call tries again. */
  async ensure(voice: Voice, settings: Wanted): Promise<ReadyEngine> {
    const current = this.#take(voice, settings);
    if (current.synthesizer.state.kind === 'error') current.ready = null;
    current.ready ??= this.#load(voice, current).catch((thrown: unknown) => {
      current.ready = null;
      throw thrown;
    });
    return current.ready;
  }

  dispose(): void {
    this.#current?.stopListening();
    this.#current?.synthesizer.dispose();
    this.#current = null;
  }

  #take(voice: Voice, { backend, memoryLimitBytes }: Wanted): Kept {
    assertFits(voice, memoryLimitBytes);
    const key = `${voice.id}/${backend}`;
    if (this.#current?.key === key) return this.#current;
    this.dispose();
    const synthesizer = this.#create(voice, backend);
    const stopListening = synthesizer.onState((state) => this.#news.onModel?.(state));
    this.#current = { key, synthesizer, stopListening, ready: null };
    return this.#current;
  }

  /** Loading a voice fetches it first (resilience/with-weights.ts); here only its progress is told. */
  async #load(voice: Voice, kept: Kept): Promise<ReadyEngine> {
    const { synthesizer } = kept;
    const tell = (step: Preparation | null) => {
      if (this.#current === kept) this.#news.onPreparation?.(step);
    };
    const stopWatching = this.#shelf.onChange((changed, status) => {
      if (changed.id !== voice.id) return;
      if (status.kind === 'downloading') tell({ kind: 'download', progress: status.progress });
      if (status.kind === 'stored') tell({ kind: 'engine' });
    });
    if (this.#shelf.status(voice).kind === 'stored') tell({ kind: 'engine' });
    try {
      const info = await synthesizer.load();
      if (this.#current !== kept) throw cancelled('load', 'engine-keeper');
      return { synthesizer, info };
    } finally {
      stopWatching();
      tell(null);
    }
  }
}

function assertFits(voice: Voice, memoryLimitBytes: number | null): void {
  const neededBytes = memoryBytesOf(voice);
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
