/**
 * Engines by voice, counted by who holds them. One that nobody holds stays a while, because people go back
 * and forth between voices; one that is held but quiet gives its memory back after longer, and loads itself
 * when it is wanted. Whoever speaks is never touched.
 */
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import type { ResourceLimits, ResourceReport, SharedVoice } from '../contracts/resources';
import type { BackendPreference } from '../contracts/speech';
import type { Voice } from '../contracts/voices';
import type { EngineLedger } from './engine-ledger';
import { gpuBytesOf, memoryBytesOf } from './engine-size';
import type { CreateSynthesizer } from './engine-keeper';
import type { Engines, HeldEngine } from './shared-synthesizers';

export interface EnginePoolDeps {
  readonly create: CreateSynthesizer;
  readonly ledger: Pick<EngineLedger, 'loaded' | 'memoryBytes' | 'gpuBytes'>;
  readonly limits: ResourceLimits;
  readonly clock: Clock;
  readonly hasGpu: boolean;
}

/** Nobody holds it: long enough to compare two voices, short enough not to be felt in the memory. */
export const IDLE_MS = 60_000;
/** Somebody holds it and has not spoken: a listener who paused and went away. */
export const QUIET_MS = 10 * 60_000;
/** However much memory there is: with each idle engine a worker and its heap stay. */
const MOST_IDLE = 2;

interface Pooled extends HeldEngine {
  readonly key: string;
  readonly voice: Voice;
  clients: number;
  /** Calls under way. */
  calls: number;
  /** By the clock. */
  usedAtMs: number;
}

export class EnginePool implements Engines {
  readonly #deps: EnginePoolDeps;
  /** Least recently used first. */
  readonly #pooled = new Map<string, Pooled>();
  readonly #counts = { unloaded: 0, reused: 0, refused: 0 };
  #stopTimer: (() => void) | null = null;

  constructor(deps: EnginePoolDeps) {
    this.#deps = deps;
  }

  /** One more holds it. Throws kind `resource` where there is not enough memory. */
  take(voice: Voice, backend: BackendPreference, maxClients: number): HeldEngine | null {
    const key = `${voice.id}/${backend}`;
    const known = this.#pooled.get(key);
    if (known !== undefined && known.clients >= maxClients) return null;
    const pooled = known ?? this.#make(key, voice, backend);
    if (known?.clients === 0) this.#counts.reused++;
    pooled.clients++;
    this.#touch(pooled);
    return pooled;
  }

  giveBack(held: HeldEngine): void {
    const pooled = this.#find(held);
    if (pooled === undefined) return;
    pooled.clients--;
    this.#touch(pooled);
    if (pooled.clients > 0) return;
    const { kind } = pooled.synthesizer.state;
    // What never got ready is of no use to the next.
    if (kind !== 'ready' && kind !== 'degraded') this.#forget(pooled);
    for (const idle of this.#idle.slice(0, -MOST_IDLE)) this.#unload(idle);
  }

  /** A call is under way until the returned function is called. */
  busy(held: HeldEngine): () => void {
    const pooled = this.#find(held);
    if (pooled === undefined) return () => {};
    pooled.calls++;
    this.#touch(pooled);
    return () => {
      pooled.calls--;
      // Let go of meanwhile, and for good.
      if (this.#find(pooled) !== undefined) this.#touch(pooled);
    };
  }

  #find({ synthesizer }: HeldEngine): Pooled | undefined {
    return [...this.#pooled.values()].find((pooled) => pooled.synthesizer === synthesizer);
  }

  report(): ResourceReport {
    const { ledger, limits } = this.#deps;
    return {
      engines: ledger.loaded,
      shared: [...this.#pooled.values()].map((pooled) => this.#describe(pooled)),
      memory: { usedBytes: ledger.memoryBytes, limitBytes: limits.memoryBytes },
      gpuMemory: { usedBytes: ledger.gpuBytes, limitBytes: limits.gpuBytes },
      counts: { ...this.#counts },
    };
  }

  /** Lets go of what nobody holds, e.g. because its files were removed. */
  unloadIdle(which: (voice: Voice) => boolean = () => true): void {
    for (const idle of this.#idle) if (which(idle.voice)) this.#unload(idle);
  }

  #make(key: string, voice: Voice, backend: BackendPreference): Pooled {
    this.#makeRoom(voice);
    const asked = backend === 'auto' && this.#isGpuFull(voice) ? 'wasm' : backend;
    const synthesizer = this.#deps.create(voice, asked);
    return { key, voice, synthesizer, clients: 0, calls: 0, usedAtMs: 0 };
  }

  #makeRoom(voice: Voice): void {
    const { ledger, limits } = this.#deps;
    const lacks = () => ledger.memoryBytes + memoryBytesOf(voice) > limits.memoryBytes;
    for (const idle of this.#idle) {
      if (!lacks() && !this.#isGpuFull(voice)) return;
      this.#unload(idle);
    }
    if (!lacks()) return;
    // Held, but quiet for now: they load themselves when they are wanted again.
    for (const pooled of [...this.#pooled.values()]) {
      if (pooled.calls === 0 && lacks()) this.#rest(pooled);
    }
    if (!lacks()) return;
    this.#counts.refused++;
    throw noRoom(voice, limits.memoryBytes);
  }

  #isGpuFull(voice: Voice): boolean {
    const { ledger, limits, hasGpu } = this.#deps;
    return hasGpu && ledger.gpuBytes + gpuBytesOf(voice) > limits.gpuBytes;
  }

  get #idle(): readonly Pooled[] {
    return [...this.#pooled.values()].filter(({ clients }) => clients === 0);
  }

  /** To the end of the order, and its time begins anew. */
  #touch(pooled: Pooled): void {
    pooled.usedAtMs = this.#deps.clock.now();
    this.#pooled.delete(pooled.key);
    this.#pooled.set(pooled.key, pooled);
    this.#stopTimer ??= this.#deps.clock.after(IDLE_MS, () => this.#look());
  }

  #look(): void {
    this.#stopTimer = null;
    const now = this.#deps.clock.now();
    for (const pooled of [...this.#pooled.values()]) {
      const quietMs = now - pooled.usedAtMs;
      if (pooled.clients === 0 && quietMs >= IDLE_MS) this.#unload(pooled);
      else if (pooled.calls === 0 && quietMs >= QUIET_MS) this.#rest(pooled);
    }
    if (this.#pooled.size === 0) return;
    this.#stopTimer = this.#deps.clock.after(IDLE_MS, () => this.#look());
  }

  #rest(pooled: Pooled): void {
    const { kind } = pooled.synthesizer.state;
    if (kind !== 'ready' && kind !== 'degraded') return;
    this.#counts.unloaded++;
    pooled.synthesizer.dispose();
  }

  #unload(pooled: Pooled): void {
    this.#counts.unloaded++;
    this.#forget(pooled);
  }

  #forget(pooled: Pooled): void {
    this.#pooled.delete(pooled.key);
    pooled.synthesizer.dispose();
  }

  #describe({ voice, clients, calls, usedAtMs }: Pooled): SharedVoice {
    const { id: voiceId, name } = voice;
    const use = calls > 0 ? 'speaking' : clients > 0 ? 'held' : 'idle';
    const quietSeconds = (this.#deps.clock.now() - usedAtMs) / 1000;
    return { voiceId, name, clients, use, quietSeconds };
  }
}

function noRoom(voice: Voice, limitBytes: number): SottoError {
  const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return new SottoError(
    `The voice ${voice.name} needs about ${megabytes(memoryBytesOf(voice))} MB of memory, and too little of the ${megabytes(limitBytes)} MB for voices is free.`,
    { kind: 'resource', type: 'memory' },
    {
      operation: 'load',
      component: 'engine-pool',
      suggestion: 'Stop another reading or export, or choose a smaller voice.',
    },
  );
}
