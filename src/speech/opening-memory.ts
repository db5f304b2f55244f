import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';

/** A few small records on this device. What was put may be gone, and any call may fail. */
export interface OpeningStore {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  /** Drops all whose key begins so. */
  drop(prefix: string): Promise<void>;
}

export interface MemoryDeps {
  readonly store: OpeningStore;
  readonly clock: Clock;
  /** A short name for a long text that no other text has. */
  readonly digest: (text: string) => Promise<string>;
  /** Changes with whatever plans and speaks: what another version made is not used. */
  readonly version: string;
}

/** One thing that may be remembered, by all that determines it. */
export interface Memory<T> {
  find(...parts: readonly unknown[]): Promise<T | null>;
  /** Unless the signal aborts soon: what is left at once, such as a draft between two keys, is not worth it. */
  keep(value: T, signal: AbortSignal | undefined, ...parts: readonly unknown[]): void;
}

/** A memory that takes longer is slower than making it anew. */
const FIND_TIMEOUT_MS = 250;
const SETTLE_MS = 2000;

/** Whatever fails here only means that nothing is remembered. */
export function openingMemory<T>(
  { store, clock, digest, version }: MemoryDeps,
  prefix: string,
): Memory<T> {
  const keyOf = async (parts: readonly unknown[]) =>
    prefix + (await digest(JSON.stringify([version, ...parts])));
  const context = { operation: 'find', component: 'openings', clock };
  return {
    find: async (...parts) => {
      const found = keyOf(parts).then((key) => store.get(key));
      const value = await withDeadline(found, FIND_TIMEOUT_MS, context).catch(() => undefined);
      // Put by this version under this key, so it has this shape.
      return (value as T | undefined) ?? null;
    },
    keep: (value, signal, ...parts) => {
      const put = async () => store.put(await keyOf(parts), value);
      clock.after(SETTLE_MS, () => {
        if (signal?.aborted !== true) put().catch(() => undefined);
      });
    },
  };
}
