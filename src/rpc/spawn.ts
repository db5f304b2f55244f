/** The addresses of all workers but the worklet's (compose.ts). Vite bundles what it finds here. */
/**
 * Another one for other workers: the name of this script holds a hash over it, it holds the workers'
 * names, and those hold hashes over the workers.
 */
export const workersVersion: string = import.meta.url;

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

export const spawnFormantWorker = (): Worker =>
  new Worker(new URL('../../workers/formant.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto-formant',
  });

export const spawnWeightsWorker = (): Worker =>
  new Worker(new URL('../../workers/weights.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto-weights',
  });

export const spawnDocumentsWorker = (): Worker =>
  new Worker(new URL('../../workers/documents.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto-documents',
  });

export const spawnEncodeWorker = (): Worker =>
  new Worker(new URL('../../workers/encode.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sotto-encode',
  });
