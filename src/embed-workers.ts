/**
 * The workers of a player that the browser gives less: no storage (third-party storage switched off), or
 * not even an origin (a sandboxed frame). What is missing is made up for here, and nowhere else.
 */
import engineUrl from '../workers/engine.worker.ts?worker&url';
import formantUrl from '../workers/formant.worker.ts?worker&url';
import textUrl from '../workers/text.worker.ts?worker&url';
import { systemClock } from './base/clock';
import type { WorkerLike } from './rpc/connect';
import type { EndableWorker } from './rpc/put-aside';
import { exposeApi } from './rpc/expose';
import { spawnEngineWorker, spawnFormantWorker, spawnTextWorker } from './rpc/spawn';
import { parseCatalogue } from './voices/catalogue';
import { createDigest } from './weights/digest';
import { lendWeights } from './weights/lend';
import { createWeightsManager } from './weights/manager';
import { openWeightsStore } from './weights/store';
import { tabChannel } from './weights/tab-channel';

export interface Spawns {
  readonly spawnText: () => WorkerLike;
  readonly spawnEngine: () => EndableWorker;
  readonly spawnWeights: () => EndableWorker;
  readonly spawnFormant: () => WorkerLike;
}

/** Weights are kept in the page (in what stands in for its database), and lent to the engine. */
export function pageKeptWorkers(hasOrigin: boolean): Spawns {
  const spawn = hasOrigin
    ? { text: spawnTextWorker, engine: spawnEngineWorker, formant: spawnFormantWorker }
    : {
        text: () => foreignWorker(textUrl, 'sotto-text'),
        engine: () => foreignWorker(engineUrl, 'sotto-engine'),
        formant: () => foreignWorker(formantUrl, 'sotto-formant'),
      };
  return {
    spawnText: spawn.text,
    spawnEngine: () => {
      const worker = spawn.engine();
      lendWeights(worker, openWeightsStore);
      return worker;
    },
    spawnWeights: weightsInPage,
    spawnFormant: spawn.formant,
  };
}

/**
 * A page without an origin may start no worker by address. A `data:` address is nobody's, so it may; its one
 * line imports the worker's script, which our servers let anybody read. (A `blob:` module worker does not
 * start there in Chromium.)
 */
function foreignWorker(url: string, name: string): Worker {
  const line = `import ${JSON.stringify(new URL(url, document.baseURI).href)};`;
  return new Worker(`data:text/javascript,${encodeURIComponent(line)}`, { type: 'module', name });
}

/** The weights worker's calls, answered by the page: a worker of its own would have another memory. */
function weightsInPage(): EndableWorker {
  const { port1, port2 } = new MessageChannel();
  const manager = createWeightsManager({
    openStore: openWeightsStore,
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    random: Math.random,
    createDigest,
    // What is kept in one page's memory concerns no other.
    locks: null,
    storage: null,
    tabs: tabChannel(null),
    timestamp: Date.now,
    parseVoices: (voices) => parseCatalogue({ version: 1, voices }).voices,
  });
  exposeApi(manager, port1);
  port2.start();
  return {
    postMessage: (message, transfer) => port2.postMessage(message, transfer),
    addEventListener: (type, listener) => port2.addEventListener(type, listener),
    removeEventListener: (type, listener) => port2.removeEventListener(type, listener),
    dispatchEvent: (event) => port2.dispatchEvent(event),
    terminate: () => {
      port1.close();
      port2.close();
    },
  };
}
