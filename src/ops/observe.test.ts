import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import type { UtteranceId } from '../base/ids';
import type { LadderEvent, RecoveryRecord, RecoveryStatus, Rung } from '../contracts/resilience';
import { fakeTime } from '../resilience/fake-time';
import { fakeTools } from '../resilience/fake-tools';
import { createRecovery } from '../resilience/recovery';
import { Log } from '../telemetry/log';
import { createMetrics } from '../telemetry/sotto-metrics';
import { fakeSession } from './fakes';
import { createObserver } from './observe';

function setUp() {
  const clock = fakeTime();
  const log = new Log({ timestamp: () => clock.now() });
  const metrics = createMetrics({ clock });
  return { clock, log, metrics, observer: createObserver({ log, metrics, clock }) };
}

const utteranceId = 'u1' as UtteranceId;
const secret = 'what the listener wrote';
const error = new SottoError(
  secret,
  { kind: 'inference', stage: 'flow', recoverable: true },
  { operation: 'synthesize', component: 'engine', suggestion: secret },
);
const spoke = (rung: Rung, reason: SottoError | null = null): LadderEvent => ({
  kind: 'spoke',
  rung,
  result: {
    utteranceId,
    sampleRate: 1_000,
    samples: 2_000,
    stages: {
      textMs: 1,
      encodeMs: 2,
      flowMs: 3,
      vocodeMs: 4,
      totalMs: 500,
      frames: 80,
      tokens: 20,
      steps: 4,
    },
    fallback: rung === 'chosen' ? null : rung,
    error: reason,
    timestamp: 0,
  },
});

describe('Observer', () => {
  it('counts utterances by rung, and times the stages of neural ones', () => {
    const { metrics, observer } = setUp();
    observer.planned({ ms: 6, utterances: 3 });
    observer.ladder(spoke('chosen', error));
    observer.ladder(spoke('wasm', error));
    observer.ladder(spoke('silence', error));
    // The level chose it: nothing failed.
    observer.ladder(spoke('formant'));
    const { counters, histograms } = metrics.snapshot();
    expect(counters).toEqual({
      'utterances.chosen': 1,
      'utterances.wasm': 1,
      'utterances.formant': 1,
      'utterances.silence': 1,
      audioSeconds: 8,
    });
    expect(histograms).toMatchObject({
      textMs: { count: 1, p50: 2 },
      encodeMs: { p50: 2 },
      flowMs: { p50: 3 },
      vocodeMs: { p50: 4 },
      totalMs: { p50: 500 },
      melFrames: { p50: 80 },
      tokens: { p50: 20 },
      rtf: { p50: 0.25 },
    });
    expect(observer.errorRate).toBe(0.5);
  });

  it('forgets errors after a while', async () => {
    const { clock, observer } = setUp();
    expect(observer.errorRate).toBe(0);
    observer.ladder(spoke('formant', error));
    expect(observer.errorRate).toBe(1);
    await clock.advance(6 * 60_000);
    expect(observer.errorRate).toBe(0);
  });

  it('logs failures and moves, with codes and without sentences', () => {
    const { log, metrics, observer } = setUp();
    const failed = { utteranceId, rung: 'chosen', manner: 'plain', failure: 'deviceLost' } as const;
    observer.ladder({ kind: 'failed', ...failed, error });
    observer.ladder({ kind: 'late', utteranceId, rung: 'chosen', waitedMs: 300 });
    observer.ladder({
      kind: 'moved',
      from: 'chosen',
      to: 'formant',
      because: 'failure',
      error,
    });
    observer.ladder({
      kind: 'moved',
      from: 'formant',
      to: 'chosen',
      because: 'recovered',
      error: null,
    });
    expect(log.records.map(({ event, severity, fields }) => ({ event, severity, fields }))).toEqual(
      [
        { event: 'failed', severity: 'error', fields: failed },
        {
          event: 'late',
          severity: 'warning',
          fields: { rung: 'chosen', waitedMs: 300, utteranceId },
        },
        {
          event: 'moved',
          severity: 'warning',
          fields: { from: 'chosen', to: 'formant', because: 'failure' },
        },
        {
          event: 'moved',
          severity: 'info',
          fields: { from: 'formant', to: 'chosen', because: 'recovered' },
        },
      ],
    );
    expect(JSON.stringify(log.records)).not.toContain(secret);
    expect(metrics.snapshot().counters).toEqual({ 'failures.deviceLost': 1, late: 1, moves: 2 });
  });

  it('counts each underrun and each first sound once', () => {
    const { log, metrics, observer } = setUp();
    const { stats } = fakeSession();
    for (const underruns of [0, 2, 2, 3]) {
      observer.stats({ ...stats, underruns, firstSoundMs: 120, bufferedSeconds: underruns });
    }
    expect(metrics.snapshot()).toMatchObject({
      counters: { underruns: 3 },
      gauges: { bufferedSeconds: 3 },
      totals: { firstAudioMs: { count: 1, sum: 120 } },
    });
    expect(log.records.map(({ event }) => event)).toEqual(['firstSound', 'underrun', 'underrun']);
  });

  it('tells of each recovery once, however often the status changes', async () => {
    const { clock, log, metrics, observer } = setUp();
    const recovery = createRecovery({ clock, timestamp: () => clock.now(), random: () => 0 });
    const seen: RecoveryStatus[] = [];
    recovery.onChange((status) => {
      seen.push(status);
      observer.recovery(status);
    });
    const tools = fakeTools({ isSound: (calls) => calls.includes('useWasm') });
    await recovery.recover('deviceLost', 'automatic', tools);
    await recovery.act('fallBackToFormant', 'asked', tools);
    await clock.advance(60_000);
    expect(seen.length).toBeGreaterThan(4);
    expect(metrics.snapshot().counters).toEqual({
      'recoveries.recovered': 1,
      'recoveries.degraded': 1,
    });
    expect(log.records.map(({ fields }) => fields)).toMatchObject([
      { failure: 'deviceLost', outcome: 'recovered', attempts: 2, lastAction: 'useWasm' },
      { failure: null, outcome: 'degraded', trigger: 'asked', lastAction: 'fallBackToFormant' },
    ]);
  });

  it('is not confused when the history forgets', () => {
    const { metrics, observer } = setUp();
    const record = (id: string): RecoveryRecord => ({
      id,
      failure: 'networkError',
      trigger: 'automatic',
      startedAt: 0,
      durationMs: 0,
      attempts: [],
      outcome: 'refused',
    });
    const status = (...ids: string[]) =>
      ({ running: null, history: ids.map(record) }) as unknown as RecoveryStatus;
    observer.recovery(status());
    observer.recovery(status('b', 'a'));
    observer.recovery(status('c', 'b'));
    observer.recovery(status('c', 'b'));
    expect(metrics.snapshot().counters).toEqual({ 'recoveries.refused': 3 });
  });

  it('logs changes of quality', () => {
    const { log, metrics, observer } = setUp();
    const change = { from: 'normal', load: 0.7, secondsUntilGap: Infinity } as const;
    observer.quality({ ...change, to: 'high' });
    observer.quality({ ...change, to: 'overload' });
    expect(metrics.snapshot().counters).toEqual({ 'levels.high': 1, 'levels.overload': 1 });
    expect(log.records.map(({ severity }) => severity)).toEqual(['info', 'warning']);
  });
});
