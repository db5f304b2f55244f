import { describe, expect, it } from 'vitest';
import { memorySource, storageSource, type FactsScope } from './browser-facts';

const GIB = 2 ** 30;
const settle = () => new Promise((done) => setTimeout(done, 0));

function scopeWith(
  measure: () => Promise<{ bytes: number }>,
  change: Partial<FactsScope> = {},
): FactsScope {
  const performance = { now: () => 0, measureUserAgentSpecificMemory: measure };
  return { crossOriginIsolated: true, performance, navigator: { deviceMemory: 8 }, ...change };
}

describe('memorySource', () => {
  it('gives the measurement before, and measures one at a time', async () => {
    let finish = (_: { bytes: number }) => {};
    let measurements = 0;
    const memory = memorySource(
      scopeWith(() => {
        measurements++;
        return new Promise((done) => (finish = done));
      }),
    );
    expect(await memory()).toBeNull();
    expect(await memory()).toBeNull();
    expect(measurements).toBe(1);
    finish({ bytes: 7 });
    await settle();
    expect(await memory()).toEqual({ usedBytes: 7, limitBytes: 4 * GIB });
    expect(measurements).toBe(2);
  });

  it('knows small devices, and forgets where it is refused', async () => {
    let isRefused = false;
    const memory = memorySource(
      scopeWith(
        () => (isRefused ? Promise.reject(new Error('no')) : Promise.resolve({ bytes: 7 })),
        {
          navigator: { deviceMemory: 0.5 },
        },
      ),
    );
    await memory();
    await settle();
    expect(await memory()).toEqual({ usedBytes: 7, limitBytes: GIB / 2 });
    isRefused = true;
    await settle();
    await memory();
    await settle();
    expect(await memory()).toBeNull();
  });

  it('does not ask where it would be refused for certain', async () => {
    let measurements = 0;
    const measure = async () => ({ bytes: ++measurements });
    await memorySource(scopeWith(measure, { crossOriginIsolated: false }))();
    expect(measurements).toBe(0);
    expect(await memorySource({ navigator: {} })()).toBeNull();
  });
});

describe('storageSource', () => {
  it('tells what is told, and null where nothing is', async () => {
    const navigator = (estimate: StorageEstimate) => ({
      storage: { estimate: async () => estimate },
    });
    const storage = (estimate: StorageEstimate) =>
      storageSource({ navigator: navigator(estimate) })();
    expect(await storage({ usage: 1, quota: 2 })).toEqual({ usedBytes: 1, quotaBytes: 2 });
    expect(await storage({ usage: 1, quota: 0 })).toBeNull();
    expect(await storage({})).toBeNull();
    expect(await storageSource({ navigator: {} })()).toBeNull();
  });
});
