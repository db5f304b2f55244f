import { throwIfAborted } from '../base/abort';
import { asSottoError, SottoError } from '../base/errors';
import { Emitter } from '../base/events';
import type {
  BackendPreference,
  Circumstances,
  EngineInfo,
  ModelState,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
  Synthesizer,
} from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import type { CreateSynthesizer } from './engine-keeper';

/** Sessions, embeds and exports that speak with one engine: more would each wait too long for their turn. */
export const MAX_CLIENTS = 10;

const COMPONENT = 'shared-synthesizers';

/** An engine that several hold. */
export interface HeldEngine {
  readonly synthesizer: Synthesizer;
}

/** Who makes engines, counts who holds them and lets them go. */
export interface Engines {
  /** One more holds it; null while as many as it serves do. Throws where there is no memory for it. */
  take(voice: Voice, backend: BackendPreference, maxClients: number): HeldEngine | null;
  giveBack(held: HeldEngine): void;
  /** A call is under way until the returned function is called. */
  busy(held: HeldEngine): () => void;
}

/**
 * Two sessions with one voice speak with one engine: its memory is paid once. A client beyond the limit is
 * refused until another lets go; it asks again with every call.
 *
 * @param source Engines of a pool, or how to make one that goes as soon as nobody holds it.
 */
export function shareSynthesizers(
  source: Engines | CreateSynthesizer,
  maxClients = MAX_CLIENTS,
): CreateSynthesizer {
  const engines = typeof source === 'function' ? countedEngines(source) : source;
  return (voice, backend) => {
    const door: Door = {
      admit: () => engines.take(voice, backend, maxClients),
      leave: (held) => engines.giveBack(held),
      busy: (held) => engines.busy(held),
    };
    return new Client(`${voice.engine}/${voice.id}`, door, maxClients);
  };
}

function countedEngines(create: CreateSynthesizer): Engines {
  const made = new Map<string, HeldEngine & { readonly key: string; clients: number }>();
  return {
    take: (voice, backend, maxClients) => {
      const key = `${voice.id}/${backend}`;
      const held = made.get(key) ?? { key, synthesizer: create(voice, backend), clients: 0 };
      made.set(key, held);
      if (held.clients >= maxClients) return null;
      held.clients++;
      return held;
    },
    giveBack: ({ synthesizer }) => {
      const held = [...made.values()].find((one) => one.synthesizer === synthesizer);
      if (held === undefined || --held.clients > 0) return;
      made.delete(held.key);
      synthesizer.dispose();
    },
    busy: () => () => {},
  };
}

interface Door {
  /** The engine, or null while as many as it serves hold it; throws where there is no memory for it. */
  admit(): HeldEngine | null;
  leave(pooled: HeldEngine): void;
  busy(pooled: HeldEngine): () => void;
}

/** One holder's way to an engine. */
class Client implements Synthesizer {
  readonly id: string;
  readonly #door: Door;
  readonly #maxClients: number;
  readonly #events = new Emitter<{ state: ModelState }>();
  #engine: HeldEngine | null = null;
  #refusal: SottoError | null = null;
  #stopListening = () => {};

  constructor(id: string, door: Door, maxClients: number) {
    this.id = id;
    this.#door = door;
    this.#maxClients = maxClients;
    // The engine gets ready from now on, before anything is asked of it.
    try {
      this.#enter();
    } catch (thrown) {
      this.#refusal = asSottoError(thrown, { operation: 'load', component: COMPONENT });
    }
  }

  get state(): ModelState {
    if (this.#engine !== null) return this.#engine.synthesizer.state;
    if (this.#refusal !== null) return { kind: 'error', error: this.#refusal };
    return { kind: 'uninitialized' };
  }

  onState(listener: (state: ModelState) => void): () => void {
    return this.#events.on('state', listener);
  }

  async load(signal?: AbortSignal): Promise<EngineInfo> {
    // Who gave up and perhaps let go must not take a place again.
    throwIfAborted(signal, 'load', COMPONENT);
    const engine = this.#admitted();
    const done = this.#door.busy(engine);
    return engine.synthesizer.load(signal).finally(done);
  }

  async *synthesize(
    utterance: Utterance,
    options: SynthesisOptions,
    signal?: AbortSignal,
    circumstances?: Circumstances,
  ): AsyncGenerator<PcmChunk, SynthesisResult> {
    throwIfAborted(signal, 'synthesize', COMPONENT);
    const engine = this.#admitted();
    const chunks = engine.synthesizer.synthesize(utterance, options, signal, circumstances);
    return yield* whileAsked(chunks, () => this.#door.busy(engine));
  }

  /** Frees the place; a later call asks for one again. */
  dispose(): void {
    this.#refusal = null;
    if (this.#engine === null) return;
    this.#stopListening();
    const engine = this.#engine;
    this.#engine = null;
    this.#door.leave(engine);
    // For this one it is gone, though it may speak on for others.
    this.#events.emit('state', this.state);
  }

  discard(): void {
    this.#engine?.synthesizer.discard?.();
  }

  #admitted(): HeldEngine {
    try {
      const engine = this.#enter();
      if (engine !== null) return engine;
      this.#refusal = atCapacity(this.#maxClients);
    } catch (thrown) {
      this.#refusal = asSottoError(thrown, { operation: 'load', component: COMPONENT });
    }
    this.#events.emit('state', this.state);
    throw this.#refusal;
  }

  #enter(): HeldEngine | null {
    if (this.#engine !== null) return this.#engine;
    this.#engine = this.#door.admit();
    if (this.#engine === null) return null;
    this.#refusal = null;
    const { synthesizer } = this.#engine;
    this.#stopListening = synthesizer.onState((state) => this.#events.emit('state', state));
    return this.#engine;
  }
}

/** Busy while the next chunk is waited for: a reading that was called off may never ask for the rest. */
async function* whileAsked(
  chunks: AsyncGenerator<PcmChunk, SynthesisResult>,
  busy: () => () => void,
): AsyncGenerator<PcmChunk, SynthesisResult> {
  for (;;) {
    const done = busy();
    const step = await chunks.next().finally(done);
    if (step.done === true) return step.value;
    yield step.value;
  }
}

function atCapacity(maxClients: number): SottoError {
  return new SottoError(
    `This voice is at capacity (${maxClients} clients): it speaks for as many as it can.`,
    { kind: 'resource', type: 'capacity' },
    {
      operation: 'load',
      component: COMPONENT,
      suggestion: 'Close another player or wait until one has ended, then try again.',
    },
  );
}
