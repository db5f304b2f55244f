/** Puts the watchers of a page together: health, logs, metrics, the recovery API and its bridges. */
import type { Clock } from '../base/clock';
import type { Emitter } from '../base/events';
import type { HealthFeed, HealthSample } from '../contracts/health';
import type { LadderEvent, Recovery, SafeSynthesizer } from '../contracts/resilience';
import type { ResourceReport } from '../contracts/resources';
import type { SessionStats, SpeechSession } from '../contracts/session';
import { NEUTRAL_PROSODY, type Block } from '../contracts/text';
import type { PressureSource } from '../quality/pressure';
import type { TextClient, TextEvents } from '../speech/text-client';
import { Log } from '../telemetry/log';
import type { LogDisk } from '../telemetry/log-disk';
import { createLogStore } from '../telemetry/log-store';
import { createMetrics } from '../telemetry/sotto-metrics';
import { createAnswer, type Answer } from './answer';
import { memorySource, storageSource, type FactsScope } from './browser-facts';
import { createHealthFeed } from './health-feed';
import { createHealthMonitor } from './health-monitor';
import type { HealthSources } from './health-sources';
import { answerServiceWorker, type BridgeContainer } from './http-bridge';
import { createObserver, type Observer } from './observe';
import { createRecoveryApi } from './recovery-api';
import { createSampler, type Sampler } from './sampler';

export interface OpsDeps {
  readonly session: SpeechSession;
  readonly ladders: {
    readonly current: SafeSynthesizer | null;
    onEvent(listener: (event: LadderEvent) => void): () => void;
  };
  readonly recovery: Recovery;
  readonly text: Pick<TextClient, 'plan'>;
  readonly textEvents: Pick<Emitter<TextEvents>, 'on'>;
  readonly pressure: Pick<PressureSource, 'state'>;
  readonly resources?: () => ResourceReport;
  readonly logDisk: LogDisk;
  /** `window`. */
  readonly scope: FactsScope;
  /** `navigator.serviceWorker`; null where there is none. */
  readonly serviceWorker: BridgeContainer | null;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
}

export interface Ops {
  readonly feed: HealthFeed;
  /** For messages of other windows: `answerMessages` (recovery-messages.ts). */
  readonly answer: Answer;
  readonly log: Log;
  /** Writes the log that waits; before the page goes. */
  flush(): Promise<void>;
  dispose(): void;
}

export function createOps(deps: OpsDeps): Ops {
  const { session, ladders, recovery, clock, timestamp } = deps;
  const log = new Log({ timestamp });
  const metrics = createMetrics({ clock });
  const logs = createLogStore({ log, disk: deps.logDisk, clock });
  const observer = createObserver({ log, metrics, clock });
  const synthesizer = () => ladders.current;
  const monitor = createHealthMonitor({
    sources: sourcesOf(deps, observer),
    recovery,
    log: log.for('health'),
    metrics,
    clock,
    timestamp,
  });
  const api = createRecoveryApi({ recovery, monitor, synthesizer });
  const isSounding = () => session.state.kind === 'playing';
  const sample = () => sampleOf(session, timestamp());
  const sampler = createSampler({ clock, sample, isSounding });
  const feed = createHealthFeed({
    sampler,
    monitor,
    recovery,
    api,
    logs,
    metrics,
    synthesizer,
  });
  const answer = createAnswer({ feed, clock });
  const stops = [
    ...observe(deps, observer, sampler),
    answerServiceWorker({ container: deps.serviceWorker, answer, clock }),
    () => monitor.stop(),
    () => sampler.stop(),
    () => logs.dispose(),
  ];
  monitor.start();
  return {
    feed,
    answer,
    log,
    flush: () => logs.flush(),
    dispose: () => stops.forEach((stop) => stop()),
  };
}

function sourcesOf(deps: OpsDeps, observer: Observer): HealthSources {
  const { session, ladders, text, pressure, scope } = deps;
  return {
    session,
    synthesizer: () => ladders.current,
    quality: () => ({
      level: session.stats.level,
      load: loadOf(session),
      pressure: pressure.state,
    }),
    errorRate: () => observer.errorRate,
    planText: async (signal) => {
      const { language, lexicon } = session.settings;
      const planned = await text.plan(TRIAL, { language, lexicon, shortStart: false }, signal);
      // Without its worker the page makes plans by itself, but without pronunciation.
      return planned.length > 0 && planned.every(({ isPlain }) => isPlain !== true);
    },
    memory: memorySource(scope),
    // No browser tells how much memory a page has on the graphics processor.
    gpuMemory: async () => null,
    storage: storageSource(scope),
    ...(deps.resources === undefined ? {} : { resources: deps.resources }),
  };
}

const TRIAL: Block = {
  runs: [
    {
      kind: 'text',
      text: 'One.',
      span: { start: 0, end: 4 },
      style: { language: null, prosody: NEUTRAL_PROSODY, sayAs: null, ipa: null },
    },
  ],
  span: { start: 0, end: 4 },
};

/** At twice the speed there is half the time. */
function loadOf({ stats, settings }: Pick<SpeechSession, 'stats' | 'settings'>): number | null {
  return stats.rtf === null ? null : stats.rtf * settings.speed;
}

function sampleOf(session: SpeechSession, timestamp: number): HealthSample {
  const { rtf, bufferedSeconds, level, rung } = session.stats;
  return { timestamp, load: loadOf(session), rtf, bufferedSeconds, level, rung };
}

function observe(
  { session, ladders, recovery, textEvents }: OpsDeps,
  observer: Observer,
  sampler: Sampler,
): (() => void)[] {
  let { level } = session.stats;
  const onStats = (stats: SessionStats) => {
    observer.stats(stats);
    if (stats.level === level) return;
    const secondsUntilGap = stats.bufferedSeconds / session.settings.speed;
    observer.quality({ from: level, to: stats.level, load: loadOf(session), secondsUntilGap });
    level = stats.level;
  };
  return [
    ladders.onEvent((event) => observer.ladder(event)),
    recovery.onChange((status) => observer.recovery(status)),
    textEvents.on('planned', (plan) => observer.planned(plan)),
    textEvents.on('fallback', (error) => observer.plannedPlainly(error)),
    session.on('stats', onStats),
    session.on('state', (state) => {
      sampler.wake();
      if (state.kind === 'failed') observer.failed(state.error);
    }),
  ];
}
