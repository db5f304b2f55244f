/** The door to speech synthesis (spec: resilience, section 2). */
import type { Clock } from '../base/clock';
import type { Recovery, SafeSynthesizer } from '../contracts/resilience';
import type { BackendPreference, Synthesizer } from '../contracts/speech';
import type { Voice } from '../contracts/voices';
import { Resilient, type Surroundings } from './resilient';
import type { RungFactories } from './rung-keeper';
import { withWeights } from './with-weights';

export interface SynthesizerOptions {
  readonly voice: Voice;
  readonly backend?: BackendPreference;
  /** False gives the engine alone: what fails rejects. */
  readonly safe?: boolean;
  /** Tries again for one utterance before another rung speaks it. */
  readonly maxRetries?: number;
  readonly retryDelayMs?: number;
  /** False tries the chosen voice alone, and rejects when that does not help. */
  readonly enableFallback?: boolean;
}

export interface SynthesizerDeps {
  readonly createEngine: (voice: Voice, backend: BackendPreference) => Synthesizer;
  readonly createFormant: () => Synthesizer;
  readonly createSilence: () => Synthesizer;
  /** A voice of the same language with less to compute, if there is one on this device. */
  readonly smallerThan: (voice: Voice) => Voice | null;
  /** Resolves when the voice is stored whole; fetches what is missing or was found broken. */
  readonly fetchWeights: (voice: Voice) => Promise<void>;
  readonly recovery: Recovery;
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type Unsafe = SynthesizerOptions & { readonly safe: false };

export function createSynthesizer(options: Unsafe, deps: SynthesizerDeps): Synthesizer;
export function createSynthesizer(
  options: SynthesizerOptions,
  deps: SynthesizerDeps,
): SafeSynthesizer;
export function createSynthesizer(options: SynthesizerOptions, deps: SynthesizerDeps): Synthesizer {
  const { voice, backend = 'auto', safe = true, enableFallback = true } = options;
  const engine = (speaker: Voice, wanted: BackendPreference) =>
    withWeights(deps.createEngine(speaker, wanted), () => deps.fetchWeights(speaker));
  if (!safe) return engine(voice, backend);
  const chosen = () => engine(voice, backend);
  const { maxRetries = 3, retryDelayMs = 1000 } = options;
  return new Resilient({
    id: `safe/${voice.id}`,
    rungs: enableFallback ? { chosen, ...lowerRungs(options, deps, engine) } : { chosen },
    policy: { maxRetries, retryDelayMs, enableFallback },
    recovery: deps.recovery,
    repairWeights: () => deps.fetchWeights(voice),
    surroundings: deps.surroundings,
    clock: deps.clock,
    random: deps.random,
  });
}

function lowerRungs(
  { voice, backend = 'auto' }: SynthesizerOptions,
  deps: SynthesizerDeps,
  engine: (voice: Voice, backend: BackendPreference) => Synthesizer,
): Omit<RungFactories, 'chosen'> {
  const smaller = deps.smallerThan(voice);
  return {
    // The CPU is a rung of its own below a GPU alone.
    ...(backend === 'wasm' || !deps.surroundings.webgpuAvailable
      ? {}
      : { wasm: () => engine(voice, 'wasm') }),
    ...(smaller === null ? {} : { smaller: () => engine(smaller, 'wasm') }),
    formant: deps.createFormant,
    silence: deps.createSilence,
  };
}
