import { describe, expect, it } from 'vitest';
import { takePlace, type Locks } from './places';

/** As the browser does it: whoever holds a lock holds it until its callback's promise settles. */
function fakeLocks(): NonNullable<Locks> {
  const held = new Set<string>();
  const request = async (
    name: string,
    _: LockOptions,
    callback: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    if (held.has(name)) return callback(null);
    held.add(name);
    try {
      return await callback({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
    }
  };
  return { request } as unknown as NonNullable<Locks>;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('places', () => {
  it('are ten; the eleventh is refused, until one leaves', async () => {
    const locks = fakeLocks();
    const leaves = [];
    for (let i = 0; i < 10; i++) leaves.push(await takePlace(locks));
    await expect(takePlace(locks)).rejects.toMatchObject({
      message: expect.stringContaining('at capacity (10 clients)') as string,
      detail: { kind: 'resource', type: 'capacity' },
    });
    leaves[3]?.();
    await settled();
    const leave = await takePlace(locks);
    await expect(takePlace(locks)).rejects.toMatchObject({ kind: 'resource' });
    leave();
  });

  it('are not counted where nobody can be', async () => {
    (await takePlace(null))();
    const denied = { request: () => Promise.reject(new DOMException('', 'SecurityError')) };
    (await takePlace(denied as unknown as Locks))();
  });
});
