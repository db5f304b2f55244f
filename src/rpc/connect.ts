import { releaseProxy, wrap, type Remote } from 'comlink';
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import { installErrorTransfer } from './errors';

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
}

/**
 * A worker seen as its interface. Comlink alone waits for ever on a dead worker; here every call
 * loses to the worker's death, to its own deadline and to its signal.
 */
export interface WorkerLink<Api> {
  call<T>(work: (api: Remote<Api>) => Promise<T>, options: CallOptions): Promise<T>;
  readonly dead: boolean;
  onDeath(listener: (error: SottoError) => void): void;
  /** Kills the worker and gives its memory back; calls under way reject. */
  terminate(): void;
}

export function connectWorker<Api>(worker: WorkerLike, options: LinkOptions): WorkerLink<Api> {
  installErrorTransfer();
  const api = wrap<Api>(worker as unknown as Worker);
  const listeners = new Set<(error: SottoError) => void>();
  let death: SottoError | null = null;

  const die = (error: SottoError) => {
    if (death !== null) return;
    death = error;
    worker.removeEventListener('error', onError);
    worker.terminate();
    for (const listener of [...listeners]) listener(error);
    listeners.clear();
  };
  const onError = (event: Event) => {
    const cause = 'message' in event ? new Error(String(event.message)) : undefined;
    die(workerDied(options.component, cause));
  };
  worker.addEventListener('error', onError);

  return {
    call: (work, { operation, timeoutMs, signal }) => {
      if (death !== null) return Promise.reject(death);
      let stopListening = () => {};
      const lost = new Promise<never>((_, reject) => {
        listeners.add(reject);
        stopListening = () => listeners.delete(reject);
      });
      const deadline = { operation, component: options.component, clock: options.clock };
      return withDeadline(Promise.race([work(api), lost]), timeoutMs, deadline, signal).finally(
        stopListening,
      );
    },
    get dead() {
      return death !== null;
    },
    onDeath: (listener) => {
      listeners.add(listener);
    },
    terminate: () => {
      die(workerDied(options.component, undefined));
      api[releaseProxy]();
    },
  };
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
