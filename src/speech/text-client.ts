import type { Remote } from 'comlink';
import type { Clock } from '../base/clock';
import type { Emitter } from '../base/events';
import { asSottoError, type SottoError } from '../base/errors';
import type { Block, DocumentFormat, PlanOptions, Run, Utterance } from '../contracts/text';
import type { TextApi } from '../contracts/workers';
import type { WorkerLike } from '../rpc/connect';
import { revivingLink } from '../rpc/reviving';
import { tagsOf } from '../text/phonemiser';
import { planWords } from './plain-words';

/** Twice this, for the call and its repetition, is less than the sound that is queued ahead. */
const CALL_TIMEOUT_MS = 5_000;
/**
 * The first answer in a language waits for its pronunciation data, maybe on a slow line beside a voice's
 * download.
 * A worker that hangs is found much sooner, by its missing heartbeats.
 */
const FIRST_TIMEOUT_MS = 180_000;

/** The text worker behind its interface; a lost worker is replaced and the call made once more. */
export interface TextClient {
  /** @param tag BCP 47 of what is to be pronounced. */
  warm(tag: string): Promise<void>;
  parse(source: string, format: DocumentFormat, signal?: AbortSignal): Promise<readonly Run[]>;
  /** Like `parse`, done on this thread when the worker fails twice; then without pronunciation. */
  plan(block: Block, options: PlanOptions, signal?: AbortSignal): Promise<readonly Utterance[]>;
  dispose(): void;
}

export interface TextClientDeps {
  readonly spawn: () => WorkerLike;
  readonly clock: Clock;
  readonly events?: Emitter<TextEvents>;
}

export interface TextEvents {
  /** How long a plan took, and for how many utterances. */
  planned: { readonly ms: number; readonly utterances: number };
  /** A plan was made without the worker, because of this. */
  fallback: SottoError;
}

export function createTextClient(deps: TextClientDeps): TextClient {
  return new WorkerTextClient(deps);
}

interface Call<T> {
  readonly operation: 'warm' | 'parse' | 'plan';
  readonly work: (api: Remote<TextApi>) => Promise<T>;
  /** What it pronounces: of each the first call waits for its data. */
  readonly tags: readonly string[];
  readonly signal: AbortSignal | undefined;
}

class WorkerTextClient implements TextClient {
  readonly #deps: TextClientDeps;
  readonly #link;
  #spawned = 0;
  readonly #learnt = new Set<string>();
  #isDisposed = false;

  constructor(deps: TextClientDeps) {
    this.#deps = deps;
    const spawn = () => {
      this.#spawned++;
      return deps.spawn();
    };
    this.#link = revivingLink<TextApi>(spawn, { component: 'text', clock: deps.clock });
  }

  warm(tag: string): Promise<void> {
    const work = (api: Remote<TextApi>) => api.warm(tag);
    return this.#call({ operation: 'warm', work, tags: [tag], signal: undefined });
  }

  async parse(
    source: string,
    format: DocumentFormat,
    signal?: AbortSignal,
  ): Promise<readonly Run[]> {
    const work = (api: Remote<TextApi>) => api.parse(source, format);
    try {
      return await this.#call({ operation: 'parse', work, tags: [], signal });
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: 'parse', component: 'text' });
      if (this.#isDisposed || !isFault(error)) throw error;
      this.#deps.events?.emit('fallback', error);
      const parser = await import('./plain-plan').catch(() => null);
      if (parser === null) throw error;
      return parser.parseHere(source, format);
    }
  }

  async plan(
    block: Block,
    options: PlanOptions,
    signal?: AbortSignal,
  ): Promise<readonly Utterance[]> {
    const work = (api: Remote<TextApi>) => api.plan(block, options);
    const { clock, events } = this.#deps;
    const startedAt = clock.now();
    try {
      const utterances = await this.#call({
        operation: 'plan',
        work,
        tags: tagsOf(block, options),
        signal,
      });
      events?.emit('planned', { ms: clock.now() - startedAt, utterances: utterances.length });
      return utterances;
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: 'plan', component: 'text' });
      if (this.#isDisposed || !isFault(error)) throw error;
      events?.emit('fallback', error);
      return planHere(block, options);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#link.terminate();
  }

  /** Planning has no side effects, so a call that is lost can simply be made again, by a new worker. */
  async #call<T>(call: Call<T>): Promise<T> {
    const { worker, answer } = this.#ask(call);
    try {
      return await answer;
    } catch (thrown) {
      const error = asSottoError(thrown, { operation: call.operation, component: 'text' });
      if (this.#isDisposed || !isFault(error)) throw error;
      // Another call that was lost may have started a new worker meanwhile; that one is to live.
      if (worker === this.#spawned && error.kind !== 'device') this.#link.terminate();
      return await this.#ask(call).answer;
    }
  }

  #ask<T>({ operation, work, tags, signal }: Call<T>): {
    readonly worker: number;
    readonly answer: Promise<T>;
  } {
    const isLearnt = this.#learnt.size > 0 && tags.every((tag) => this.#learnt.has(tag));
    const timeoutMs = isLearnt ? CALL_TIMEOUT_MS : FIRST_TIMEOUT_MS;
    const answer = this.#link.call(work, { operation, timeoutMs, signal }).then((value) => {
      for (const tag of tags) this.#learnt.add(tag);
      return value;
    });
    return { worker: this.#spawned, answer };
  }
}

/** The worker's fault, which another try or another planner may not have. */
function isFault({ kind }: SottoError): boolean {
  switch (kind) {
    case 'device':
    case 'timeout':
    case 'internal':
    case 'modelLoad':
    case 'resource':
      return true;
    default:
      return false;
  }
}

/** The planner is large and seldom needed here; it waits in the app's cache. */
async function planHere(block: Block, options: PlanOptions): Promise<readonly Utterance[]> {
  const planner = await import('./plain-plan').catch(() => null);
  return planner === null ? planWords(block, options) : planner.planPlainly(block, options);
}
