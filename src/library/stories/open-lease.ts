/** Which stories are open, told among tabs by locks: their sound is not given up. */
const PREFIX = 'sotto-story/';

export interface OpenLease {
  /** Instead of the one held before; null: of none. */
  hold(id: string | null): void;
  inUse(): Promise<ReadonlySet<string>>;
}

/** @param locks Null where there are none: then only this tab's is known. */
export function createOpenLease(locks: LockManager | null): OpenLease {
  let release: () => void = () => undefined;
  let own: string | null = null;
  return {
    hold: (id) => {
      release();
      own = id;
      if (id === null) return;
      const held = new Promise<void>((resolve) => (release = resolve));
      locks?.request(`${PREFIX}${id}`, { mode: 'shared' }, () => held).catch(() => undefined);
    },
    inUse: async () => {
      const held = (await locks?.query())?.held ?? [];
      const names = held.flatMap(({ name }) =>
        name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [],
      );
      return new Set(own === null ? names : [...names, own]);
    },
  };
}
