/** The addresses of all workers but the worklet's (compose.ts). Vite bundles what it finds here. */
export const spawnTextWorker = (): Worker =>
  new Worker(new URL('../../workers/text.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto-text',
  });

export const spawnEngineWorker = (): Worker =>
  new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto-engine',
  });

export const spawnWeightsWorker = (): Worker =>
  new Worker(new URL('../../workers/weights.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto-weights',
  });
