/** What a health page may have to show, from all well to all wrong. Deterministic, relative to `now`. */
import { SottoError } from '../../base/errors';
import type { VoiceId } from '../../base/ids';
import { seededRandom } from '../../base/random';
import type { HealthSample, HealthSnapshot, LogEntry } from '../../contracts/health';
import {
  FAILURE_TYPES,
  type RecoveryAttempt,
  type RecoveryRecord,
  type RecoveryStatus,
  type SynthesizerHealth,
} from '../../contracts/resilience';
import type { ResourceReport } from '../../contracts/resources';
import { fakeLog } from './fake-log';
import { ISSUES } from './fake-words';

export interface Scene {
  readonly samples: readonly HealthSample[];
  readonly snapshot: HealthSnapshot;
  readonly status: RecoveryStatus;
  readonly logs: readonly LogEntry[];
}

const GB = 1_000_000_000;

const SYNTHESIZER: SynthesizerHealth = {
  state: 'ready',
  errorCount: 0,
  lastError: null,
  lastSuccessfulSynthesis: null,
  modelLoaded: true,
  configLoaded: true,
  voiceReady: true,
  webgpuAvailable: true,
  crossOriginIsolated: true,
  threads: 4,
  fallbackEnabled: true,
  activeRung: 'chosen',
  rungs: {
    chosen: { kind: 'up' },
    wasm: { kind: 'up' },
    formant: { kind: 'up' },
    silence: { kind: 'up' },
  },
};

const kathleen = { voiceId: 'en-kathleen' as VoiceId, name: 'Kathleen' };
const RESOURCES: ResourceReport = {
  engines: [{ ...kathleen, backend: 'wasm', memoryBytes: 122e6, gpuBytes: 0 }],
  shared: [{ ...kathleen, clients: 2, use: 'held', quietSeconds: 12 }],
  memory: { usedBytes: 122e6, limitBytes: 4 * GB },
  gpuMemory: { usedBytes: 0, limitBytes: GB },
  counts: { unloaded: 1, reused: 3, refused: 0 },
};

export function healthy(now: number): Scene {
  const samples = trace(now, (t, noise) => ({
    load: 0.12 + 0.05 * noise + (t > 120 && t < 128 ? 0.2 : 0),
  }));
  const snapshot: HealthSnapshot = {
    status: 'healthy',
    timestamp: now - 12_000,
    synthesisFunctional: true,
    textFunctional: true,
    bufferHealthy: true,
    storageHealthy: true,
    errorRate: 0,
    load: 0.13,
    pressure: 'nominal',
    memory: { usedBytes: 0.31 * GB, limitBytes: 4.29 * GB },
    gpuMemory: null,
    storage: { usedBytes: 0.082 * GB, quotaBytes: 12.4 * GB },
    level: 'normal',
    rung: 'chosen',
    synthesizer: { ...SYNTHESIZER, lastSuccessfulSynthesis: now - 2_400 },
    resources: RESOURCES,
    issues: [],
  };
  const breakers = Object.fromEntries(
    FAILURE_TYPES.map((failure) => [failure, { kind: 'closed', failures: 0 }]),
  ) as unknown as RecoveryStatus['breakers'];
  const old = record(now - 26 * 3_600_000, 'old', 'recovered', [
    ['restartPipeline', 'helped', 1_240],
  ]);
  const status = { running: null, history: [old], breakers };
  return { samples, snapshot, status, logs: fakeLog(now, 60) };
}

/** Nothing was spoken yet, nothing ever failed. */
export function fresh(now: number): Scene {
  const scene = healthy(now);
  const unknown = { load: null, pressure: null, memory: null, storage: null, synthesizer: null };
  const untried = { synthesisFunctional: null, textFunctional: null };
  return {
    samples: [],
    snapshot: { ...scene.snapshot, ...unknown, ...untried },
    status: { ...scene.status, history: [] },
    logs: [],
  };
}

export function degraded(now: number): Scene {
  const scene = healthy(now);
  const samples = trace(now, (t, noise) => {
    const load = t < 100 ? 0.3 : t < 160 ? 0.72 : t < 200 ? 0.88 : 1.12;
    const level = t < 100 ? 'normal' : t < 160 ? 'high' : t < 200 ? 'critical' : 'high';
    return {
      load: t > 150 && t < 156 ? null : load + 0.06 * noise,
      level,
      rung: t > 200 ? 'formant' : 'chosen',
    };
  });
  const snapshot: HealthSnapshot = {
    ...scene.snapshot,
    status: 'degraded',
    load: 0.71,
    pressure: 'serious',
    errorRate: 0.04,
    level: 'high',
    rung: 'formant',
    issues: [ISSUES.fallback, ISSUES.load],
    synthesizer: {
      ...SYNTHESIZER,
      state: 'degraded',
      errorCount: 2,
      lastError: workerDied(),
      activeRung: 'formant',
      lastSuccessfulSynthesis: now - 900,
      rungs: { ...SYNTHESIZER.rungs, chosen: { kind: 'recovering', failure: 'workerDied' } },
    },
  };
  const running: RecoveryRecord = {
    ...record(now - 2_000, 'now', 'running', [['restartPipeline', 'didNotHelp', 1_200]]),
    durationMs: 0,
  };
  const history = [
    record(now - 64_000, 'a', 'recovered', [
      ['releaseGpu', 'didNotHelp', 310],
      ['restartPipeline', 'helped', 1_420],
    ]),
    ...scene.status.history,
  ];
  const breakers = {
    ...scene.status.breakers,
    workerDied: { kind: 'closed', failures: 1 },
  } as const;
  return { samples, snapshot, status: { running, history, breakers }, logs: fakeLog(now, 120) };
}

export function unhealthy(now: number): Scene {
  const scene = degraded(now);
  const snapshot: HealthSnapshot = {
    ...scene.snapshot,
    status: 'unhealthy',
    synthesisFunctional: false,
    bufferHealthy: false,
    storageHealthy: false,
    errorRate: 0.43,
    load: 1.2,
    pressure: 'critical',
    memory: { usedBytes: 4.1 * GB, limitBytes: 4.29 * GB },
    gpuMemory: { usedBytes: 1.9 * GB, limitBytes: 2 * GB },
    storage: { usedBytes: 12.3 * GB, quotaBytes: 12.4 * GB },
    level: 'overload',
    issues: Object.values(ISSUES),
  };
  const failed: readonly RecoveryAttempt[] = [
    attempt('restartPipeline', 'failed', 4_000),
    attempt('useWasm', 'didNotHelp', 2_310),
    attempt('fallBackToFormant', 'helped', 90),
  ];
  const history = Array.from({ length: 9 }, (_, i): RecoveryRecord => ({
    ...record(now - 20_000 - i * 47_000, `u${i}`, i % 3 === 2 ? 'refused' : 'degraded', []),
    failure: FAILURE_TYPES[i % FAILURE_TYPES.length] ?? 'pipelineError',
    attempts: i % 3 === 2 ? [] : failed,
    durationMs: i % 3 === 2 ? 0 : 6_400,
  }));
  const breakers: RecoveryStatus['breakers'] = {
    ...scene.status.breakers,
    workerDied: { kind: 'open', until: now + 22_000 },
    deviceLost: { kind: 'open', until: now + 4_000 },
    audioInvalid: { kind: 'halfOpen' },
    networkError: { kind: 'closed', failures: 2 },
  };
  return {
    samples: scene.samples,
    snapshot,
    status: { running: null, history, breakers },
    logs: fakeLog(now, 400),
  };
}

/** All well, with a log of thousands. */
export function talkative(now: number): Scene {
  return { ...healthy(now), logs: fakeLog(now, 4_000) };
}

function workerDied(): SottoError {
  return new SottoError(
    'The engine stopped in the middle of a sentence.',
    { kind: 'device', type: 'workerDied' },
    {
      operation: 'synthesize',
      component: 'engine.worker',
      suggestion: 'Nothing: it is restarted.',
    },
  );
}

type Tried = readonly [RecoveryAttempt['action'], RecoveryAttempt['outcome'], number];

function record(
  startedAt: number,
  id: string,
  outcome: RecoveryRecord['outcome'],
  tried: readonly Tried[],
): RecoveryRecord {
  const attempts = tried.map((one) => attempt(...one));
  const durationMs = attempts.reduce((sum, one) => sum + one.durationMs, 0);
  return {
    id,
    failure: 'workerDied',
    trigger: 'automatic',
    startedAt,
    durationMs,
    attempts,
    outcome,
  };
}

function attempt(...[action, outcome, durationMs]: Tried): RecoveryAttempt {
  return { action, outcome, durationMs, error: outcome === 'failed' ? workerDied() : null };
}

type Moment = Partial<Pick<HealthSample, 'load' | 'level' | 'rung'>>;

function trace(now: number, at: (t: number, noise: number) => Moment): readonly HealthSample[] {
  const random = seededRandom(7);
  return Array.from({ length: 300 }, (_, t): HealthSample => {
    const { load = 0.1, level = 'normal', rung = 'chosen' } = at(t, random.uniform() - 0.5);
    const bufferedSeconds = Math.max(
      0.4,
      20 - 12 * Math.max(0, (load ?? 0.5) - 0.5) - 4 * random.uniform(),
    );
    return { timestamp: now - (300 - t) * 1000, load, rtf: load, bufferedSeconds, level, rung };
  });
}
