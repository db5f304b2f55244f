/** What recovery can do to the rungs of one ladder. */
import { throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import { SottoError } from '../base/errors';
import type { RecoveryTools, Rung } from '../contracts/resilience';
import type { EngineInfo } from '../contracts/speech';
import { probe } from './probe';
import type { RungKeeper } from './rung-keeper';
import type { Tuning } from './tuning';

export interface ToolsDeps {
  readonly rungs: RungKeeper;
  readonly tuning: Tuning;
  readonly clock: Clock;
  /** Checks the stored weights of the chosen voice and fetches anew what is broken or missing. */
  readonly repairWeights: (signal: AbortSignal) => Promise<void>;
}

/** A `target` is the rung that recovery is to bring back, or to settle on. */
export interface TargetedTools extends RecoveryTools {
  target: Rung;
}

export function createTools(deps: ToolsDeps): TargetedTools {
  const { rungs, tuning, clock, repairWeights } = deps;
  const load = (rung: Rung, signal: AbortSignal): Promise<EngineInfo> =>
    rungs.synthesizer(rung).load(signal);
  const restart = async (signal: AbortSignal): Promise<void> => {
    throwIfAborted(signal, 'restart', 'ladder');
    rungs.discard(tools.target);
    await load(tools.target, signal);
  };
  /** From now on the ladder begins lower; what is above counts as given up. */
  const settleOn = async (rung: Rung, given: readonly Rung[], signal: AbortSignal) => {
    await load(rung, signal);
    for (const above of given) {
      if (!rungs.has(above)) continue;
      if (rungs.state(above).kind === 'up')
        rungs.down(above, 'hardwareOptimizationFailure', clock.now());
      rungs.release(above);
    }
    rungs.set(rung, { kind: 'up' });
    tools.target = rung;
  };
  const tools: TargetedTools = {
    target: 'chosen',
    restartPipeline: restart,
    releaseGpu: (signal) => {
      if (rungs.info(tools.target)?.backend === 'wasm') return Promise.reject(noGpuInUse());
      return restart(signal);
    },
    useWasm: (signal) => {
      if (!rungs.has('wasm') || rungs.repeatsChosen('wasm')) return Promise.reject(noGpuInUse());
      return settleOn('wasm', ['chosen'], signal);
    },
    retryDownload: async (signal) => {
      await repairWeights(signal);
      await restart(signal);
    },
    applyMemorySavings: async (signal) => {
      tuning.saveMemory();
      const [speaking] = rungs.usable;
      for (const rung of ['wasm', 'smaller'] as const) {
        if (rung !== tools.target && rung !== speaking && rungs.has(rung)) rungs.release(rung);
      }
      await restart(signal);
    },
    reduceGenerationParams: (signal) => {
      tuning.reduceSteps();
      return load(tools.target, signal).then(() => undefined);
    },
    fallBackToFormant: (signal) => {
      // Asked for although the voice speaks: then nothing between is wanted either.
      const isAsked = rungs.state('chosen').kind === 'up';
      return settleOn('formant', isAsked ? ['chosen', 'wasm', 'smaller'] : ['chosen'], signal);
    },
    probe: (signal) => probe(rungs.synthesizer(tools.target), clock, signal),
  };
  return tools;
}

function noGpuInUse(): SottoError {
  return new SottoError(
    'The voice does not run on a graphics processor.',
    { kind: 'device', type: 'gpuUnusable' },
    { operation: 'recover', component: 'ladder', suggestion: 'Nothing to do.' },
  );
}
