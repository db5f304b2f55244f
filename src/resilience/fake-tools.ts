/** For tests: tools that write down what was asked of them and do as they are told. */
import type { RecoveryAction, RecoveryTools } from '../contracts/resilience';

export interface FakeTools extends RecoveryTools {
  readonly calls: readonly (RecoveryAction | 'probe')[];
}

export interface FakeBehaviour {
  /** What an action does; by default nothing, at once. */
  readonly act?: (action: RecoveryAction, signal: AbortSignal) => Promise<void> | void;
  /** What the probe finds after these calls; by default all is well. */
  readonly isSound?: (calls: readonly (RecoveryAction | 'probe')[]) => boolean;
}

export function fakeTools({ act = () => {}, isSound = () => true }: FakeBehaviour = {}): FakeTools {
  const calls: (RecoveryAction | 'probe')[] = [];
  const tool = (action: RecoveryAction) => async (signal: AbortSignal) => {
    calls.push(action);
    await act(action, signal);
  };
  return {
    calls,
    restartPipeline: tool('restartPipeline'),
    releaseGpu: tool('releaseGpu'),
    useWasm: tool('useWasm'),
    retryDownload: tool('retryDownload'),
    applyMemorySavings: tool('applyMemorySavings'),
    reduceGenerationParams: tool('reduceGenerationParams'),
    fallBackToFormant: tool('fallBackToFormant'),
    probe: async () => {
      calls.push('probe');
      return isSound(calls);
    },
  };
}
