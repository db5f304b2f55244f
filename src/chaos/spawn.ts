/** The workers of the chaos build, each of whose calls is seen on its way. */
import { wrap } from 'comlink';
import type { Armed, FaultName } from '../faults/names';
import type { EndableWorker } from '../rpc/put-aside';

/** A call about to be sent; `arm` reaches the worker before it. */
export interface SeenCall {
  readonly operation: string;
  readonly args: readonly unknown[];
  readonly arm: (fault: FaultName) => void;
}

export interface Watch {
  onCall(call: SeenCall): void;
  /** What the worker sends, which may be changed in place. */
  onMessage?(data: unknown): void;
}

export function watched(worker: Worker, watch: Watch): EndableWorker {
  const control = wrap<Armed>(worker);
  const arm = (fault: FaultName) => void control.arm(fault).catch(() => undefined);
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => watch.onMessage?.(data));
  return {
    postMessage: (message, transfer) => {
      const call = callOf(message);
      if (call !== null) watch.onCall({ ...call, arm });
      worker.postMessage(message, transfer);
    },
    addEventListener: (type, listener) => worker.addEventListener(type, listener),
    removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
    dispatchEvent: (event) => worker.dispatchEvent(event),
    terminate: () => worker.terminate(),
  };
}

/** Comlink's wire format of a call. */
interface CallMessage {
  readonly type: 'APPLY';
  readonly path: readonly string[];
  readonly argumentList: readonly { readonly value?: unknown }[];
}

function callOf(message: unknown): Omit<SeenCall, 'arm'> | null {
  const { type, path, argumentList } = message as Partial<CallMessage>;
  if (type !== 'APPLY' || path === undefined || argumentList === undefined) return null;
  return { operation: path.join('.'), args: argumentList.map(({ value }) => value) };
}

export const spawnChaosText = (): Worker =>
  new Worker(new URL('../../workers/chaos/text.worker.ts', import.meta.url), {
    type: 'module',
    name: 'chaos-text',
  });

export const spawnChaosEngine = (): Worker =>
  new Worker(new URL('../../workers/chaos/engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'chaos-engine',
  });

export const spawnChaosFormant = (): Worker =>
  new Worker(new URL('../../workers/chaos/formant.worker.ts', import.meta.url), {
    type: 'module',
    name: 'chaos-formant',
  });

export const spawnChaosWeights = (): Worker =>
  new Worker(new URL('../../workers/chaos/weights.worker.ts', import.meta.url), {
    type: 'module',
    name: 'chaos-weights',
  });
