/** A voice that speaks in a worker, as a Synthesizer. */
import { inspectChunk } from '../audio/inspect';
import { limitsFor } from '../audio/thresholds';
import { orAborted, throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import type { SottoError } from '../base/errors';
import { asSottoError, cancelled } from '../base/errors';
import { Emitter } from '../base/events';
import { idSource } from '../base/ids';
import type {
  BackendPreference,
  EngineInfo,
  ModelState,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
  Synthesizer,
} from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import type { EngineOutput } from '../contracts/workers';
import type { WorkerLike } from '../rpc/connect';
import { deadlinesFor, type Deadlines } from './deadlines';
import { EngineLink } from './link';
import { Turns } from './turns';

export interface EngineClientOptions {
  readonly spawn: () => WorkerLike;
  readonly voice: Voice;
  readonly backend: BackendPreference;
  /** 0 lets the worker choose. */
  readonly threads: number;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp?: () => number;
  /** For measurements of the guard itself. */
  readonly inspect?: typeof inspectChunk;
}

/** The worker starts at once and gets its runtime ready, while the voice may still be on its way. */
export function createEngineClient(options: EngineClientOptions): Synthesizer {
  return new EngineClient(options);
}

const COMPONENT = 'engine';
const nextJob = idSource<'job'>('job');

class EngineClient implements Synthesizer {
  readonly id: string;
  readonly #options: EngineClientOptions;
  readonly #deadlines: Deadlines;
  readonly #events = new Emitter<{ state: ModelState }>();
  readonly #turns = new Turns();
  #state: ModelState = { kind: 'uninitialized' };
  #link: EngineLink | null = null;
  #loading: Promise<EngineInfo> | null = null;

  constructor(options: EngineClientOptions) {
    this.id = `${options.voice.engine}/${options.voice.id}`;
    this.#options = options;
    this.#deadlines = deadlinesFor(options.backend);
    const { backend, threads } = options;
    this.#link = this.#spawn();
    this.#link.prepare({ backend, threads }, this.#deadlines.loadMs);
  }

  get state(): ModelState {
    return this.#state;
  }

  onState(listener: (state: ModelState) => void): () => void {
    return this.#events.on('state', listener);
  }

  /** Calls share one load, and one caller's abort does not stop it for the others. */
  async load(signal?: AbortSignal): Promise<EngineInfo> {
    throwIfAborted(signal, 'load', COMPONENT);
    this.#loading ??= this.#load();
    return orAborted(this.#loading, signal, 'load', COMPONENT);
  }

  async *synthesize(
    utterance: Utterance,
    options: SynthesisOptions,
    signal?: AbortSignal,
  ): AsyncGenerator<PcmChunk, SynthesisResult> {
    const endTurn = await this.#turns.take(signal);
    let output: EngineOutput;
    try {
      await this.load(signal);
      output = await this.#speak(utterance, options, signal);
    } finally {
      endTurn();
    }
    const { chunk, stages, predictedSamples } = output;
    const { voice, inspect = inspectChunk } = this.#options;
    const expected = {
      maxSamples: predictedSamples ?? null,
      gain: utterance.prosody.gain,
      pitchSemitones: options.pitchSemitones + utterance.prosody.pitchSemitones,
    };
    const defect = inspect(chunk, expected, limitsFor(voice.id));
    if (defect !== null) throw defect;
    yield chunk;
    return {
      utteranceId: utterance.id,
      sampleRate: chunk.sampleRate,
      samples: chunk.pcm.length,
      stages: { textMs: 0, ...stages },
      fallback: null,
      error: null,
      timestamp: (this.#options.timestamp ?? Date.now)(),
    };
  }

  dispose(): void {
    this.#link?.close();
    this.#link = null;
    this.#loading = null;
    if (this.#state.kind !== 'uninitialized') this.#become({ kind: 'uninitialized' });
  }

  discard(): void {
    this.#link?.kill();
  }

  async #load(): Promise<EngineInfo> {
    const { voice, backend, threads } = this.#options;
    this.#become({ kind: 'loading' });
    const link = (this.#link ??= this.#spawn());
    try {
      const info = await link.load({ voice, backend, threads }, this.#deadlines.loadMs);
      if (this.#link !== link) throw cancelled('load', COMPONENT);
      this.#become({ kind: 'ready', info });
      return info;
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: 'load', component: COMPONENT });
      this.#fail(link, error);
      throw error;
    }
  }

  #spawn(): EngineLink {
    const { spawn, clock } = this.#options;
    const link = new EngineLink(spawn(), { clock, graceMs: this.#deadlines.graceMs });
    link.onDeath((error) => this.#fail(link, error));
    return link;
  }

  async #speak(
    utterance: Utterance,
    options: SynthesisOptions,
    signal: AbortSignal | undefined,
  ): Promise<EngineOutput> {
    const link = this.#link;
    if (link === null) throw cancelled('synthesize', COMPONENT);
    const timeoutMs = this.#deadlines.synthesizeMs(utterance, options);
    return link.synthesize({ job: nextJob(), utterance, options, timeoutMs, signal });
  }

  /** A link that was replaced or closed has nothing to say any more. */
  #fail(link: EngineLink, error: SottoError): void {
    if (this.#link !== link) return;
    this.#link = null;
    this.#loading = null;
    link.close();
    this.#become({ kind: 'error', error });
  }

  #become(state: ModelState): void {
    this.#state = state;
    this.#events.emit('state', state);
  }
}
