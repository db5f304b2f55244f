/** What happens to speech, as metrics and log records: the one place that knows both vocabularies. */
import type { Clock } from '../base/clock';
import { unreachable } from '../base/never';
import type { SottoError } from '../base/errors';
import type { LadderEvent, RecoveryRecord, RecoveryStatus, Rung } from '../contracts/resilience';
import type { SessionStats } from '../contracts/session';
import type { QualityLevel, SynthesisResult } from '../contracts/speech';
import type { TextEvents } from '../speech/text-client';
import { code, type Log } from '../telemetry/log';
import type { SottoMetrics } from '../telemetry/sotto-metrics';
import { SlidingWindow } from '../telemetry/window';

export interface ObserverDeps {
  readonly log: Log;
  readonly metrics: SottoMetrics;
  readonly clock: Clock;
}

export interface LevelChange {
  readonly from: QualityLevel;
  readonly to: QualityLevel;
  readonly load: number | null;
  readonly secondsUntilGap: number;
}

export interface Observer {
  ladder(event: LadderEvent): void;
  stats(stats: SessionStats): void;
  quality(change: LevelChange): void;
  recovery(status: RecoveryStatus): void;
  /** What no other part could handle. */
  failed(error: SottoError): void;
  /** The time is that of one utterance: they are planned by the paragraph. */
  planned(plan: TextEvents['planned']): void;
  plannedPlainly(error: SottoError): void;
  /** Share of recent utterances that the chosen rung failed to speak, 0 to 1. */
  readonly errorRate: number;
}

/** Utterances the error rate is of, and how long they count. */
const RECENT_UTTERANCES = 50;
const RECENT_MS = 5 * 60_000;

/** Rungs whose stages are those of a neural voice. */
const NEURAL: readonly Rung[] = ['chosen', 'wasm', 'smaller'];

export function createObserver(deps: ObserverDeps): Observer {
  const { metrics, clock } = deps;
  const fallbacks = new SlidingWindow(RECENT_UTTERANCES, RECENT_MS);
  const observeRecovery = recoveryObserver(deps);
  const observeStats = statsObserver(deps);
  const logs = {
    ladder: deps.log.for('ladder'),
    quality: deps.log.for('quality'),
    app: deps.log.for('app'),
  };
  const moved = ({ from, to, because, error }: Extract<LadderEvent, { kind: 'moved' }>) => {
    metrics.count('moves');
    const fields = { from: code(from), to: code(to), because: code(because) };
    if (because === 'failure') logs.ladder.warning('moved', error, fields);
    else logs.ladder.info('moved', fields);
  };
  return {
    ladder: (event) => {
      switch (event.kind) {
        case 'failed': {
          const { utteranceId, rung, manner, failure, error } = event;
          metrics.count(`failures.${failure}`);
          const fields = { rung: code(rung), manner: code(manner), failure: code(failure) };
          return logs.ladder.error('failed', error, { ...fields, utteranceId });
        }
        case 'late': {
          const { utteranceId, rung, waitedMs } = event;
          metrics.count('late');
          return logs.ladder.warning('late', null, { rung: code(rung), waitedMs, utteranceId });
        }
        case 'spoke':
          // Where the level chose another voice, nothing failed.
          fallbacks.add(
            event.rung !== 'chosen' && event.result.error !== null ? 1 : 0,
            clock.now(),
          );
          return countUtterance(metrics, event.rung, event.result);
        case 'moved':
          return moved(event);
        default:
          return unreachable(event);
      }
    },
    stats: observeStats,
    quality: ({ from, to, load, secondsUntilGap }) => {
      metrics.count(`levels.${to}`);
      const ahead = Number.isFinite(secondsUntilGap) ? secondsUntilGap : null;
      const fields = { from: code(from), to: code(to), load, secondsUntilGap: ahead };
      if (to === 'overload') logs.quality.warning('level', null, fields);
      else logs.quality.info('level', fields);
    },
    planned: ({ ms, utterances }) => {
      if (utterances > 0) metrics.record('textMs', ms / utterances);
    },
    plannedPlainly: (error) => logs.app.warning('plannedPlainly', error),
    recovery: observeRecovery,
    failed: (error) => logs.app.critical('failed', error),
    get errorRate() {
      const recent = fallbacks.sorted(clock.now());
      return recent.length === 0 ? 0 : recent.reduce((sum, one) => sum + one, 0) / recent.length;
    },
  };
}

function countUtterance(metrics: SottoMetrics, rung: Rung, result: SynthesisResult): void {
  const { stages, samples, sampleRate } = result;
  const audioSeconds = samples / sampleRate;
  metrics.count(`utterances.${rung}`);
  if (audioSeconds > 0) metrics.count('audioSeconds', audioSeconds);
  if (!NEURAL.includes(rung)) return;
  // Where nobody timed the text it is 0, which would be no time at all.
  metrics.record('encodeMs', stages.encodeMs);
  metrics.record('flowMs', stages.flowMs);
  metrics.record('vocodeMs', stages.vocodeMs);
  metrics.record('totalMs', stages.totalMs);
  metrics.record('melFrames', stages.frames);
  metrics.record('tokens', stages.tokens);
  if (audioSeconds > 0) metrics.record('rtf', stages.totalMs / 1000 / audioSeconds);
}

function statsObserver({ log, metrics }: ObserverDeps): (stats: SessionStats) => void {
  const player = log.for('player');
  let underruns = 0;
  let firstSoundMs: number | null = null;
  return (stats) => {
    metrics.gauge('bufferedSeconds', stats.bufferedSeconds);
    if (stats.underruns > underruns) {
      metrics.count('underruns', stats.underruns - underruns);
      player.error('underrun', null, { count: stats.underruns - underruns });
    }
    underruns = stats.underruns;
    if (stats.firstSoundMs !== null && stats.firstSoundMs !== firstSoundMs) {
      metrics.record('firstAudioMs', stats.firstSoundMs);
      player.info('firstSound', { ms: stats.firstSoundMs, isShared: isShared(stats) });
    }
    firstSoundMs = stats.firstSoundMs;
  };
}

const isShared = ({ transport }: SessionStats) => transport === 'sharedMemory';

/** Each finished record once. */
function recoveryObserver({ log, metrics }: ObserverDeps): (status: RecoveryStatus) => void {
  const recovery = log.for('recovery');
  let latestId: string | null = null;
  const told = (record: RecoveryRecord) => {
    const { failure, trigger, outcome, attempts, durationMs } = record;
    metrics.count(`recoveries.${outcome}`);
    if (outcome !== 'refused') metrics.record('recoveryMs', durationMs);
    const fields = {
      failure: failure === null ? null : code(failure),
      trigger: code(trigger),
      outcome: code(outcome),
      attempts: attempts.length,
      lastAction: codeOf(attempts.at(-1)?.action),
      durationMs,
    };
    if (outcome === 'recovered') recovery.info('finished', fields);
    else recovery.warning('finished', attempts.at(-1)?.error ?? null, fields);
  };
  return ({ history }) => {
    const known = history.findIndex(({ id }) => id === latestId);
    const fresh = known < 0 ? history : history.slice(0, known);
    for (const record of [...fresh].reverse()) told(record);
    latestId = history[0]?.id ?? latestId;
  };
}

function codeOf(action: RecoveryRecord['attempts'][number]['action'] | undefined) {
  return action === undefined ? null : code(action);
}
