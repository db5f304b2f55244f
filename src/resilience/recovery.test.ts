import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURE_TYPES, type FailureType } from '../contracts/resilience';
import { fakeTime } from './fake-time';
import { fakeTools } from './fake-tools';
import { createRecovery } from './recovery';
import { LIMITS, STRATEGIES } from './strategies';

const EPOCH = 1_700_000_000_000;

function setUp() {
  const clock = fakeTime();
  const timestamp = () => EPOCH + clock.now();
  const recovery = createRecovery({ clock, timestamp, random: () => 0 });
  return { clock, recovery };
}

const forever = () => new Promise<void>(() => {});

describe('recover', () => {
  it('takes the actions in order until the probe is satisfied', async () => {
    const { recovery } = setUp();
    const tools = fakeTools({ isSound: (calls) => calls.includes('applyMemorySavings') });
    const record = await recovery.recover('pipelineError', 'automatic', tools);
    expect(tools.calls.filter((call) => call !== 'probe')).toEqual([
      'releaseGpu',
      'restartPipeline',
      'applyMemorySavings',
    ]);
    expect(record).toMatchObject({ outcome: 'recovered', failure: 'pipelineError' });
    expect(record.attempts.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['releaseGpu', 'didNotHelp'],
      ['restartPipeline', 'didNotHelp'],
      ['applyMemorySavings', 'helped'],
    ]);
    expect(recovery.status).toMatchObject({ running: null, history: [record] });
  });

  it.each(FAILURE_TYPES)('ends %s with the formant voice at worst', async (failure) => {
    const { recovery } = setUp();
    const tools = fakeTools({ isSound: (calls) => calls.includes('fallBackToFormant') });
    const record = await recovery.recover(failure, 'automatic', tools);
    expect(record.outcome).toBe('degraded');
    expect(record.attempts.map(({ action }) => action)).toEqual(STRATEGIES[failure]);
  });

  it('retries an action that fails, with waits, and goes on to the next', async () => {
    const { clock, recovery } = setUp();
    const tools = fakeTools({
      act: (action) => {
        if (action === 'restartPipeline') throw new Error('dead');
      },
    });
    const done = recovery.recover('workerDied', 'automatic', tools);
    await clock.advance(1_999);
    expect(tools.calls).toEqual(['restartPipeline']);
    await clock.advance(1);
    const record = await done;
    expect(tools.calls).toEqual(['restartPipeline', 'restartPipeline', 'useWasm', 'probe']);
    expect(record.attempts[0]).toMatchObject({ outcome: 'failed', durationMs: 2_000 });
    expect(record.attempts[0]?.error?.cause).toMatchObject({ message: 'dead' });
    expect(record.outcome).toBe('recovered');
  });

  it('does not wait for ever, and tells the work to stop', async () => {
    const { clock, recovery } = setUp();
    let stopped = 0;
    const tools = fakeTools({
      act: (action, signal) => {
        if (action !== 'restartPipeline') return undefined;
        signal.addEventListener('abort', () => stopped++);
        return forever();
      },
    });
    const done = recovery.recover('deviceLost', 'automatic', tools);
    await clock.advance(10 * 60_000);
    const record = await done;
    expect(record.attempts[0]?.error?.kind).toBe('timeout');
    expect(stopped).toBe(2);
    expect(record.outcome).toBe('recovered');
  });

  it('refuses after three attempts, half-opens by itself, and tells so', async () => {
    const { clock, recovery } = setUp();
    const tools = fakeTools({ isSound: () => false });
    for (let n = 0; n < LIMITS.attempts; n++) {
      expect((await recovery.recover('networkError', 'automatic', tools)).outcome).toBe('failed');
    }
    const until = EPOCH + clock.now() + LIMITS.cooldownMs;
    expect(recovery.status.breakers.networkError).toEqual({ kind: 'open', until });
    const calls = tools.calls.length;
    for (const trigger of ['automatic', 'proactive'] as const) {
      const refused = await recovery.recover('networkError', trigger, tools);
      expect(refused).toMatchObject({ outcome: 'refused', attempts: [] });
      expect(recovery.status.history[0]).toBe(refused);
    }
    expect(tools.calls).toHaveLength(calls);
    expect((await recovery.recover('deviceLost', 'automatic', tools)).outcome).toBe('failed');

    const seen: string[] = [];
    recovery.onChange(({ breakers }) => seen.push(breakers.networkError.kind));
    await clock.advance(LIMITS.cooldownMs);
    expect(seen).toContain('halfOpen');
    expect((await recovery.recover('networkError', 'automatic', tools)).outcome).toBe('failed');
    expect(recovery.status.breakers.networkError.kind).toBe('open');
  });

  it('lets a person through an open breaker, and closes it if that helped', async () => {
    const { recovery } = setUp();
    let isSound = false;
    const tools = fakeTools({ isSound: () => isSound });
    for (let n = 0; n < LIMITS.attempts; n++) {
      await recovery.recover('networkError', 'automatic', tools);
    }
    isSound = true;
    const asked = await recovery.recover('networkError', 'asked', tools);
    expect(asked).toMatchObject({ trigger: 'asked', outcome: 'recovered' });
    expect(recovery.status.history[0]).toBe(asked);
    expect(recovery.status.breakers.networkError).toEqual({ kind: 'closed', failures: 0 });
  });

  it('joins a request for the same, and lets another failure wait and look first', async () => {
    const { clock, recovery } = setUp();
    let finish = () => {};
    const tools = fakeTools({
      act: (action) =>
        action === 'restartPipeline' ? new Promise<void>((done) => (finish = done)) : undefined,
    });
    const lost = recovery.recover('deviceLost', 'automatic', tools);
    const joined = recovery.recover('deviceLost', 'asked', tools);
    const other = recovery.recover('pipelineError', 'automatic', tools);
    await clock.advance(10);
    expect(tools.calls).toEqual(['restartPipeline']);
    finish();
    expect(await joined).toBe(await lost);
    // One loss, two symptoms: the repair helped both.
    expect((await other).attempts).toMatchObject([{ action: 'healthCheck', outcome: 'helped' }]);
    expect(recovery.status.history).toHaveLength(2);
  });

  it('keeps pipelines apart', async () => {
    const { clock, recovery } = setUp();
    const stuck = fakeTools({ act: forever });
    void recovery.recover('workerDied', 'automatic', stuck);
    const fine = fakeTools();
    expect((await recovery.recover('workerDied', 'automatic', fine)).outcome).toBe('recovered');
    expect(recovery.status.running).not.toBeNull();
    const broken = fakeTools({ isSound: () => false });
    for (let n = 0; n < LIMITS.attempts; n++) {
      await recovery.recover('networkError', 'automatic', broken);
    }
    expect(recovery.status.breakers.networkError.kind).toBe('open');
    expect((await recovery.recover('networkError', 'automatic', fine)).outcome).toBe('recovered');
    await clock.advance(1);
  });

  it('ends what runs and what waits when it is reset, and keeps the history', async () => {
    const { clock, recovery } = setUp();
    const tools = fakeTools({ act: forever });
    const running = recovery.recover('deviceLost', 'automatic', tools);
    const waiting = recovery.recover('networkError', 'automatic', tools);
    await clock.advance(10);
    recovery.reset();
    expect(await running).toMatchObject({
      outcome: 'failed',
      attempts: [{ error: { kind: 'cancelled' } }],
    });
    expect(await waiting).toMatchObject({ outcome: 'failed', attempts: [] });
    expect(recovery.status.running).toBeNull();
    expect(recovery.status.history).toHaveLength(2);
    expect(recovery.status.breakers.deviceLost).toEqual({ kind: 'closed', failures: 0 });
    await clock.advance(60_000);
    expect(tools.calls).toEqual(['restartPipeline']);
  });

  it('never rejects, has one thing running at a time and records everything', async () => {
    const plan = fc.array(
      fc.record({
        failure: fc.constantFrom<FailureType>(...FAILURE_TYPES),
        trigger: fc.constantFrom('automatic' as const, 'asked' as const, 'proactive' as const),
        waitMs: fc.integer({ min: 0, max: 20_000 }),
        fails: fc.boolean(),
        isSound: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(plan, async (steps) => {
        const { clock, recovery } = setUp();
        let step = steps[0];
        let active = 0;
        let mostActive = 0;
        const tools = fakeTools({
          act: async () => {
            mostActive = Math.max(mostActive, ++active);
            for (let turn = 0; turn < 5; turn++) await null;
            active--;
            if (step?.fails) throw new Error('no');
          },
          isSound: () => step?.isSound ?? true,
        });
        const records = [];
        for (step of steps) {
          records.push(recovery.recover(step.failure, step.trigger, tools));
          await clock.advance(step.waitMs);
        }
        await clock.advance(60 * 60_000);
        const finished = new Set(await Promise.all(records));
        expect(new Set(recovery.status.history)).toEqual(finished);
        expect(mostActive).toBeLessThanOrEqual(1);
        expect(recovery.status.running).toBeNull();
        const kinds = Object.values(recovery.status.breakers);
        expect(kinds.every((breaker) => breaker.kind === 'closed')).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('act', () => {
  it('does one action, past the breakers, and records it without a failure', async () => {
    const { recovery } = setUp();
    const tools = fakeTools();
    const record = await recovery.act('applyMemorySavings', 'proactive', tools);
    expect(tools.calls).toEqual(['applyMemorySavings', 'probe']);
    expect(record).toMatchObject({ failure: null, trigger: 'proactive', outcome: 'recovered' });
    expect(await recovery.act('healthCheck', 'asked', tools)).toMatchObject({
      attempts: [{ action: 'healthCheck', outcome: 'helped' }],
    });
    expect((await recovery.act('fallBackToFormant', 'asked', tools)).outcome).toBe('degraded');
  });
});
