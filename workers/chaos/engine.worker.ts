/** The engine worker of the chaos build: the same calls over sessions and storage that can fail. */
import { exposeApi } from '../../src/rpc/expose';
import { openWeightsStore } from '../../src/weights/store';
import { breathe } from '../breathe';
import { heapBytes } from '../ort/heap';
import { surroundings } from '../ort/probe';
import { runtimeProviders, warmWasm } from '../ort/runtime';
import { createEngineApi } from '../serve/engine';
import { armed, Armory } from './armory';
import { breakReads } from './faulty-database';
import { faultyProviders } from './faulty-provider';

declare const self: DedicatedWorkerGlobalScope;

const armory = new Armory();
breakReads(armory);

const api = createEngineApi({
  around: surroundings(self),
  providers: faultyProviders(runtimeProviders, armory),
  warmWasm,
  openStore: openWeightsStore,
  now: () => performance.now(),
  breathe,
  heapBytes,
});
exposeApi(armed(api, armory));
