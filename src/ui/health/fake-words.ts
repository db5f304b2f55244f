/** Sentences of the kind that the monitor and the recovery API give. */
import type { ActionDescription, HealthIssue } from '../../contracts/health';

export const ACTIONS: readonly ActionDescription[] = [
  {
    action: 'restartPipeline',
    title: 'Restart the voice',
    description: 'Starts the engine anew from the stored voice. Speech goes on meanwhile.',
  },
  {
    action: 'releaseGpu',
    title: 'Release the graphics card',
    description: 'Gives the graphics card back and takes it again.',
  },
  {
    action: 'useWasm',
    title: 'Use the processor',
    description: 'Leaves the graphics card and computes on the processor.',
  },
  {
    action: 'retryDownload',
    title: 'Fetch the voice again',
    description: 'Fetches what is missing or damaged, and checks every byte.',
  },
  {
    action: 'applyMemorySavings',
    title: 'Save memory',
    description: 'Lets go of idle voices, works in smaller pieces and with fewer threads.',
  },
  {
    action: 'reduceGenerationParams',
    title: 'Take fewer steps',
    description: 'Lowers the quality so that the device keeps up.',
  },
  {
    action: 'fallBackToFormant',
    title: 'Use the formant voice',
    description: 'Speaks with the simple built-in voice until the chosen one is restarted.',
  },
  {
    action: 'healthCheck',
    title: 'Check',
    description: 'Speaks a tenth of a second, unheard, to see whether the voice works.',
  },
];

export const ISSUES = {
  synthesis: {
    name: 'synthesis',
    severity: 'critical',
    message: 'The voice does not speak.',
    recommendation: 'It is being restarted; the formant voice reads on meanwhile.',
    action: 'restartPipeline',
  },
  fallback: {
    name: 'fallback',
    severity: 'warning',
    message: 'A fallback voice speaks.',
    recommendation: 'The chosen voice comes back by itself; restarting it may be faster.',
    action: 'restartPipeline',
  },
  load: {
    name: 'load',
    severity: 'warning',
    message: 'The device is busy: load is 71 %.',
    recommendation: 'Close other busy tabs and programs.',
    action: 'reduceGenerationParams',
  },
  memory: {
    name: 'memory',
    severity: 'critical',
    message: 'Memory is nearly full: 96 %.',
    recommendation: 'Close other tabs. Idle voices are let go.',
    action: 'applyMemorySavings',
  },
  gpuMemory: {
    name: 'gpuMemory',
    severity: 'critical',
    message: 'The memory of the graphics card is nearly full: 95 %.',
    recommendation: 'Close pages with video, maps or games.',
    action: 'releaseGpu',
  },
  storage: {
    name: 'storage',
    severity: 'critical',
    message: 'The storage of this browser is full.',
    recommendation: 'Delete voices you do not use, or free space on the device.',
    action: null,
  },
  errorRate: {
    name: 'errorRate',
    severity: 'critical',
    message: 'Of what was spoken lately, 43 % had to be spoken by a fallback voice.',
    recommendation: 'Reload the page; if it goes on, choose another voice.',
    action: 'restartPipeline',
  },
  buffer: {
    name: 'buffer',
    severity: 'warning',
    message: 'Little sound is ready ahead: 0.8 s.',
    recommendation: 'Pause for a few seconds.',
    action: 'fallBackToFormant',
  },
} as const satisfies Record<string, HealthIssue>;
