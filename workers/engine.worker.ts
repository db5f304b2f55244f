/** The engine worker: the calls of serve/engine.ts with ONNX Runtime and the stored voices. */
import { exposeApi } from '../src/rpc/expose';
import { borrowedWeights } from '../src/weights/lend';
import { openWeightsStore } from '../src/weights/store';
import { breathe } from './breathe';
import { heapBytes } from './ort/heap';
import { surroundings } from './ort/probe';
import { runtimeProviders, warmWasm } from './ort/runtime';
import { createEngineApi } from './serve/engine';

declare const self: DedicatedWorkerGlobalScope;

const borrowed = borrowedWeights(self);

exposeApi(
  createEngineApi({
    around: surroundings(self),
    providers: runtimeProviders,
    warmWasm,
    openStore: async () => borrowed() ?? openWeightsStore(),
    now: () => performance.now(),
    breathe,
    heapBytes,
  }),
);
