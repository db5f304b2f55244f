import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNGS } from '../contracts/resilience';
import { assess, type HealthFacts } from './health';

const fine: HealthFacts = {
  timestamp: 0,
  synthesisFunctional: true,
  textFunctional: true,
  bufferedSeconds: 10,
  isMoreWanted: true,
  newUnderruns: 0,
  errorRate: 0,
  load: 0.3,
  pressure: 'nominal',
  memory: { usedBytes: 1, limitBytes: 100 },
  gpuMemory: null,
  storage: { usedBytes: 1, quotaBytes: 100 },
  level: 'normal',
  rung: 'chosen',
  synthesizer: null,
};
const used = (percent: number) => ({ usedBytes: percent, limitBytes: 100 });
const judge = (change: Partial<HealthFacts>) => assess({ ...fine, ...change });

describe('assess', () => {
  it('finds nothing wrong where nothing is', () => {
    expect(judge({})).toMatchObject({
      status: 'healthy',
      bufferHealthy: true,
      storageHealthy: true,
      issues: [],
    });
  });

  it('raises no issue for what is not known', () => {
    const unknown = {
      synthesisFunctional: null,
      textFunctional: null,
      load: null,
      pressure: null,
      memory: null,
      gpuMemory: null,
      storage: null,
    };
    expect(judge(unknown).status).toBe('healthy');
  });

  const cases: [string, Partial<HealthFacts>, string | null, string | null][] = [
    ['load 79 %', { load: 0.79 }, null, null],
    ['load 80 %', { load: 0.8 }, 'warning', null],
    ['load 95 %', { load: 0.95 }, 'critical', 'reduceGenerationParams'],
    ['pressure fair', { pressure: 'fair' }, null, null],
    ['pressure serious', { pressure: 'serious' }, 'warning', null],
    ['pressure critical', { pressure: 'critical' }, 'critical', null],
    ['memory 79 %', { memory: used(79) }, null, null],
    ['memory 80 %', { memory: used(80) }, 'warning', 'applyMemorySavings'],
    ['memory 95 %', { memory: used(95) }, 'critical', 'applyMemorySavings'],
    ['GPU memory 89 %', { gpuMemory: used(89) }, null, null],
    ['GPU memory 90 %', { gpuMemory: used(90) }, 'warning', 'applyMemorySavings'],
    ['GPU memory 95 %', { gpuMemory: used(95) }, 'critical', 'releaseGpu'],
    ['errors 4 %', { errorRate: 0.04 }, null, null],
    ['errors 5 %', { errorRate: 0.05 }, 'warning', null],
    ['errors 10 %', { errorRate: 0.1 }, 'critical', 'restartPipeline'],
    ['no sound', { synthesisFunctional: false }, 'critical', 'restartPipeline'],
    ['no text', { textFunctional: false }, 'critical', null],
    ['little ahead', { bufferedSeconds: 0.9 }, 'warning', null],
    ['little ahead at the end', { bufferedSeconds: 0.9, isMoreWanted: false }, null, null],
    ['a gap', { newUnderruns: 1 }, 'critical', null],
    ['formant voice', { rung: 'formant' }, 'warning', null],
    ['silence', { rung: 'silence' }, 'critical', null],
    ['full disk', { storage: { usedBytes: 90, quotaBytes: 100 } }, 'warning', null],
  ];
  it.each(cases)('%s', (_, change, severity, action) => {
    const { issues, status } = judge(change);
    expect(issues.map((issue) => issue.severity)).toEqual(severity === null ? [] : [severity]);
    expect(issues[0]?.action ?? null).toBe(action);
    const isInaudible = /load|pressure/.test(issues[0]?.name ?? '');
    const expected = {
      none: 'healthy',
      warning: 'degraded',
      critical: isInaudible ? 'degraded' : 'unhealthy',
    } as const;
    expect(status).toBe(expected[(severity ?? 'none') as keyof typeof expected]);
  });

  it('leaves repair to the ladder while a lower rung speaks', () => {
    const { issues } = judge({ errorRate: 1, rung: 'formant' });
    expect(issues.map(({ action }) => action)).toEqual([null, null]);
    expect(judge({ errorRate: 1, level: 'overload' }).issues[0]?.action).toBeNull();
  });

  it('never gets better when something gets worse, and always recommends something', () => {
    const share = fc.double({ min: 0, max: 2, noNaN: true });
    const facts = fc.record({
      load: fc.option(share),
      errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
      newUnderruns: fc.nat(3),
      rung: fc.constantFrom(...RUNGS),
      pressure: fc.constantFrom(null, 'nominal', 'fair', 'serious', 'critical'),
      synthesisFunctional: fc.constantFrom(null, true, false),
    });
    const rank = { healthy: 0, degraded: 1, unhealthy: 2 };
    fc.assert(
      fc.property(facts, share, (change, more) => {
        const before = judge(change);
        const after = judge({ ...change, load: (change.load ?? 0) + more });
        expect(rank[after.status]).toBeGreaterThanOrEqual(rank[before.status]);
        for (const { message, recommendation } of after.issues) {
          expect(message).toMatch(/^[A-Z0-9].*\.$/);
          expect(recommendation).toMatch(/^[A-Z].*\.$/);
        }
      }),
    );
  });
});
