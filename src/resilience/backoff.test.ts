import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import { backoffMs, isWorthRetrying, retrying } from './backoff';
import { fakeTime } from './fake-time';
import { RETRIES } from './strategies';

const network = (status: number | null) =>
  new SottoError(
    'No.',
    { kind: 'network', url: 'x', status },
    { operation: 'fetch', component: 'test', suggestion: 'None.' },
  );

describe('backoffMs', () => {
  it('follows the settings of the spec', () => {
    const delays = (action: 'retryDownload' | 'releaseGpu' | 'restartPipeline') =>
      [1, 2, 3, 4, 5, 6].map((attempt) => backoffMs(RETRIES[action], attempt, () => 0));
    expect(delays('retryDownload')).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(delays('releaseGpu')).toEqual([2_000, 3_000, 4_500, 6_750, 10_000, 10_000]);
    expect(delays('restartPipeline').slice(0, 2)).toEqual([2_000, 3_000]);
  });

  it('stays between half and all of its ceiling', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), chance, (attempt, random) => {
        const ms = backoffMs(RETRIES.retryDownload, attempt, () => random);
        const ceilingMs = Math.min(60_000, 5_000 * 2 ** (attempt - 1));
        expect(ms).toBeGreaterThan(ceilingMs / 2 - 1e-6);
        expect(ms).toBeLessThanOrEqual(ceilingMs);
      }),
    );
  });
});

describe('retrying', () => {
  const start = (failures: number, thrown: () => unknown = () => network(503)) => {
    const clock = fakeTime();
    const stop = new AbortController();
    const startsMs: number[] = [];
    const work = async () => {
      startsMs.push(clock.now());
      if (startsMs.length <= failures) throw thrown();
    };
    const deps = { clock, random: () => 0 };
    const done = retrying(work, RETRIES.retryDownload, deps, stop.signal).then(
      () => 'done',
      (thrown: unknown) => (thrown instanceof SottoError ? thrown.kind : thrown),
    );
    return { clock, stop, startsMs, done };
  };

  it('waits longer each time until it works', async () => {
    const { clock, startsMs, done } = start(2);
    await clock.advance(15_000);
    expect(await done).toBe('done');
    expect(startsMs).toEqual([0, 5_000, 15_000]);
  });

  it('gives up with the last reason', async () => {
    const { clock, startsMs, done } = start(9);
    await clock.advance(60_000);
    expect(await done).toBe('network');
    expect(startsMs).toHaveLength(3);
  });

  it('stops waiting when it is cancelled', async () => {
    const { clock, stop, startsMs, done } = start(9);
    await clock.advance(1_000);
    stop.abort();
    expect(await done).toBe('cancelled');
    await clock.advance(60_000);
    expect(startsMs).toEqual([0]);
  });

  it('does not repeat what will be refused again', async () => {
    const { done, startsMs } = start(9, () => network(404));
    expect(await done).toBe('network');
    expect(startsMs).toEqual([0]);
    const gpu = new SottoError(
      'No.',
      { kind: 'device', type: 'gpuUnusable' },
      { operation: 'load', component: 'test', suggestion: 'None.' },
    );
    expect(isWorthRetrying(gpu)).toBe(false);
    expect([null, 503, 429, 408].map((status) => isWorthRetrying(network(status)))).not.toContain(
      false,
    );
  });
});
