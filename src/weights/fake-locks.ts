/** What of `navigator.locks` the store needs: holders of one name take turns, sharers do not, waiters can leave. */
export function fakeLocks(): LockManager {
  const last = new Map<string, Promise<unknown>>();
  const held: LockInfo[] = [];
  const request = async (
    name: string,
    { signal, mode = 'exclusive' }: LockOptions,
    work: () => Promise<unknown>,
  ) => {
    const before = mode === 'shared' ? Promise.resolve() : (last.get(name) ?? Promise.resolve());
    const turn = before.then(async () => {
      signal?.throwIfAborted();
      const info = { name, mode };
      held.push(info);
      try {
        return await work();
      } finally {
        held.splice(held.indexOf(info), 1);
      }
    });
    if (mode === 'exclusive') {
      last.set(
        name,
        turn.catch(() => undefined),
      );
    }
    return turn;
  };
  const query = () => Promise.resolve({ held: [...held], pending: [] });
  return { request, query } as unknown as LockManager;
}
