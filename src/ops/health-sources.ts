/** Where the facts of a health snapshot come from; each may fail, and then its figure is not known. */
import { withDeadline } from '../base/abort';
import type { Clock } from '../base/clock';
import type { HealthSnapshot, Pressure } from '../contracts/health';
import type { SafeSynthesizer } from '../contracts/resilience';
import type { ResourceReport } from '../contracts/resources';
import type { SpeechSession } from '../contracts/session';
import type { QualityLevel } from '../contracts/speech';
import type { HealthFacts } from './health';

type Usage = HealthSnapshot['memory'];

export interface HealthSources {
  readonly session: Pick<SpeechSession, 'stats' | 'state' | 'progress'>;
  /** Null while no voice is chosen. */
  readonly synthesizer: () => SafeSynthesizer | null;
  readonly quality: () => {
    readonly level: QualityLevel;
    readonly load: number | null;
    readonly pressure: Pressure | null;
  };
  /** 0 to 1. */
  readonly errorRate: () => number;
  /** True if the text worker planned a few words. */
  readonly planText: (signal: AbortSignal) => Promise<boolean>;
  readonly memory: () => Promise<Usage>;
  readonly gpuMemory: () => Promise<Usage>;
  readonly storage: () => Promise<HealthSnapshot['storage']>;
  readonly resources?: () => ResourceReport;
}

export interface Probes {
  readonly synthesis: boolean | null;
  readonly text: boolean | null;
}

export interface GatherDeps {
  readonly sources: HealthSources;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly timestamp: () => number;
}

const SOURCE_DEADLINE_MS = 500;
const PROBE_DEADLINE_MS = 20_000;

export async function gatherFacts(
  { sources, clock, timestamp }: GatherDeps,
  probes: Probes,
  underrunsBefore: number,
): Promise<HealthFacts> {
  const known = <T>(work: () => Promise<T | null>): Promise<T | null> =>
    within(work, SOURCE_DEADLINE_MS, clock).catch(() => null);
  const [memory, gpuMemory, storage] = await Promise.all([
    known(sources.memory),
    known(sources.gpuMemory),
    known(sources.storage),
  ]);
  const { stats } = sources.session;
  return {
    timestamp: timestamp(),
    synthesisFunctional: probes.synthesis,
    textFunctional: probes.text,
    bufferedSeconds: stats.bufferedSeconds,
    isMoreWanted: isMoreWanted(sources.session),
    newUnderruns: Math.max(0, stats.underruns - underrunsBefore),
    errorRate: sources.errorRate(),
    ...sources.quality(),
    memory,
    gpuMemory,
    storage,
    rung: stats.rung,
    synthesizer: sources.synthesizer()?.getHealth() ?? null,
    ...(sources.resources === undefined ? {} : { resources: sources.resources() }),
  };
}

/** Null: nothing is loaded, and a look at its health is no reason to load it. */
export async function probeSynthesis(
  synthesizer: SafeSynthesizer | null,
  clock: Clock,
): Promise<boolean | null> {
  const kind = synthesizer?.state.kind;
  if (synthesizer === null || (kind !== 'ready' && kind !== 'degraded')) return null;
  return probed((signal) => synthesizer.tools.probe(signal), clock);
}

/** False if it fails or takes too long. */
export async function probed(
  probe: (signal: AbortSignal) => Promise<boolean>,
  clock: Clock,
): Promise<boolean> {
  const own = new AbortController();
  try {
    return await within(() => probe(own.signal), PROBE_DEADLINE_MS, clock);
  } catch {
    return false;
  } finally {
    own.abort();
  }
}

export function isMoreWanted({ state, progress }: HealthSources['session']): boolean {
  const madeUntil = progress.rendered.at(-1)?.end ?? 0;
  return state.kind === 'playing' && madeUntil < progress.length;
}

async function within<T>(work: () => Promise<T>, ms: number, clock: Clock): Promise<T> {
  return withDeadline(work(), ms, { operation: 'check', component: 'health', clock });
}
