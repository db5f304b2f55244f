import { describe, expect, it } from 'vitest';
import { createRecovery } from '../resilience/recovery';
import { fakeTime } from '../resilience/fake-time';
import { fakeTools } from '../resilience/fake-tools';
import { Log } from '../telemetry/log';
import { createMetrics } from '../telemetry/sotto-metrics';
import { fakeSession, fakeSynthesizer, healthyEngine } from './fakes';
import { createHealthMonitor } from './health-monitor';
import type { HealthSources } from './health-sources';

const MINUTE_MS = 60_000;

function setUp(change: Partial<HealthSources> = {}, isSound = true) {
  const clock = fakeTime();
  const timestamp = () => clock.now();
  const recovery = createRecovery({ clock, timestamp, random: () => 0 });
  const session = fakeSession();
  const tools = fakeTools({ isSound: () => isSound });
  let spokenAt: number | null = null;
  const synthesizer = fakeSynthesizer(recovery, {
    tools,
    health: () => ({ ...healthyEngine, lastSuccessfulSynthesis: spokenAt }),
  });
  const sources: HealthSources = {
    session,
    synthesizer: () => synthesizer,
    quality: () => ({ level: 'normal', load: 0.2, pressure: null }),
    errorRate: () => 0,
    planText: async () => true,
    memory: async () => null,
    gpuMemory: async () => null,
    storage: async () => null,
    ...change,
  };
  const log = new Log({ timestamp });
  const metrics = createMetrics({ clock });
  const monitor = createHealthMonitor({
    sources,
    recovery,
    log: log.for('health'),
    metrics,
    clock,
    timestamp,
  });
  const speak = () => (spokenAt = clock.now());
  const play = () => (session.state = { kind: 'playing' });
  return { clock, recovery, session, tools, log, metrics, monitor, speak, play };
}

describe('HealthMonitor', () => {
  it('looks every minute, and tries the voice only while somebody listens', async () => {
    const { clock, monitor, tools, play, speak } = setUp();
    let looks = 0;
    monitor.onSnapshot(() => looks++);
    monitor.start();
    await clock.advance(2 * MINUTE_MS);
    expect(looks).toBe(2);
    expect(tools.calls).toEqual([]);
    expect(monitor.snapshot.synthesisFunctional).toBeNull();
    play();
    await clock.advance(MINUTE_MS);
    expect(tools.calls).toEqual(['probe']);
    expect(monitor.snapshot).toMatchObject({ synthesisFunctional: true, textFunctional: true });
    speak();
    await clock.advance(MINUTE_MS - 1);
    speak();
    await clock.advance(1);
    expect(tools.calls).toEqual(['probe']);
    monitor.stop();
    await clock.advance(5 * MINUTE_MS);
    expect(looks).toBe(4);
  });

  it('looks at once when asked, once for all who ask', async () => {
    const { monitor, tools } = setUp();
    const [one, other] = await Promise.all([monitor.check(), monitor.check()]);
    expect(one).toBe(other);
    expect(one).toMatchObject({ status: 'healthy', synthesisFunctional: true });
    expect(tools.calls).toEqual(['probe']);
  });

  it('acts before it fails, on one thing, and not again and again', async () => {
    const { clock, monitor, recovery, log, metrics, play } = setUp({
      memory: async () => ({ usedBytes: 85, limitBytes: 100 }),
    });
    play();
    monitor.start();
    await clock.advance(MINUTE_MS);
    expect(recovery.status.history).toMatchObject([
      {
        failure: null,
        trigger: 'proactive',
        outcome: 'recovered',
        attempts: [{ action: 'applyMemorySavings' }],
      },
    ]);
    expect(monitor.snapshot.status).toBe('degraded');
    expect(log.records.map(({ event, severity }) => [event, severity])).toEqual([
      ['degraded', 'warning'],
    ]);
    expect(metrics.snapshot().gauges).toMatchObject({ healthy: 0.5, memoryBytes: 85 });
    await clock.advance(4 * MINUTE_MS);
    expect(recovery.status.history).toHaveLength(1);
    await clock.advance(MINUTE_MS);
    expect(recovery.status.history).toHaveLength(2);
  });

  it('restarts a voice that gives no sound', async () => {
    const { clock, monitor, tools, log } = setUp({}, false);
    expect(await monitor.check()).toMatchObject({
      status: 'unhealthy',
      synthesisFunctional: false,
    });
    await clock.advance(10_000);
    expect(tools.calls).toContain('restartPipeline');
    expect(log.records.at(-1)).toMatchObject({ event: 'unhealthy', severity: 'critical' });
  });

  it('goes on where sources fail or hang', async () => {
    const { clock, monitor } = setUp({
      memory: () => Promise.reject(new Error('no')),
      storage: () => new Promise(() => {}),
      planText: () => new Promise(() => {}),
    });
    const looking = monitor.check();
    await clock.advance(60_000);
    expect(await looking).toMatchObject({
      status: 'unhealthy',
      textFunctional: false,
      memory: null,
      storage: null,
    });
  });

  it('counts the gaps since its last look', async () => {
    const { monitor, session } = setUp();
    session.stats = { ...session.stats, underruns: 2 };
    expect((await monitor.check()).bufferHealthy).toBe(false);
    expect((await monitor.check()).bufferHealthy).toBe(true);
  });

  it('does not load a voice to look at its health', async () => {
    const { monitor } = setUp({ synthesizer: () => null });
    expect(await monitor.check()).toMatchObject({ status: 'healthy', synthesisFunctional: null });
  });
});
