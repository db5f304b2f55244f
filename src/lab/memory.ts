/** What the page and each of its workers take of the memory, as the browser counts it. */
import { systemClock } from '../base/clock';
import type { Composition } from '../compose';
import type { MemoryMoment, WorkerMemory } from './contract';

/** Chromium's, on isolated pages: by script, and apart for each worker. */
interface Measurement {
  readonly bytes: number;
  readonly breakdown: readonly {
    readonly bytes: number;
    readonly types: readonly string[];
    readonly attribution: readonly { readonly url: string; readonly scope: string }[];
  }[];
}

interface Measures {
  measureUserAgentSpecificMemory?(): Promise<Measurement>;
}

type Part = Measurement['breakdown'][number];
type Counted = Pick<Composition, 'resources'>;

/** As `resilience/resilient.ts` and `rpc/resting.ts` wait: for the formant voice, and until the weights worker is gone. */
const SETTLING_MS = 5000;
const AGAIN_MS = 1000;
const LONGEST_MS = 90_000;
/** Every WebAssembly runtime here begins with 16 MiB: less is a worker that is still starting. */
const LEAST_HEAP_BYTES = 2 ** 24;
/** Garbage that a worker makes between two measurements. */
const SAME_BYTES = 1e6;

export const pause = (ms: number) => new Promise<void>((resolve) => systemClock.after(ms, resolve));

export async function memoryOf(app: Counted): Promise<MemoryMoment> {
  const before = app.resources().engines;
  const measured = await (performance as Measures).measureUserAgentSpecificMemory?.();
  if (measured === undefined) throw new Error('This browser does not tell what memory is in use.');
  const after = app.resources().engines;
  const workers = measured.breakdown.flatMap(workerOf).toSorted((a, b) => b.bytes - a.bytes);
  const inWorkers = workers.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    workers,
    pageBytes: measured.bytes - inWorkers,
    // One may come or go meanwhile.
    engines: after.length > before.length ? after : before,
  };
}

/** The first moment at which each of `voices` is loaded, everything beside them is there, and nothing grows any more. */
export async function untilAtWork(app: Counted, voices: number): Promise<MemoryMoment> {
  const giveUpAtMs = systemClock.now() + LONGEST_MS;
  while (loadedVoices(app.resources().engines) < voices) await again(giveUpAtMs, app);
  await pause(SETTLING_MS);
  for (let last = await memoryOf(app); ;) {
    await again(giveUpAtMs, app);
    const next = await memoryOf(app);
    if (isAtWork(next, voices) && hasSettled(last, next)) return next;
    last = next;
  }
}

async function again(giveUpAtMs: number, app: Counted): Promise<void> {
  await pause(AGAIN_MS);
  if (systemClock.now() < giveUpAtMs) return;
  throw new Error(`Not everything came to work: ${JSON.stringify(await memoryOf(app))}`);
}

const loadedVoices = (engines: MemoryMoment['engines']) =>
  new Set(engines.flatMap(({ voiceId, backend }) => (backend === null ? [] : [voiceId]))).size;

function isAtWork({ workers, engines }: MemoryMoment, voices: number): boolean {
  const working = workers.filter(({ bytes }) => bytes >= LEAST_HEAP_BYTES);
  const count = (wanted: string) => working.filter(({ script }) => script === wanted).length;
  return (
    count('text') > 0 &&
    count('formant') > 0 &&
    count('engine') === engines.length &&
    loadedVoices(engines) >= voices
  );
}

function hasSettled({ workers: before }: MemoryMoment, { workers }: MemoryMoment): boolean {
  const isSame = ({ script, bytes }: WorkerMemory, index: number) =>
    before[index]?.script === script && Math.abs(before[index].bytes - bytes) < SAME_BYTES;
  return before.length === workers.length && workers.every(isSame);
}

/** Nothing for what is no worker's own. */
function workerOf({ bytes, types, attribution }: Part): readonly WorkerMemory[] {
  const [owner] = attribution;
  if (owner?.scope !== 'DedicatedWorkerGlobalScope' || !types.includes('JavaScript')) return [];
  const script = /([\w-]+)\.worker/.exec(owner.url)?.[1] ?? owner.url;
  return [{ script, bytes }];
}
