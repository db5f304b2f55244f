import { releaseProxy, wrap, type Remote } from 'comlink';
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import type { Pingable } from '../contracts/workers';
import { installErrorTransfer } from './errors';
import { Heartbeat, MISSED_BEATS } from './heartbeat';

/** The part of a Worker that a link needs: small enough to fake. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  terminate(): void;
}

export interface LinkOptions {
  readonly component: string;
  readonly clock: Clock;
}

export interface CallOptions {
  readonly operation: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Heartbeats that the worker may miss meanwhile before it is declared dead; usually three. */
  readonly maxMissedBeats?: number;
}

/**
 * A worker seen as its interface. Comlink alone waits for ever on a dead worker; here every call
 * loses to the worker's death, to its silence, to its own deadline and to its signal.
 */
export interface WorkerLink<Api> {
  call<T>(work: (api: Remote<Api>) => Promise<T>, options: CallOptions): Promise<T>;
  readonly dead: boolean;
  onDeath(listener: (error: SottoError) => void): void;
  /** Kills the worker and gives its memory back; calls under way reject. */
  terminate(): void;
}

export function connectWorker<Api>(worker: WorkerLike, options: LinkOptions): WorkerLink<Api> {
  return new Link<Api>(worker, options);
}

class Link<Api> implements WorkerLink<Api> {
  readonly #worker: WorkerLike;
  readonly #options: LinkOptions;
  readonly #api: Remote<Api>;
  readonly #heartbeat: Heartbeat;
  readonly #listeners = new Set<(error: SottoError) => void>();
  readonly #onError: (event: Event) => void;
  readonly #onMessage: () => void;
  #death: SottoError | null = null;

  constructor(worker: WorkerLike, options: LinkOptions) {
    installErrorTransfer();
    this.#worker = worker;
    this.#options = options;
    this.#api = wrap<Api>(worker as unknown as Worker);
    this.#heartbeat = this.#createHeartbeat();
    this.#onError = (event) =>
      this.#die('message' in event ? new Error(String(event.message)) : undefined);
    this.#onMessage = () => this.#heartbeat.noteLife();
    worker.addEventListener('error', this.#onError);
    worker.addEventListener('message', this.#onMessage);
  }

  get dead(): boolean {
    return this.#death !== null;
  }

  call<T>(
    work: (api: Remote<Api>) => Promise<T>,
    { operation, timeoutMs, signal, maxMissedBeats = MISSED_BEATS }: CallOptions,
  ): Promise<T> {
    if (this.#death !== null) return Promise.reject(this.#death);
    let stopListening = () => {};
    const lost = new Promise<never>((_, reject) => {
      this.#listeners.add(reject);
      stopListening = () => this.#listeners.delete(reject);
    });
    const { component, clock } = this.#options;
    const endCall = this.#heartbeat.begin(maxMissedBeats);
    const answered = Promise.race([work(this.#api), lost]);
    return withDeadline(answered, timeoutMs, { operation, component, clock }, signal).finally(
      () => {
        stopListening();
        endCall();
      },
    );
  }

  onDeath(listener: (error: SottoError) => void): void {
    this.#listeners.add(listener);
  }

  terminate(): void {
    this.#die(undefined);
    this.#api[releaseProxy]();
  }

  #createHeartbeat(): Heartbeat {
    const pinged = this.#api as unknown as Remote<Pingable>;
    return new Heartbeat({
      clock: this.#options.clock,
      ping: () => void pinged.ping().catch(() => undefined),
      onSilent: (missed) => this.#die(new Error(`It missed ${missed} heartbeats.`)),
    });
  }

  #die(cause: Error | undefined): void {
    if (this.#death !== null) return;
    const error = workerDied(this.#options.component, cause);
    this.#death = error;
    this.#heartbeat.stop();
    this.#worker.removeEventListener('error', this.#onError);
    this.#worker.removeEventListener('message', this.#onMessage);
    this.#worker.terminate();
    for (const listener of [...this.#listeners]) listener(error);
    this.#listeners.clear();
  }
}

function workerDied(component: string, cause: Error | undefined): SottoError {
  return new SottoError(
    'A part of Sotto stopped working.',
    { kind: 'device', type: 'workerDied' },
    {
      operation: 'call',
      component,
      suggestion: 'It is being started again; reload the page if speech does not go on.',
      cause,
    },
  );
}
