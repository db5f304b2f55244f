/** The five operations of the recovery API as typed functions (spec: resilience, section 7). */
import { SottoError } from '../base/errors';
import type { ActionDescription, RecoveryApi } from '../contracts/health';
import {
  RECOVERY_ACTIONS,
  type Recovery,
  type RecoveryAction,
  type SafeSynthesizer,
} from '../contracts/resilience';
import type { HealthMonitor } from './health-monitor';

export interface RecoveryApiDeps {
  readonly recovery: Recovery;
  readonly monitor: HealthMonitor;
  /** Null while no voice is chosen. */
  readonly synthesizer: () => SafeSynthesizer | null;
}

export function createRecoveryApi({
  recovery,
  monitor,
  synthesizer,
}: RecoveryApiDeps): RecoveryApi {
  return {
    status: async () => recovery.status,
    health: () => monitor.check(),
    trigger: async (failure) => speaking(synthesizer).recover(failure, 'asked'),
    reset: async () => recovery.reset(),
    actions: async () => RECOVERY_ACTIONS.map((action) => ({ action, ...ACTIONS[action] })),
  };
}

export function speaking(synthesizer: () => SafeSynthesizer | null): SafeSynthesizer {
  const found = synthesizer();
  if (found !== null) return found;
  throw new SottoError(
    'There is no voice that could be repaired.',
    { kind: 'config', key: 'voice' },
    { operation: 'recover', component: 'recovery-api', suggestion: 'Choose a voice first.' },
  );
}

const ACTIONS: Readonly<Record<RecoveryAction, Omit<ActionDescription, 'action'>>> = {
  fallBackToFormant: {
    title: 'Speak with the simple voice',
    description: 'The built-in voice speaks from the next sentence on. It needs next to nothing.',
  },
  retryDownload: {
    title: 'Fetch the voice again',
    description: 'Checks the stored voice and downloads what is missing or damaged.',
  },
  applyMemorySavings: {
    title: 'Save memory',
    description: 'Lets go of voices that are not in use and works in smaller pieces.',
  },
  restartPipeline: {
    title: 'Restart the voice',
    description: 'Starts the part that makes the sound anew. What is queued is still heard.',
  },
  releaseGpu: {
    title: 'Let go of the graphics processor',
    description: 'Gives its memory back and starts the voice on it anew.',
  },
  reduceGenerationParams: {
    title: 'Lower the quality',
    description: 'Makes sound in fewer steps, which is faster and a little rougher.',
  },
  useWasm: {
    title: 'Leave the graphics processor',
    description: 'The voice runs on the main processor from now on.',
  },
  healthCheck: {
    title: 'Try the voice',
    description: 'Speaks a tenth of a second, unheard, and looks whether it is sound.',
  },
};
