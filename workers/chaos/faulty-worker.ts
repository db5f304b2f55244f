/** Faults of a worker as a whole. */
import type { FaultName } from '../../src/faults/names';
import { deliberate, never } from './armory';

declare const self: DedicatedWorkerGlobalScope;

/** Far beyond every deadline. */
const BLOCK_MS = 600_000;

/** Ends this worker without a word: no event tells its owner. */
export function die(): Promise<never> {
  self.close();
  return never;
}

/** Raises an error event on the worker, as a script's own bug would. */
export function crash(fault: FaultName): Promise<never> {
  setTimeout(() => {
    throw deliberate(fault);
  });
  return never;
}

/** Computes and answers nothing, not even heartbeats. */
export function block(): Promise<never> {
  const endMs = performance.now() + BLOCK_MS;
  while (performance.now() < endMs);
  return never;
}
