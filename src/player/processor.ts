/** What both sides of the worklet's creation agree on. */
import type { RingMemory } from './ring';

export const PROCESSOR_NAME = 'sotto-player';

export interface ProcessorOptions {
  /** Null where the page has no shared memory: then the worklet makes its own. */
  readonly memory: RingMemory | null;
  /** Of the ring, in samples; a power of two. */
  readonly capacity: number;
}
