/** One sample a second while somebody watches or sound plays; the last five minutes are kept. */
import type { Clock } from '../base/clock';
import { Emitter } from '../base/events';
import type { HealthSample } from '../contracts/health';

export interface SamplerDeps {
  readonly clock: Clock;
  readonly sample: () => HealthSample;
  readonly isSounding: () => boolean;
}

export interface Sampler {
  /** Oldest first. */
  readonly samples: readonly HealthSample[];
  /** Whoever listens watches. */
  onSample(listener: (sample: HealthSample) => void): () => void;
  /** To be called when sound may have begun to play. */
  wake(): void;
  stop(): void;
}

const EVERY_MS = 1_000;
const CAPACITY = 300;

export function createSampler({ clock, sample, isSounding }: SamplerDeps): Sampler {
  const emitter = new Emitter<{ sample: HealthSample }>();
  let samples: readonly HealthSample[] = [];
  let watchers = 0;
  let stopTimer: (() => void) | null = null;
  const take = () => {
    stopTimer = null;
    if (watchers === 0 && !isSounding()) return;
    const taken = sample();
    samples = [...samples.slice(1 - CAPACITY), taken];
    emitter.emit('sample', taken);
    wake();
  };
  const wake = () => {
    if (watchers > 0 || isSounding()) stopTimer ??= clock.after(EVERY_MS, take);
  };
  return {
    get samples() {
      return samples;
    },
    onSample: (listener) => {
      const unsubscribe = emitter.on('sample', listener);
      let isWatching = true;
      watchers++;
      wake();
      return () => {
        unsubscribe();
        if (isWatching) watchers--;
        isWatching = false;
      };
    },
    wake,
    stop: () => {
      stopTimer?.();
      stopTimer = null;
    },
  };
}
