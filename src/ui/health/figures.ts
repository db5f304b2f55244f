/** The figures under the verdict, each as a name and plain words. */
import type { HealthSnapshot } from '../../contracts/health';
import type { ResourceReport, SharedVoice } from '../../contracts/resources';
import type { SessionStats } from '../../contracts/session';
import { LEVEL_NAMES, RUNG_NAMES } from '../degraded';
import { count } from '../format';
import { engineName } from '../status';
import { ago, share, UNKNOWN, usage } from './format';
import { PRESSURE_NAMES } from './words';

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Not as it should be. */
  readonly bad?: boolean;
  /** For a bar: used of all, 0 to 1. */
  readonly used?: number;
}

export interface FigureGroup {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** From here on an error rate is unhealthy (spec: resilience, section 6). */
const BAD_ERROR_RATE = 0.1;
/** Of load, memory and storage. */
const HIGH_USE = 0.8;

type Amount = { readonly used: number; readonly limit: number } | null;

export function figureGroups(
  snapshot: HealthSnapshot,
  stats: SessionStats,
  now: number,
): readonly FigureGroup[] {
  return [
    { title: 'Voice', figures: voiceFigures(snapshot, stats, now) },
    { title: 'Device', figures: deviceFigures(snapshot, stats) },
    { title: 'Checks', figures: checkFigures(snapshot, stats) },
    ...(snapshot.resources === undefined
      ? []
      : [{ title: 'Loaded voices', figures: resourceFigures(snapshot.resources) }]),
  ];
}

function voiceFigures(snapshot: HealthSnapshot, stats: SessionStats, now: number): Figure[] {
  const { rung, level, errorRate, synthesizer } = snapshot;
  const last = synthesizer?.lastSuccessfulSynthesis ?? null;
  const errors = synthesizer?.errorCount ?? 0;
  return [
    { name: 'Who speaks', value: RUNG_NAMES[rung], bad: rung !== 'chosen' },
    { name: 'Quality', value: LEVEL_NAMES[level], bad: level !== 'normal' },
    {
      name: 'Runs on',
      value: stats.engine === null ? 'not started yet' : engineName(stats.engine),
    },
    {
      name: 'Error rate',
      value: `${share(errorRate)} of what was spoken lately`,
      bad: errorRate >= BAD_ERROR_RATE,
    },
    { name: 'Errors', value: errors === 0 ? 'none' : count(errors, 'error') },
    { name: 'Last spoke', value: last === null ? 'not yet' : ago(now - last) },
  ];
}

function deviceFigures(snapshot: HealthSnapshot, stats: SessionStats): Figure[] {
  const { load, pressure, memory, gpuMemory, storage, synthesizer } = snapshot;
  const isolated = synthesizer?.crossOriginIsolated;
  return [
    {
      name: 'Load',
      value: load === null ? 'not measured yet' : share(load),
      bad: load !== null && load >= HIGH_USE,
    },
    {
      name: 'Pressure',
      value: pressure === null ? UNKNOWN : PRESSURE_NAMES[pressure],
      bad: pressure === 'serious' || pressure === 'critical',
    },
    amount('Memory', memory && { used: memory.usedBytes, limit: memory.limitBytes }),
    amount('GPU memory', gpuMemory && { used: gpuMemory.usedBytes, limit: gpuMemory.limitBytes }),
    amount('Storage space', storage && { used: storage.usedBytes, limit: storage.quotaBytes }),
    {
      name: 'Threads',
      value: String(synthesizer?.threads ?? stats.engine?.threads ?? 'not started yet'),
    },
    { name: 'WebGPU', value: yesNo(synthesizer?.webgpuAvailable, 'there', 'not in this browser') },
    { name: 'Page isolated', value: yesNo(isolated, 'yes', 'no: one thread only') },
  ];
}

function checkFigures(snapshot: HealthSnapshot, stats: SessionStats): Figure[] {
  const { synthesizer } = snapshot;
  return [
    checked('Speaking', snapshot.synthesisFunctional),
    checked('Reading text', snapshot.textFunctional),
    {
      name: 'Sound ahead',
      value: `${stats.bufferedSeconds.toFixed(1)} s${snapshot.bufferHealthy ? '' : ': too little'}`,
      bad: !snapshot.bufferHealthy,
    },
    { name: 'Gaps heard', value: stats.underruns === 0 ? 'none' : count(stats.underruns, 'gap') },
    {
      name: 'Storing',
      value: snapshot.storageHealthy ? 'works' : 'does not work',
      bad: !snapshot.storageHealthy,
    },
    { name: 'Voice loaded', value: yesNo(synthesizer?.modelLoaded, 'yes', 'no') },
    { name: 'Settings loaded', value: yesNo(synthesizer?.configLoaded, 'yes', 'no') },
    { name: 'Voice data', value: yesNo(synthesizer?.voiceReady, 'ready', 'missing') },
  ];
}

function resourceFigures({ engines, shared, memory, gpuMemory, counts }: ResourceReport): Figure[] {
  return [
    amount('Memory, about', { used: memory.usedBytes, limit: memory.limitBytes }),
    ...(gpuMemory.usedBytes === 0
      ? []
      : [amount('On the GPU, about', { used: gpuMemory.usedBytes, limit: gpuMemory.limitBytes })]),
    { name: 'Workers', value: engines.length === 0 ? 'none' : String(engines.length) },
    {
      name: 'Voices',
      value: shared.length === 0 ? 'none' : shared.map(sharedInWords).join('; '),
    },
    { name: 'Let go of', value: counts.unloaded === 0 ? 'none yet' : String(counts.unloaded) },
    {
      name: 'Refused',
      value: counts.refused === 0 ? 'none' : count(counts.refused, 'time'),
      bad: counts.refused > 0,
    },
  ];
}

function sharedInWords({ name, clients, use, quietSeconds }: SharedVoice): string {
  const times = clients > 1 ? `, ${count(clients, 'holder')}` : '';
  const quiet = use === 'speaking' ? '' : `, last asked ${ago(1000 * quietSeconds)}`;
  return `${name} ${USES[use]}${times}${quiet}`;
}

const USES = { speaking: 'speaks', held: 'is held ready', idle: 'is kept for a moment' } as const;

function amount(name: string, known: Amount): Figure {
  if (known === null) return { name, value: UNKNOWN };
  const used = known.limit > 0 ? Math.min(1, known.used / known.limit) : 0;
  return { name, value: usage(known.used, known.limit), used, bad: used >= HIGH_USE };
}

function checked(name: string, works: boolean | null): Figure {
  if (works === null) return { name, value: 'not tried yet' };
  return { name, value: works ? 'works' : 'does not work', bad: !works };
}

function yesNo(known: boolean | undefined, yes: string, no: string): string {
  if (known === undefined) return 'not started yet';
  return known ? yes : no;
}
