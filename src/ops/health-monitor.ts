/**
 * Looks at the page's health every minute and acts before something fails. A look is cheap while nothing
 * plays: voice and text are tried only when somebody listens, or asks.
 */
import type { Clock } from '../base/clock';
import { Emitter } from '../base/events';
import type { HealthIssue, HealthSnapshot } from '../contracts/health';
import type { Recovery, RecoveryAction } from '../contracts/resilience';
import type { ComponentLog } from '../telemetry/log';
import type { SottoMetrics } from '../telemetry/sotto-metrics';
import { assess } from './health';
import { gatherFacts, isMoreWanted, probed, probeSynthesis } from './health-sources';
import type { HealthSources, Probes } from './health-sources';

export interface MonitorDeps {
  readonly sources: HealthSources;
  readonly recovery: Recovery;
  readonly log: ComponentLog;
  readonly metrics: SottoMetrics;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
}

export interface HealthMonitor {
  /** The latest. */
  readonly snapshot: HealthSnapshot;
  /** Looks now, with real trials; who asks while one is under way gets its answer. Never rejects. */
  check(): Promise<HealthSnapshot>;
  onSnapshot(listener: (snapshot: HealthSnapshot) => void): () => void;
  start(): void;
  stop(): void;
}

const EVERY_MS = 60_000;
/** The same action is not repeated sooner: what did not help for long will not help now. */
const ACTION_REST_MS = 5 * 60_000;
/** Speech that was heard so lately proves more than a trial. */
const PROOF_MS = 60_000;

const UNKNOWN: Probes = { synthesis: null, text: null };

export function createHealthMonitor(deps: MonitorDeps): HealthMonitor {
  return new Monitor(deps);
}

class Monitor implements HealthMonitor {
  readonly #deps: MonitorDeps;
  readonly #emitter = new Emitter<{ snapshot: HealthSnapshot }>();
  readonly #actedAtMs = new Map<RecoveryAction, number>();
  #snapshot: HealthSnapshot;
  #probes = UNKNOWN;
  #underruns: number;
  #looking: Promise<HealthSnapshot> | null = null;
  #stopTimer: (() => void) | null = null;

  constructor(deps: MonitorDeps) {
    this.#deps = deps;
    const { sources, timestamp } = deps;
    const { stats } = sources.session;
    this.#underruns = stats.underruns;
    this.#snapshot = assess({
      timestamp: timestamp(),
      synthesisFunctional: null,
      textFunctional: null,
      bufferedSeconds: stats.bufferedSeconds,
      isMoreWanted: false,
      newUnderruns: 0,
      errorRate: sources.errorRate(),
      ...sources.quality(),
      memory: null,
      gpuMemory: null,
      storage: null,
      rung: stats.rung,
      synthesizer: sources.synthesizer()?.getHealth() ?? null,
    });
  }

  get snapshot(): HealthSnapshot {
    return this.#snapshot;
  }

  check(): Promise<HealthSnapshot> {
    return this.#look(true);
  }

  onSnapshot(listener: (snapshot: HealthSnapshot) => void): () => void {
    return this.#emitter.on('snapshot', listener);
  }

  start(): void {
    this.#stopTimer ??= this.#deps.clock.after(EVERY_MS, () => {
      this.#stopTimer = null;
      this.start();
      void this.#look(false);
    });
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #look(isAsked: boolean): Promise<HealthSnapshot> {
    this.#looking ??= this.#lookOnce(isAsked).finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #lookOnce(isAsked: boolean): Promise<HealthSnapshot> {
    const { sources } = this.#deps;
    const isTrying = isAsked || isMoreWanted(sources.session);
    if (isTrying) this.#probes = await this.#try(isAsked);
    const facts = await gatherFacts(this.#deps, this.#probes, this.#underruns);
    this.#underruns = sources.session.stats.underruns;
    const before = this.#snapshot.status;
    this.#snapshot = assess(facts);
    this.#tell(before);
    this.#emitter.emit('snapshot', this.#snapshot);
    this.#act();
    return this.#snapshot;
  }

  async #try(isAsked: boolean): Promise<Probes> {
    const { sources, clock, metrics, timestamp } = this.#deps;
    const synthesizer = sources.synthesizer();
    const spokenAt = synthesizer?.getHealth().lastSuccessfulSynthesis ?? null;
    const isProven = spokenAt !== null && timestamp() - spokenAt < PROOF_MS;
    const text = await probed(sources.planText, clock);
    if (isProven && !isAsked) return { synthesis: true, text };
    const stopTimer = metrics.time('probeMs');
    const synthesis = await probeSynthesis(synthesizer, clock);
    if (synthesis !== null) stopTimer();
    return { synthesis, text };
  }

  #tell(before: HealthSnapshot['status']): void {
    const { log, metrics } = this.#deps;
    const { status, issues, memory, storage, errorRate, load, resources } = this.#snapshot;
    metrics.gauge('healthy', { healthy: 1, degraded: 0.5, unhealthy: 0 }[status]);
    metrics.gauge('errorRate', errorRate);
    if (load !== null) metrics.gauge('load', load);
    if (resources !== undefined) {
      metrics.gauge('engines', resources.engines.length);
      metrics.gauge('engineMemoryBytes', resources.memory.usedBytes);
      metrics.gauge('engineGpuBytes', resources.gpuMemory.usedBytes);
      metrics.gauge('enginesUnloaded', resources.counts.unloaded);
    }
    if (memory !== null) metrics.gauge('memoryBytes', memory.usedBytes);
    if (storage !== null) {
      metrics.gauge('storageBytes', storage.usedBytes);
      metrics.gauge('storageQuotaBytes', storage.quotaBytes);
    }
    if (status === before) return;
    const fields = { issues: issues.length, errorRate, load };
    if (status === 'healthy') log.info('healthy', fields);
    else if (status === 'degraded') log.warning('degraded', null, fields);
    else log.critical('unhealthy', null, fields);
  }

  /** One thing at a time, for the gravest issue that something can be done about. Nobody waits for it. */
  #act(): void {
    const { sources, recovery, clock } = this.#deps;
    const synthesizer = sources.synthesizer();
    if (synthesizer === null || recovery.status.running !== null) return;
    const nowMs = clock.now();
    const isRested = ({ action }: HealthIssue) =>
      action !== null && nowMs - (this.#actedAtMs.get(action) ?? -Infinity) >= ACTION_REST_MS;
    const action = this.#snapshot.issues.find(isRested)?.action ?? null;
    if (action === null) return;
    this.#actedAtMs.set(action, nowMs);
    void recovery.act(action, 'proactive', synthesizer.tools);
  }
}
